#include "base/record.h"

#include "base/decimal.h"
#include "base/log.h"
#include "base/random.h"
#include "base/text.h"

enum { MILLIONTH_PLACES = 6, MINOR_PLACES = 2 };
enum { DEFAULT_TEXT = 255, DEFAULT_PROSE = 20000 };
#define DEFAULT_MOST INT64_C(1000000000000000)

static const char not_utf8[] = N_("This holds characters that cannot be read; type it again");
static const char controls[] = N_("Leave out control characters");
static const char line_breaks[] = N_("Write this on one line");
static const char too_long[] = N_("Use at most {max} characters");
static const char required[] = N_("Fill this in");
static const char required_choice[] = N_("Choose one");
static const char required_tick[] = N_("Tick this box to go on");
static const char not_whole[] = N_("Enter a whole number");
static const char not_decimal[] = N_("Enter a number such as 2.5, with at most six decimals");
static const char not_money[] = N_("Enter an amount such as 1234.50");
static const char out_of_range[] = N_("Enter a number from {least} to {most}");
static const char not_bool[] = N_("Answer true or false");
static const char not_answer[] = N_("Answer yes or no");
static const char not_moment[] = N_("Enter a date and time such as 2026-03-14 09:30");
static const char not_day[] = N_("Enter a date such as 2026-03-14");
static const char not_clock[] = N_("Enter a time from 00:00 to 23:59");
static const char in_future[] = N_("This may not lie in the future");
static const char not_code[] = N_("Choose one of the values offered");
static const char not_uuid[] = N_("This is not a valid identifier");

/* Members read only. */
#define MEMBER(type, row, field_) (*(const type *)(const void *)((const char *)(row) + (field_)->offset))

static int64_t least_of(const struct field *field)
{
	return field->least;
}

static int64_t most_of(const struct field *field)
{
	return field->least == 0 && field->most == 0 ? DEFAULT_MOST : field->most;
}

size_t field_max(const struct field *field)
{
	if (field->max)
		return field->max;
	return field->kind == FIELD_PROSE ? DEFAULT_PROSE : DEFAULT_TEXT;
}

/* What a kind is parsed with. */
struct input {
	struct arena *arena;
	const struct field *field;
	struct str text;             /* UTF-8, trimmed, not empty */
	const struct zone *zone;
	moment now;
	void *row;
};

/*
 * Copies with tabs as blanks in a line, and each of CR LF, CR and LF as LF in
 * prose. NULL, or what is wrong.
 */
static const char *text_clean(struct arena *arena, struct str s, bool is_prose, struct str *out)
{
	struct text clean = TEXT_IN(arena);

	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.at[i];
		unsigned char next = i + 1 < s.len ? (unsigned char)s.at[i + 1] : 0;
		if (c == '\r' || c == '\n') {
			if (!is_prose)
				return line_breaks;
			i += c == '\r' && next == '\n';
			c = '\n';
		} else if (c == '\t') {
			c = is_prose ? '\t' : ' ';
		} else if (c < 0x20 || c == 0x7F || (c == 0xC2 && next < 0xA0)) {
			/* The second range is U+0080-U+009F. */
			return controls;
		}
		text_char(&clean, (char)c);
	}
	*out = text_str(&clean);
	return NULL;
}

static const char *text_parse(const struct input *in)
{
	struct str clean;
	const char *why = text_clean(in->arena, in->text, in->field->kind == FIELD_PROSE, &clean);

	if (why)
		return why;
	if (str_points(clean) > field_max(in->field))
		return too_long;
	*FIELD_AT(struct str, in->row, in->field) = clean;
	return NULL;
}

static int places_of(const struct field *field)
{
	if (field->kind == FIELD_DECIMAL)
		return MILLIONTH_PLACES;
	return field->kind == FIELD_MONEY ? MINOR_PLACES : 0;
}

static const char *number_parse(const struct input *in)
{
	int64_t value;

	if (!decimal_parse(in->text, places_of(in->field), &value)) {
		if (in->field->kind == FIELD_DECIMAL)
			return not_decimal;
		return in->field->kind == FIELD_MONEY ? not_money : not_whole;
	}
	if (value < least_of(in->field) || value > most_of(in->field))
		return out_of_range;
	*FIELD_AT(int64_t, in->row, in->field) = value;
	return NULL;
}

/* 1 for a word that means yes, 0 for one that means no, -1 for any other. */
static int yes_or_no(struct str s)
{
	static const char *const yes[] = {"yes", "y", "true", "on", "1"};
	static const char *const no[] = {"no", "n", "false", "off", "0"};

	for (size_t i = 0; i < sizeof yes / sizeof *yes; i++) {
		if (str_equal_nocase(s, str_of(yes[i])))
			return 1;
		if (str_equal_nocase(s, str_of(no[i])))
			return 0;
	}
	return -1;
}

