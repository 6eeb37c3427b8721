#include "environment/release_unit.h"

#include "base/decimal.h"

/* Wide enough for an amount, a factor and a density at once. */
__extension__ typedef __int128 wide;

enum { MILLION = 1000000, PLACES = 6 };

static const struct code rows[] = {
	{"", ""},
#define X(name, code, label, sign, measure, numerator, denominator) {code, label},
	UNIT_TABLE(X)
#undef X
		{NULL, NULL},
};
const struct codes release_unit_codes = {"release_unit", rows};

static const struct unit {
	const char *sign;
	enum unit_measure measure;
	int64_t numerator, denominator;
} units[UNIT_COUNT] = {[UNIT_NOT_GIVEN] = {"", MEASURE_NONE, 0, 1},
#define X(name, code, label, sign, measure, numerator, denominator) \
	[name] = {sign, measure, numerator, denominator},
		       UNIT_TABLE(X)
#undef X
};

static const struct unit *unit_of(int unit)
{
	return &units[unit > 0 && unit < UNIT_COUNT ? unit : UNIT_NOT_GIVEN];
}

enum unit_measure release_unit_measure(int unit)
{
	return unit_of(unit)->measure;
}

const char *release_unit_sign(int unit)
{
	return unit_of(unit)->sign;
}

static int64_t up(wide numerator, wide denominator)
{
	wide value = (numerator + denominator - 1) / denominator;
	return value > MICRO_LB_MOST ? MICRO_LB_MOST : (int64_t)value;
}

int64_t release_unit_factor(int unit)
{
	const struct unit *u = unit_of(unit);
	return (int64_t)(((wide)u->numerator * MILLION + u->denominator / 2) / u->denominator);
}

int64_t release_weight_share(int64_t micro_lb, int64_t numerator, int64_t denominator)
{
	return up((wide)micro_lb * numerator, denominator);
}

static struct weight weight_of_mass(const struct unit *u, int64_t amount, int64_t specific_gravity)
{
	int64_t total = up((wide)amount * u->numerator, u->denominator);
	int64_t water = specific_gravity > 0 ? up((wide)total * MILLION, specific_gravity) : NUMBER_NONE;
	return (struct weight){WEIGHT_KNOWN, total, water};
}

static struct weight weight_of_volume(const struct unit *u, int64_t amount, int64_t specific_gravity)
{
	const wide numerator = (wide)amount * u->numerator;
	int64_t water = up(numerator, u->denominator);

	if (specific_gravity == NUMBER_NONE)
		return (struct weight){WEIGHT_NO_DENSITY, NUMBER_NONE, water};
	return (struct weight){WEIGHT_KNOWN, up(numerator * specific_gravity, (wide)u->denominator * MILLION),
			       water};
}

static struct weight weight_of_gas(const struct unit *u, int64_t amount, int64_t molar_mass)
{
	if (molar_mass == NUMBER_NONE)
		return (struct weight){WEIGHT_NO_MOLAR_MASS, NUMBER_NONE, NUMBER_NONE};
	return (struct weight){WEIGHT_KNOWN,
			       up((wide)amount * u->numerator * molar_mass, (wide)u->denominator * MILLION),
			       NUMBER_NONE};
}

struct weight release_weight(int64_t amount, int unit, int64_t specific_gravity, int64_t molar_mass)
{
	const struct unit *u = unit_of(unit);

	if (amount == NUMBER_NONE || u->measure == MEASURE_NONE)
		return (struct weight){WEIGHT_NO_AMOUNT, NUMBER_NONE, NUMBER_NONE};
	if (u->measure == MEASURE_MASS)
		return weight_of_mass(u, amount, specific_gravity);
	if (u->measure == MEASURE_VOLUME)
		return weight_of_volume(u, amount, specific_gravity);
	return weight_of_gas(u, amount, molar_mass);
}

/* To a power of ten of millionths, to the nearest. */
static int64_t rounded(int64_t micro_lb, int64_t step)
{
	return (micro_lb + step / 2) / step * step;
}

static struct str with_commas(struct arena *arena, struct str digits)
{
	ptrdiff_t point = str_find(digits, STR("."));
	size_t whole = point < 0 ? digits.len : (size_t)point;
	struct str out = STR("");

	for (size_t i = 0; i < digits.len; i++) {
		if (i && i < whole && (whole - i) % 3 == 0)
			out = arena_concat(arena, out, STR(","));
		out = arena_concat(arena, out, str_slice(digits, i, 1));
	}
	return out;
}

struct str release_pounds_text(struct arena *arena, int64_t micro_lb, int64_t limit)
{
	const bool has_limit = limit != NUMBER_NONE && limit <= MICRO_LB_MOST / MILLION;
	const int64_t line = has_limit ? limit * MILLION : 0;
	int64_t step = 1;

	for (int64_t size = 10000; size <= micro_lb && step < MILLION; size *= 10)
		step *= 10;
	while (has_limit && step > 1 && (rounded(micro_lb, step) >= line) != (micro_lb >= line))
		step /= 10;
	return with_commas(arena, decimal_text(arena, rounded(micro_lb, step), PLACES, false));
}
