#include "base/decimal.h"

#include <inttypes.h>

static struct str whole_text(struct arena *arena, bool is_negative, uint64_t size)
{
	char text[sizeof "-18446744073709551615"], *at = text + sizeof text;

	do
		*--at = (char)('0' + size % 10);
	while (size /= 10);
	if (is_negative)
		*--at = '-';
	return arena_str(arena, (struct str){at, (size_t)(text + sizeof text - at)});
}

struct str decimal_text(struct arena *arena, int64_t value, int places, bool keep_zeros)
{
	uint64_t scale = 1, size = value < 0 ? -(uint64_t)value : (uint64_t)value;

	if (places == 0)
		return whole_text(arena, value < 0, size);
	for (int i = 0; i < places; i++)
		scale *= 10;
	uint64_t whole = size / scale, rest = size % scale;
	const char *sign = value < 0 ? "-" : "";
	if (rest == 0 && !keep_zeros)
		return whole_text(arena, value < 0, whole);
	struct str s = arena_printf(arena, "%s%" PRIu64 ".%0*" PRIu64, sign, whole, places, rest);
	while (!keep_zeros && s.at[s.len - 1] == '0')
		s.len--;
	return arena_str(arena, s);
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Takes the digits before the decimal point; thousands may be set off by commas, all of them or none. */
static bool take_whole(struct str *s, int64_t *value)
{
	size_t digits = 0, group = 0;
	bool is_grouped = false;

	for (; s->len; *s = str_slice(*s, 1, s->len)) {
		char c = s->at[0];
		if (c == ',' && (is_grouped ? group == 3 : digits >= 1 && digits <= 3)) {
			is_grouped = true;
			group = 0;
			continue;
		}
		if (!is_digit(c))
			break;
		digits++;
		group++;
		if (__builtin_mul_overflow(*value, 10, value) ||
		    __builtin_add_overflow(*value, c - '0', value))
			return false;
	}
	return digits > 0 && (!is_grouped || group == 3);
}

bool decimal_parse(struct str s, int places, int64_t *out)
{
	bool is_negative = str_starts(s, STR("-"));
	int64_t value = 0;

	s = str_slice(s, is_negative, s.len);
	if (!take_whole(&s, &value))
		return false;
	bool has_point = places > 0 && str_starts(s, STR("."));
	s = str_slice(s, has_point, s.len);
	if (has_point != (s.len > 0) || s.len > (size_t)places)
		return false;
	for (int i = 0; i < places; i++) {
		int digit = 0;
		if (s.len > (size_t)i) {
			if (!is_digit(s.at[i]))
				return false;
			digit = s.at[i] - '0';
		}
		if (__builtin_mul_overflow(value, 10, &value) || __builtin_add_overflow(value, digit, &value))
			return false;
	}
	*out = is_negative ? -value : value;
	return true;
}