static const char *bool_parse(const struct input *in)
{
	int value = yes_or_no(in->text);

	if (value < 0)
		return not_bool;
	if (value == 0 && in->field->flags & FIELD_REQUIRED)
		return required_tick;
	*FIELD_AT(bool, in->row, in->field) = value;
	return NULL;
}

static const char *answer_parse(const struct input *in)
{
	int value = yes_or_no(in->text);

	if (value < 0)
		return not_answer;
	*FIELD_AT(enum answer, in->row, in->field) = value ? ANSWER_YES : ANSWER_NO;
	return NULL;
}

static const char *moment_read(const struct input *in)
{
	moment at;

	if (!zone_input_parse(in->zone, in->text, &at) && !moment_parse(in->text, &at))
		return not_moment;
	if (in->field->flags & FIELD_PAST && at > in->now)
		return in_future;
	*FIELD_AT(moment, in->row, in->field) = at;
	return NULL;
}

static const char *day_read(const struct input *in)
{
	day on;

	if (!day_parse(in->text, &on))
		return not_day;
	if (in->field->flags & FIELD_PAST && on > zone_day(in->zone, in->now))
		return in_future;
	*FIELD_AT(day, in->row, in->field) = on;
	return NULL;
}

static const char *clock_read(const struct input *in)
{
	if (!clock_parse(in->text, FIELD_AT(clock_minutes, in->row, in->field)))
		return not_clock;
	return NULL;
}

static const char *code_parse(const struct input *in)
{
	int value = codes_find(in->field->codes, in->text);

	if (value < 0)
		return not_code;
	*FIELD_AT(int, in->row, in->field) = value;
	return NULL;
}

static const char *uuid_parse(const struct input *in)
{
	struct str lower = arena_lower(in->arena, in->text);

	if (!uuid_is_valid(lower))
		return not_uuid;
	*FIELD_AT(struct str, in->row, in->field) = lower;
	return NULL;
}

static void str_clear(const struct field *field, void *row)
{
	*FIELD_AT(struct str, row, field) = STR_NONE;
}

static void number_clear(const struct field *field, void *row)
{
	*FIELD_AT(int64_t, row, field) = field->flags & FIELD_OPTIONAL ? NUMBER_NONE : 0;
}

static void id_clear(const struct field *field, void *row)
{
	*FIELD_AT(int64_t, row, field) = 0;
}

static void bool_clear(const struct field *field, void *row)
{
	*FIELD_AT(bool, row, field) = false;
}

static void answer_clear(const struct field *field, void *row)
{
	*FIELD_AT(enum answer, row, field) = ANSWER_NONE;
}

static void moment_clear(const struct field *field, void *row)
{
	*FIELD_AT(moment, row, field) = MOMENT_NONE;
}

static void day_clear(const struct field *field, void *row)
{
	*FIELD_AT(day, row, field) = DAY_NONE;
}

static void clock_clear(const struct field *field, void *row)
{
	*FIELD_AT(clock_minutes, row, field) = CLOCK_NONE;
}

static void code_clear(const struct field *field, void *row)
{
	*FIELD_AT(int, row, field) = 0;
}

static bool str_is_empty(const struct field *field, const void *row)
{
	return MEMBER(struct str, row, field).len == 0;
}

static bool number_is_empty(const struct field *field, const void *row)
{
	int64_t value = MEMBER(int64_t, row, field);
	bool zero_is_none = least_of(field) > 0 || most_of(field) < 0;

	return value == NUMBER_NONE || (value == 0 && zero_is_none);
}

static bool id_is_empty(const struct field *field, const void *row)
{
	return MEMBER(int64_t, row, field) == 0;
}

static bool bool_is_empty(const struct field *field, const void *row)
{
	return !MEMBER(bool, row, field);
}

static bool answer_is_empty(const struct field *field, const void *row)
{
	return MEMBER(enum answer, row, field) == ANSWER_NONE;
}

static bool moment_is_empty(const struct field *field, const void *row)
{
	return MEMBER(moment, row, field) == MOMENT_NONE;
}

static bool day_is_empty(const struct field *field, const void *row)
{
	return MEMBER(day, row, field) == DAY_NONE;
}

static bool clock_is_empty(const struct field *field, const void *row)
{
	return MEMBER(clock_minutes, row, field) == CLOCK_NONE;
}

static bool code_is_empty(const struct field *field, const void *row)
{
	return MEMBER(int, row, field) <= 0;
}

static struct str str_show(struct arena *arena, const struct field *field, const void *row)
{
	(void)arena;
	return MEMBER(struct str, row, field);
}

static struct str int_show(struct arena *arena, const struct field *field, const void *row)
{
	return decimal_text(arena, MEMBER(int64_t, row, field), 0, false);
}

static struct str decimal_show(struct arena *arena, const struct field *field, const void *row)
{
	return decimal_text(arena, MEMBER(int64_t, row, field), MILLIONTH_PLACES, false);
}

static struct str money_show(struct arena *arena, const struct field *field, const void *row)
{
	return decimal_text(arena, MEMBER(int64_t, row, field), MINOR_PLACES, true);
}

