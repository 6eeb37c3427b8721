#include "event/sms_text.h"

#include <string.h>

#include "base/text.h"

enum { LEAST_DIGITS = 8, MOST_DIGITS = 15 };

/* --- numbers --- */

bool sms_number(struct arena *arena, struct str typed, struct str calling_code, struct str *out)
{
	struct text digits = TEXT_IN(arena);
	bool is_whole = false;

	typed = str_trim(typed);
	if (str_take(&typed, '+'))
		is_whole = true;
	for (size_t i = 0; i < typed.len; i++) {
		char c = typed.at[i];
		if (c >= '0' && c <= '9')
			text_char(&digits, c);
		else if (!strchr(" ()-./", c) || c == '\0')
			return false;
	}
	struct str number = text_str(&digits);
	if (!is_whole && str_starts(number, STR("00"))) {
		number = str_slice(number, 2, number.len);
		is_whole = true;
	}
	if (!is_whole) {
		const bool is_american = str_is(calling_code, "1") && number.len == 11 && number.at[0] == '1';
		if (is_american)
			number = str_slice(number, 1, number.len);
		str_take(&number, '0');
		/* A subscriber without an area is nobody. */
		if (number.len < 7 || (str_is(calling_code, "1") && number.len != 10))
			return false;
		number = arena_concat(arena, calling_code, number);
	}
	if (number.len < LEAST_DIGITS || number.len > MOST_DIGITS || number.at[0] == '0')
		return false;
	*out = arena_concat(arena, STR("+"), number);
	return true;
}

struct str sms_number_hint(struct arena *arena, struct str number)
{
	return number.len < 8 ? STR("")
			      : arena_printf(arena, "%.*s ... %.*s", STR_ARG(str_slice(number, 0, 3)),
					     STR_ARG(str_slice(number, number.len - 3, 3)));
}

/* --- characters --- */

/* The next character; text is UTF-8. */
static uint32_t take_point(struct str *rest)
{
	const unsigned char first = (unsigned char)rest->at[0];
	const size_t len = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
	uint32_t point = len == 1 ? first : first & (0xffu >> (len + 1));

	for (size_t i = 1; i < len && i < rest->len; i++)
		point = point << 6 | ((unsigned char)rest->at[i] & 0x3fu);
	*rest = str_slice(*rest, len, rest->len);
	return point;
}

/* Of the default alphabet, without the control characters that we do not send. */
static const uint16_t gsm[] = {
	'@', 0xa3, '$', 0xa5, 0xe8, 0xe9, 0xf9, 0xec, 0xf2, 0xc7, 0xd8, 0xf8, 0xc5, 0xe5, 0x394, '_', 0x3a6, 0x393, 0x39b,
	0x3a9, 0x3a0, 0x3a8, 0x3a3, 0x398, 0x39e, 0xc6, 0xe6, 0xdf, 0xc9, ' ', '!', '"', '#', 0xa4, '%', '&', '\'', '(', ')',
	'*', '+', ',', '-', '.', '/', ':', ';', '<', '=', '>', '?', 0xa1, 0xc4, 0xd6, 0xd1, 0xdc, 0xa7, 0xbf, 0xe4, 0xf6,
	0xf1, 0xfc, 0xe0, '\n',
};
/* Of its extension: two septets each. */
static const uint16_t extended[] = {'^', '{', '}', '\\', '[', '~', ']', '|', 0x20ac};

/* Septets of a character, 0: GSM 7 bit lacks it. */
static size_t septets(uint32_t point)
{
	if ((point >= '0' && point <= '9') || (point >= 'A' && point <= 'Z') || (point >= 'a' && point <= 'z'))
		return 1;
	for (size_t i = 0; i < sizeof gsm / sizeof *gsm; i++)
		if (gsm[i] == point)
			return 1;
	for (size_t i = 0; i < sizeof extended / sizeof *extended; i++)
		if (extended[i] == point)
			return 2;
	return 0;
}

static const struct {
	uint32_t point;
	const char *nearest;
} nearest[] = {
	{'\n', " "}, {'\r', ""}, {'\t', " "}, {'`', "'"}, {0xa0, " "}, {0xab, "\""}, {0xb7, "-"}, {0xbb, "\""},
	{0xc0, "A"}, {0xc1, "A"}, {0xc2, "A"}, {0xc3, "A"}, {0xc8, "E"}, {0xca, "E"}, {0xcb, "E"}, {0xcc, "I"}, {0xcd, "I"},
	{0xce, "I"}, {0xcf, "I"}, {0xd2, "O"}, {0xd3, "O"}, {0xd4, "O"}, {0xd5, "O"}, {0xd7, "x"}, {0xd9, "U"}, {0xda, "U"},
	{0xdb, "U"}, {0xdd, "Y"}, {0xe1, "a"}, {0xe2, "a"}, {0xe3, "a"}, {0xe7, "c"}, {0xea, "e"}, {0xeb, "e"}, {0xed, "i"},
	{0xee, "i"}, {0xef, "i"}, {0xf3, "o"}, {0xf4, "o"}, {0xf5, "o"}, {0xfa, "u"}, {0xfb, "u"}, {0xfd, "y"}, {0xff, "y"},
	{0x2010, "-"}, {0x2011, "-"}, {0x2012, "-"}, {0x2013, "-"}, {0x2014, "-"}, {0x2018, "'"}, {0x2019, "'"},
	{0x201c, "\""}, {0x201d, "\""}, {0x2022, "-"}, {0x2026, "..."}, {0x202f, " "}, {0x2192, "->"}, {0x2212, "-"},
};

static struct str simple(struct arena *arena, struct str text)
{
	struct text out = TEXT_IN(arena);

	while (text.len) {
		const struct str from = text;
		const uint32_t point = take_point(&text);
		const char *as = NULL;
		for (size_t i = 0; i < sizeof nearest / sizeof *nearest && !as; i++)
			if (nearest[i].point == point)
				as = nearest[i].nearest;
		if (as)
			text_cstr(&out, as);
		else if (point >= ' ')
			text_add(&out, str_slice(from, 0, from.len - text.len));
	}
	return text_str(&out);
}

static size_t segments_of(bool is_ucs2, size_t units)
{
	const size_t alone = is_ucs2 ? 70 : 160, each = is_ucs2 ? 67 : 153;

	if (units <= alone)
		return units > 0;
	return (units + each - 1) / each;
}

struct sms_size sms_size(struct str text)
{
	struct sms_size size = {0};
	size_t wide = 0, narrow = 0;

	while (text.len) {
		const uint32_t point = take_point(&text);
		const size_t one = septets(point);
		size.is_ucs2 = size.is_ucs2 || !one;
		narrow += one;
		wide += point > 0xffff ? 2 : 1;
	}
	size.units = size.is_ucs2 ? wide : narrow;
	size.segments = segments_of(size.is_ucs2, size.units);
	return size;
}

struct str sms_fit(struct arena *arena, struct str text, size_t segments)
{
	struct str whole = simple(arena, str_trim(text)), cut = whole;

	if (sms_size(whole).segments <= segments)
		return whole;
	while (cut.len) {
		cut.len--;
		while (cut.len && ((unsigned char)cut.at[cut.len] & 0xc0) == 0x80)
			cut.len--;
		struct str shorter = arena_concat(arena, cut, STR("..."));
		if (sms_size(shorter).segments <= segments)
			return shorter;
	}
	return STR("");
}
