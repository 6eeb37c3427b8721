#include "osha/ita_text.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

/* Letters that have no decomposition into a base letter and an accent. */
static const char *plain_letter(utf8proc_int32_t point)
{
	static const struct {
		utf8proc_int32_t point;
		const char *plain;
	} letters[] = {
		{0x00D8, "O"},  {0x00F8, "o"},  {0x0141, "L"},  {0x0142, "l"}, {0x00DF, "ss"}, {0x00C6, "AE"},
		{0x00E6, "ae"}, {0x0152, "OE"}, {0x0153, "oe"}, {0x0110, "D"}, {0x0111, "d"},  {0x00D0, "D"},
		{0x00F0, "d"},  {0x00DE, "Th"}, {0x00FE, "th"}, {0x0131, "i"}, {0x2019, "'"},  {0x2018, "'"},
		{0x201C, "'"},  {0x201D, "'"},  {0x2013, "-"},  {0x2014, "-"},
	};
	for (size_t i = 0; i < sizeof letters / sizeof letters[0]; i++)
		if (letters[i].point == point)
			return letters[i].plain;
	return NULL;
}

static bool is_taken(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       (c != '\0' && strchr(".,-':;", c));
}

static void put_point(struct text *out, utf8proc_int32_t point)
{
	const char *plain = plain_letter(point);

	if (point == '"')
		plain = "'";
	if (plain) {
		text_cstr(out, plain);
	} else if (point < 0x80 && is_taken((char)point)) {
		text_char(out, (char)point);
	} else if (out->len && out->at[out->len - 1] != ' ') {
		text_char(out, ' ');
	}
}

struct str ita_text_safe(struct arena *arena, struct str text)
{
	struct text out = TEXT_IN(arena);
	utf8proc_uint8_t *mapped = NULL;
	utf8proc_ssize_t length = utf8proc_map(
		(const utf8proc_uint8_t *)(text.at ? text.at : ""), (utf8proc_ssize_t)text.len, &mapped,
		UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_STRIPMARK);

	for (utf8proc_ssize_t i = 0; i < length;) {
		utf8proc_int32_t point;
		utf8proc_ssize_t step = utf8proc_iterate(mapped + i, length - i, &point);
		if (step <= 0)
			break;
		put_point(&out, point);
		i += step;
	}
	free(mapped);
	return str_trim(text_str(&out));
}

static bool is_word_character(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
}

/* word stands in text as a whole word; both in lower case. */
static bool has_word(struct str text, struct str word)
{
	struct str rest = text;

	for (ptrdiff_t at; (at = str_find(rest, word)) >= 0;) {
		size_t from = (size_t)at, to = from + word.len;
		bool begins = from == 0 || !is_word_character(rest.at[from - 1]);
		if (begins && (to >= rest.len || !is_word_character(rest.at[to])))
			return true;
		rest = str_slice(rest, from + 1, rest.len);
	}
	return false;
}

static bool names_somebody(struct arena *arena, struct str text, struct str full_name)
{
	struct str rest = arena_lower(arena, full_name), part;
	enum { SHORTEST = 3 }; /* shorter parts are initials and particles that are ordinary words */

	while (str_split(&rest, ' ', &part))
		if (part.len >= SHORTEST && has_word(text, part))
			return true;
	return false;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* pattern: 9 is a digit, anything else itself; must not continue a longer number. */
static bool has_number(struct str text, const char *pattern)
{
	size_t len = strlen(pattern);

	for (size_t i = 0; i + len <= text.len; i++) {
		size_t k = 0;
		while (k < len &&
		       (pattern[k] == '9' ? is_digit(text.at[i + k]) : text.at[i + k] == pattern[k]))
			k++;
		if (k == len && (i == 0 || !is_digit(text.at[i - 1])) &&
		    (i + len == text.len || !is_digit(text.at[i + len])))
			return true;
	}
	return false;
}

static bool has_mail_address(struct str text)
{
	ptrdiff_t at = str_find(text, STR("@"));
	return at > 0 && (size_t)at + 1 < text.len && is_word_character(text.at[at - 1]) &&
	       is_word_character(text.at[at + 1]);
}

const char *ita_text_personal(struct arena *arena, struct str text, struct str full_name)
{
	static const char *const phones[] = {"999-999-9999", "(999) 999-9999", "(999)999-9999",
					     "999.999.9999", "999 999 9999"};
	struct str lower = arena_lower(arena, text);

	if (names_somebody(arena, lower, full_name))
		return N_("seems to name the employee");
	if (has_number(lower, "999-99-9999"))
		return N_("seems to hold a social security number");
	for (size_t i = 0; i < sizeof phones / sizeof phones[0]; i++)
		if (has_number(lower, phones[i]))
			return N_("seems to hold a phone number");
	return has_mail_address(lower) ? N_("seems to hold an e-mail address") : NULL;
}

void ita_text_header(struct csv_writer *csv, const struct record *record)
{
	for (const struct field *field = record->fields; field->name; field++)
		csv_put(csv, str_of(field->name));
	csv_end(csv);
}

static struct str american_day(struct arena *arena, day d)
{
	if (d == DAY_NONE)
		return STR("");
	struct civil civil = day_civil(d);
	return arena_printf(arena, "%02d/%02d/%04d", civil.month, civil.day, civil.year);
}

static struct str value_text(struct arena *arena, const struct field *field, void *row, bool raw,
			     size_t *replaced)
{
	switch (field->kind) {
	case FIELD_TEXT:
	case FIELD_PROSE: {
		struct str text = *FIELD_AT(struct str, row, field);
		struct str safe = ita_text_safe(arena, text);
		if (raw || str_equal(safe, text))
			return text.at ? text : STR("");
		++*replaced;
		return safe;
	}
	case FIELD_DAY:
		return american_day(arena, *FIELD_AT(day, row, field));
	default:
		return field_text(arena, field, row);
	}
}

void ita_text_row(struct csv_writer *csv, struct arena *arena, const struct record *record, const void *row,
		  bool raw, size_t *replaced)
{
	union {
		const void *in;
		void *out;
	} r = {.in = row};

	for (const struct field *field = record->fields; field->name; field++)
		csv_put(csv, value_text(arena, field, r.out, raw, replaced));
	csv_end(csv);
}