static struct str bool_show(struct arena *arena, const struct field *field, const void *row)
{
	(void)arena;
	return MEMBER(bool, row, field) ? STR("true") : STR("");
}

static struct str answer_show(struct arena *arena, const struct field *field, const void *row)
{
	(void)arena;
	return MEMBER(enum answer, row, field) == ANSWER_YES ? STR("yes") : STR("no");
}

static struct str moment_show(struct arena *arena, const struct field *field, const void *row)
{
	return moment_text(arena, MEMBER(moment, row, field));
}

static struct str day_show(struct arena *arena, const struct field *field, const void *row)
{
	return day_text(arena, MEMBER(day, row, field));
}

static struct str clock_show(struct arena *arena, const struct field *field, const void *row)
{
	return clock_text(arena, MEMBER(clock_minutes, row, field));
}

static struct str code_show(struct arena *arena, const struct field *field, const void *row)
{
	(void)arena;
	return str_of(codes_code(field->codes, MEMBER(int, row, field)));
}

/* What each kind of field can do. */
static const struct kind {
	/* NULL, or the message; the member is changed on success only. */
	const char *(*parse)(const struct input *in);
	void (*clear)(const struct field *field, void *row);
	bool (*is_empty)(const struct field *field, const void *row);
	/* Of a member that is not empty. */
	struct str (*show)(struct arena *arena, const struct field *field, const void *row);
	const char *required;
} kinds[] = {
	[FIELD_TEXT] = {text_parse, str_clear, str_is_empty, str_show, required},
	[FIELD_PROSE] = {text_parse, str_clear, str_is_empty, str_show, required},
	[FIELD_INT] = {number_parse, number_clear, number_is_empty, int_show, required},
	[FIELD_DECIMAL] = {number_parse, number_clear, number_is_empty, decimal_show, required},
	[FIELD_MONEY] = {number_parse, number_clear, number_is_empty, money_show, required},
	[FIELD_BOOL] = {bool_parse, bool_clear, bool_is_empty, bool_show, required_tick},
	[FIELD_ANSWER] = {answer_parse, answer_clear, answer_is_empty, answer_show, required_choice},
	[FIELD_MOMENT] = {moment_read, moment_clear, moment_is_empty, moment_show, required},
	[FIELD_DAY] = {day_read, day_clear, day_is_empty, day_show, required},
	[FIELD_CLOCK] = {clock_read, clock_clear, clock_is_empty, clock_show, required},
	[FIELD_CODE] = {code_parse, code_clear, code_is_empty, code_show, required_choice},
	[FIELD_ID] = {number_parse, id_clear, id_is_empty, int_show, required_choice},
	[FIELD_UUID] = {uuid_parse, str_clear, str_is_empty, str_show, required},
	[FIELD_BYTES] = {NULL, str_clear, str_is_empty, str_show, required},
};

void field_clear(const struct field *field, void *row)
{
	kinds[field->kind].clear(field, row);
}

bool field_is_empty(const struct field *field, const void *row)
{
	return kinds[field->kind].is_empty(field, row);
}

struct str field_text(struct arena *arena, const struct field *field, const void *row)
{
	const struct kind *kind = &kinds[field->kind];

	return kind->is_empty(field, row) ? STR("") : kind->show(arena, field, row);
}

enum rc field_parse(struct arena *arena, const struct field *field, struct str text, const struct zone *zone,
		    moment now, void *row, const char **why)
{
	const struct kind *kind = &kinds[field->kind];
	const struct input input = {arena, field, str_trim(text), zone, now, row};

	*why = NULL;
	if (!kind->parse)
		return FAULT("record.parse", "field %s takes no text", field->name);
	if (!str_is_utf8(input.text))
		*why = not_utf8;
	else if (input.text.len > 0)
		*why = kind->parse(&input);
	else if (field->flags & FIELD_REQUIRED)
		*why = kind->required;
	else
		kind->clear(field, row);
	return *why ? RC_INVALID : RC_OK;
}

/* A limit of a number in the unit in which it is typed. */
static struct str limit_text(struct arena *arena, const struct field *field, int64_t limit)
{
	return decimal_text(arena, limit, places_of(field), false);
}

struct str field_message(struct arena *arena, const struct field *field, struct str why)
{
	const struct {
		struct str mark;
		struct str value;
	} marks[] = {
		{STR("{max}"), decimal_text(arena, (int64_t)field_max(field), 0, false)},
		{STR("{least}"), limit_text(arena, field, least_of(field))},
		{STR("{most}"), limit_text(arena, field, most_of(field))},
	};

	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
		ptrdiff_t at = str_find(why, marks[i].mark);
		if (at < 0)
			continue;
		struct str head = str_slice(why, 0, (size_t)at);
		struct str tail = str_slice(why, (size_t)at + marks[i].mark.len, why.len);
		why = arena_concat(arena, arena_concat(arena, head, marks[i].value), tail);
	}
	return why;
}
