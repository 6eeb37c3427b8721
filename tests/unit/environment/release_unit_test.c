#include "../unit.h"
#include "base/record.h"
#include "environment/release_unit.h"
#include "environment/release_window.h"
#include "environment/substance.h"

#define LB INT64_C(1000000)

static void units_turn_into_pounds(void **state)
{
	(void)state;
	static const struct {
		int unit;
		int64_t amount, gravity, molar_mass, micro_lb;
	} rows[] = {
		{UNIT_LB, LB, NUMBER_NONE, NUMBER_NONE, LB},
		{UNIT_OZ, 16 * LB, NUMBER_NONE, NUMBER_NONE, LB},
		{UNIT_TON, LB, NUMBER_NONE, NUMBER_NONE, 2000 * LB},
		{UNIT_KG, 45359237, NUMBER_NONE, NUMBER_NONE, 100 * LB},
		{UNIT_G, 453592370, NUMBER_NONE, NUMBER_NONE, LB},
		{UNIT_TONNE, LB, NUMBER_NONE, NUMBER_NONE, 2204622622},
		{UNIT_GAL, LB, LB, NUMBER_NONE, 8345405},
		{UNIT_GAL, 80 * LB, 1200000, NUMBER_NONE, 801158828},
		{UNIT_QT, 4 * LB, LB, NUMBER_NONE, 8345405},
		{UNIT_FL_OZ, 128 * LB, LB, NUMBER_NONE, 8345405},
		{UNIT_BBL, LB, LB, NUMBER_NONE, 350506987},
		{UNIT_L, 45359237, LB, NUMBER_NONE, 100 * LB},
		{UNIT_M3, LB, LB, NUMBER_NONE, 2204622622},
		{UNIT_FT3, LB, LB, NUMBER_NONE, 62427961},
		{UNIT_IMPERIAL_GAL, LB, LB, NUMBER_NONE, 10022413},
		{UNIT_SCF, 379482000, NUMBER_NONE, 17031000, 17031000},
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct weight w = release_weight(rows[i].amount, rows[i].unit, rows[i].gravity, rows[i].molar_mass);
		assert_int_equal(w.state, WEIGHT_KNOWN);
		assert_int_equal(w.total, rows[i].micro_lb);
	}
}

static void what_is_missing_is_named(void **state)
{
	(void)state;
	assert_int_equal(release_weight(NUMBER_NONE, UNIT_LB, NUMBER_NONE, NUMBER_NONE).state, WEIGHT_NO_AMOUNT);
	assert_int_equal(release_weight(LB, UNIT_NOT_GIVEN, NUMBER_NONE, NUMBER_NONE).state, WEIGHT_NO_AMOUNT);
	assert_int_equal(release_weight(LB, UNIT_GAL, NUMBER_NONE, NUMBER_NONE).state, WEIGHT_NO_DENSITY);
	assert_int_equal(release_weight(LB, UNIT_SCF, NUMBER_NONE, NUMBER_NONE).state, WEIGHT_NO_MOLAR_MASS);
}

static void the_largest_amounts_do_not_overflow(void **state)
{
	(void)state;
	for (int unit = 1; unit < UNIT_COUNT; unit++) {
		struct weight w = release_weight(1000000000 * LB, unit, 25 * LB, 2000 * LB);
		assert_int_equal(w.state, WEIGHT_KNOWN);
		assert_true(w.total > 0 && w.total <= MICRO_LB_MOST);
	}
}

static void no_rounding_leads_below(void **state)
{
	(void)state;
	assert_int_equal(release_weight_share(10, 1, 3), 4);
	assert_int_equal(release_weight(1, UNIT_G, NUMBER_NONE, NUMBER_NONE).total, 1);
}

static void pounds_never_show_on_the_wrong_side(void **state)
{
	struct arena *arena = *state;

	assert_str(release_pounds_text(arena, 99960000, 100), "99.96");
	assert_str(release_pounds_text(arena, 99999900, 100), "99.9999");
	assert_str(release_pounds_text(arena, 99999900, NUMBER_NONE), "100");
	assert_str(release_pounds_text(arena, 100000000, 100), "100");
	assert_str(release_pounds_text(arena, 2042955063, 1000), "2,043");
	assert_str(release_pounds_text(arena, 1234567000000, NUMBER_NONE), "1,234,567");
	assert_str(release_pounds_text(arena, 0, 10), "0");
	assert_str(release_pounds_text(arena, 12, 10), "0.000012");
}

/* A small generator that gives the same numbers everywhere. */
static uint64_t next_number(uint64_t *seed, uint64_t most)
{
	*seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (*seed >> 33) % (most + 1);
}

/* Every window that begins at a full hour; all releases begin and end at full hours. */
static int64_t brute_force(const struct release_interval *at, size_t count)
{
	int64_t best = 0;

	for (moment from = -30; from <= 130; from++) {
		int64_t sum = 0;
		if (at[0].to < HOURS(from) || at[0].from > HOURS(from + 24))
			continue;
		for (size_t i = 0; i < count; i++)
			sum += release_window_share(&at[i], HOURS(from));
		best = sum > best ? sum : best;
	}
	return best;
}

static void the_fullest_window_is_found(void **state)
{
	(void)state;
	enum { ROUNDS = 3000, MOST = 6 };
	uint64_t seed = 7;

	for (int round = 0; round < ROUNDS; round++) {
		struct release_interval at[MOST];
		size_t count = 1 + next_number(&seed, MOST - 1);
		for (size_t i = 0; i < count; i++) {
			moment from = HOURS(next_number(&seed, 60));
			at[i] = (struct release_interval){from, from + HOURS(next_number(&seed, 3) ? next_number(&seed, 40) : 0),
							  (int64_t)next_number(&seed, 100) * LB};
		}
		struct release_window window = release_window_most(at, count, 0);
		/* Each share is rounded up by itself, so that another window may come out a millionth or two higher. */
		assert_in_range(brute_force(at, count) - window.micro_lb, 0, count);
	}
}

static void registry_numbers_are_checked(void **state)
{
	(void)state;
	assert_true(substance_cas_is_valid(STR("71-43-2")));
	assert_true(substance_cas_is_valid(STR("7664-41-7")));
	assert_false(substance_cas_is_valid(STR("71-43-3")));
	assert_false(substance_cas_is_valid(STR("71432")));
	assert_false(substance_cas_is_valid(STR("benzene")));
	assert_false(substance_cas_is_valid(STR("")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(units_turn_into_pounds),
		UNIT(what_is_missing_is_named),
		UNIT(the_largest_amounts_do_not_overflow),
		UNIT(no_rounding_leads_below),
		UNIT(pounds_never_show_on_the_wrong_side),
		UNIT(the_fullest_window_is_found),
		UNIT(registry_numbers_are_checked),
	};
	return cmocka_run_group_tests_name("release units", tests, NULL, NULL);
}
