#include "incident/incident_filter.h"

#include <stddef.h>
#include <string.h>

enum { WORDS_MOST = 12, WORD_LEAST = 3, Q_MOST = 200 };

const char *const incident_sort_names[INCIDENT_SORT_COUNT] = {
	[SORT_OCCURRED] = "occurred",
	[SORT_REPORTED] = "reported",
	[SORT_UPDATED] = "updated",
	[SORT_NUMBER] = "number",
	[SORT_SEVERITY] = "severity",
	[SORT_STATUS] = "status",
	[SORT_ESTABLISHMENT] = "establishment",
};

struct incident_filter incident_filter_none(void)
{
	return (struct incident_filter){.from = DAY_NONE, .to = DAY_NONE};
}

/* How the value of a name is read, kept and written. */
enum kind { KIND_TEXT, KIND_CODE, KIND_CODES, KIND_ID, KIND_DAY, KIND_FLAG, KIND_BY };

static const struct parameter {
	const char *name;
	enum kind kind;
	size_t offset;
	const struct codes *codes;
} parameters[] = {
#define AT(member) offsetof(struct incident_filter, member)
	{"q", KIND_TEXT, AT(q), NULL},
	{"register", KIND_CODE, AT(reg), &register_codes},
	{"type", KIND_CODE, AT(report_type), &report_type_codes},
	{"status", KIND_CODES, AT(statuses), &status_codes},
	{"severity", KIND_CODES, AT(severities), &severity_codes},
	{"outcome", KIND_CODES, AT(outcomes), &outcome_codes},
	{"establishment", KIND_ID, AT(establishment_id), NULL},
	{"department", KIND_ID, AT(department_id), NULL},
	{"project", KIND_ID, AT(project_id), NULL},
	{"category", KIND_ID, AT(category_id), NULL},
	{"manager", KIND_ID, AT(manager_id), NULL},
	{"reporter", KIND_TEXT, AT(reporter), NULL},
	{"by", KIND_BY, AT(is_by_reported), NULL},
	{"from", KIND_DAY, AT(from), NULL},
	{"to", KIND_DAY, AT(to), NULL},
	{"mine", KIND_FLAG, AT(is_mine), NULL},
	{"open", KIND_FLAG, AT(is_open), NULL},
	{"overdue", KIND_FLAG, AT(is_overdue), NULL},
	{"unassigned", KIND_FLAG, AT(is_unassigned), NULL},
	{"archived", KIND_FLAG, AT(is_archived), NULL},
	{"merged", KIND_FLAG, AT(is_merged_too), NULL},
#undef AT
};
enum { PARAMETERS = sizeof parameters / sizeof parameters[0] };

#define MEMBER(type, filter, parameter) (*(type *)(void *)((char *)(filter) + (parameter)->offset))
#define MEMBER_OF(type, filter, parameter) \
	(*(const type *)(const void *)((const char *)(filter) + (parameter)->offset))

static bool set_text(struct str *member, struct str value)
{
	if (value.len == 0 || !str_is_utf8(value) || str_points(value) > Q_MOST)
		return false;
	*member = value;
	return true;
}

static bool set_one(struct incident_filter *filter, const struct parameter *p, struct str value)
{
	int code = p->codes ? codes_find(p->codes, value) : 0;

	switch (p->kind) {
	case KIND_TEXT:
		return set_text(&MEMBER(struct str, filter, p), value);
	case KIND_CODE:
		if (code > 0)
			MEMBER(int, filter, p) = code;
		return code > 0;
	case KIND_CODES:
		if (code > 0)
			MEMBER(unsigned, filter, p) |= 1u << code;
		return code > 0;
	case KIND_ID:
		return str_to_int(value, 1, INT64_MAX, &MEMBER(int64_t, filter, p));
	case KIND_DAY:
		return day_parse(value, &MEMBER(day, filter, p));
	case KIND_FLAG:
		MEMBER(bool, filter, p) = str_is(value, "1");
		return str_is(value, "1");
	case KIND_BY:
		MEMBER(bool, filter, p) = str_is(value, "reported");
		return str_is(value, "reported");
	}
	return false;
}

static bool set_sort(struct incident_filter *filter, struct str value)
{
	bool is_descending = str_take(&value, '-');

	for (int i = 0; i < INCIDENT_SORT_COUNT; i++) {
		if (!str_is(value, incident_sort_names[i]))
			continue;
		filter->sort = (enum incident_sort)i;
		filter->is_ascending = !is_descending;
		return true;
	}
	return false;
}

bool incident_filter_set(struct incident_filter *filter, struct str name, struct str value)
{
	value = str_trim(value);
	if (str_is(name, "sort"))
		return set_sort(filter, value);
	for (size_t i = 0; i < PARAMETERS; i++)
		if (str_is(name, parameters[i].name))
			return set_one(filter, &parameters[i], value);
	return false;
}

void incident_filter_cursors(struct incident_filter *filter, struct str after, struct str before)
{
	if (!incident_cursor_parse(filter->sort, after, &filter->after))
		incident_cursor_parse(filter->sort, before, &filter->before);
}

static bool is_given(const struct incident_filter *filter, const struct parameter *p)
{
	switch (p->kind) {
	case KIND_TEXT:
		return MEMBER_OF(struct str, filter, p).len > 0;
	case KIND_CODE:
		return MEMBER_OF(int, filter, p) != 0;
	case KIND_CODES:
		return MEMBER_OF(unsigned, filter, p) != 0;
	case KIND_ID:
		return MEMBER_OF(int64_t, filter, p) != 0;
	case KIND_DAY:
		return MEMBER_OF(day, filter, p) != DAY_NONE;
	case KIND_FLAG:
	case KIND_BY:
		return MEMBER_OF(bool, filter, p);
	}
	return false;
}

bool incident_filter_is_narrow(const struct incident_filter *filter)
{
	for (size_t i = 0; i < PARAMETERS; i++)
		if (parameters[i].kind != KIND_BY && is_given(filter, &parameters[i]))
			return true;
	return false;
}

static void put(struct text *out, const char *name, struct str value)
{
	if (out->len)
		text_char(out, '&');
	text_cstr(out, name);
	text_char(out, '=');
	text_url(out, value);
}

static void put_codes(struct text *out, const struct parameter *p, unsigned bits, struct str skip)
{
	for (int i = 1; i < codes_count(p->codes); i++)
		if ((bits & (1u << i)) && !str_is(skip, codes_code(p->codes, i)))
			put(out, p->name, str_of(codes_code(p->codes, i)));
}

static void put_one(struct text *out, const struct incident_filter *filter, const struct parameter *p,
		    struct str skip)
{
	switch (p->kind) {
	case KIND_TEXT:
		put(out, p->name, MEMBER_OF(struct str, filter, p));
		break;
	case KIND_CODE:
		put(out, p->name, str_of(codes_code(p->codes, MEMBER_OF(int, filter, p))));
		break;
	case KIND_CODES:
		put_codes(out, p, MEMBER_OF(unsigned, filter, p), skip);
		break;
	case KIND_ID:
		put(out, p->name, arena_printf(out->arena, "%lld", (long long)MEMBER_OF(int64_t, filter, p)));
		break;
	case KIND_DAY:
		put(out, p->name, day_text(out->arena, MEMBER_OF(day, filter, p)));
		break;
	case KIND_FLAG:
		put(out, p->name, STR("1"));
		break;
	case KIND_BY:
		put(out, p->name, STR("reported"));
		break;
	}
}

static void put_sort(struct text *out, enum incident_sort sort, bool is_ascending)
{
	if (sort != SORT_OCCURRED || is_ascending)
		put(out, "sort",
		    arena_printf(out->arena, "%s%s", is_ascending ? "" : "-", incident_sort_names[sort]));
}

struct str incident_filter_query(struct arena *arena, const struct incident_filter *filter, const char *skip,
				 struct str value)
{
	struct text out = TEXT_IN(arena);

	for (size_t i = 0; i < PARAMETERS; i++) {
		const struct parameter *p = &parameters[i];
		bool is_skipped = skip && strcmp(skip, p->name) == 0;
		if (is_given(filter, p) && (!is_skipped || value.len > 0))
			put_one(&out, filter, p, is_skipped ? value : STR_NONE);
	}
	put_sort(&out, filter->sort, filter->is_ascending);
	return text_str(&out);
}

struct str incident_filter_sorted(struct arena *arena, const struct incident_filter *filter,
				  enum incident_sort sort)
{
	struct incident_filter other = *filter;

	other.is_ascending = filter->sort == sort ? !filter->is_ascending : sort == SORT_ESTABLISHMENT;
	other.sort = sort;
	struct str query = incident_filter_query(arena, &other, NULL, STR_NONE);
	return arena_printf(arena, "/incidents%s%.*s", query.len ? "?" : "", STR_ARG(query));
}

/* Ranks share their value with many rows: these go on by when it happened. */
static bool has_second_key(enum incident_sort sort)
{
	return sort == SORT_SEVERITY || sort == SORT_STATUS || sort == SORT_ESTABLISHMENT;
}

struct str incident_cursor_text(struct arena *arena, enum incident_sort sort,
				const struct incident_cursor *cursor)
{
	long long key = (long long)cursor->key, id = (long long)cursor->id;

	if (sort == SORT_NUMBER)
		return arena_printf(arena, "%.*s.%lld", STR_ARG(cursor->number), id);
	if (has_second_key(sort))
		return arena_printf(arena, "%lld.%lld.%lld", key, (long long)cursor->occurred_at, id);
	return arena_printf(arena, "%lld.%lld", key, id);
}

/* Moments that MariaDB holds: years 1000 to 9999. */
static bool is_storable(moment at)
{
	return at >= DAYS(-354285) && at < DAYS(2932897);
}

static bool take_int(struct str *rest, int64_t *out)
{
	struct str part;
	return str_split(rest, '.', &part) && str_to_int(part, INT64_MIN + 1, INT64_MAX, out);
}

bool incident_cursor_parse(enum incident_sort sort, struct str text, struct incident_cursor *out)
{
	struct incident_cursor cursor = {.is_set = true};
	bool is_moment = sort == SORT_OCCURRED || sort == SORT_REPORTED || sort == SORT_UPDATED;
	bool is_good;

	if (sort == SORT_NUMBER)
		is_good = str_split(&text, '.', &cursor.number) && cursor.number.len > 0 &&
			  cursor.number.len <= 24 && str_is_utf8(cursor.number);
	else
		is_good = take_int(&text, &cursor.key);
	if (is_good && has_second_key(sort))
		is_good = take_int(&text, &cursor.occurred_at) && is_storable(cursor.occurred_at);
	if (is_good && is_moment)
		is_good = is_storable(cursor.key);
	if (!is_good || !take_int(&text, &cursor.id) || text.len > 0)
		return false;
	*out = cursor;
	return true;
}

unsigned incident_open_statuses(void)
{
	unsigned bits = 0;

	for (int i = 1; i < codes_count(&status_codes); i++)
		if (incident_is_open((enum status)i))
			bits |= 1u << i;
	return bits;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

struct str incident_filter_number(struct arena *arena, struct str q)
{
	bool is_named = q.len >= 3 && str_equal_nocase(str_slice(q, 0, 3), STR("INC"));
	struct str rest = is_named ? str_slice(q, 3, q.len) : q;

	str_take(&rest, '-');
	/* Without its letters it is a number only when it begins with a whole day. */
	if (rest.len > 20 || (!is_named && rest.len < 8))
		return STR_NONE;
	for (size_t i = 0; i < rest.len; i++)
		if (!(is_digit(rest.at[i]) || (i == 8 && rest.at[i] == '-')))
			return STR_NONE;
	return arena_printf(arena, "INC-%.*s", STR_ARG(rest));
}

/* InnoDB's own list: these words are in no index. */
static const char *const stop_words[] = {
	"about", "are", "com",  "for",  "from",  "how", "that", "the",  "this",
	"und",   "was", "what", "when", "where", "who", "will", "with", "www",
};

static bool is_stop_word(struct str word)
{
	for (size_t i = 0; i < sizeof stop_words / sizeof stop_words[0]; i++)
		if (str_equal_nocase(word, str_of(stop_words[i])))
			return true;
	return false;
}

/* Letters of every script, digits and the underscore, as the full-text parser takes them. */
static bool is_word_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '_' ||
	       (unsigned char)c >= 0x80;
}

/* The next word of rest, cut off its front; empty at the end. */
static struct str next_word(struct str *rest)
{
	size_t from = 0, to;

	while (from < rest->len && !is_word_byte(rest->at[from]))
		from++;
	for (to = from; to < rest->len && is_word_byte(rest->at[to]);)
		to++;
	struct str word = str_slice(*rest, from, to - from);
	*rest = str_slice(*rest, to, rest->len);
	return word;
}

static void put_phrase(struct text *out, struct str phrase)
{
	size_t words = 0;
	struct text inner = TEXT_IN(out->arena);

	for (struct str word; (word = next_word(&phrase)).len > 0 && words < WORDS_MOST; words++) {
		if (words)
			text_char(&inner, ' ');
		text_add(&inner, word);
	}
	if (words == 0)
		return;
	text_cstr(out, out->len ? " +\"" : "+\"");
	text_add(out, text_str(&inner));
	text_char(out, '"');
}

static void put_words(struct text *out, struct str words)
{
	size_t count = 0;

	for (struct str word; (word = next_word(&words)).len > 0 && count < WORDS_MOST;) {
		if (str_points(word) < WORD_LEAST || is_stop_word(word))
			continue;
		text_printf(out, "%s+%.*s*", out->len ? " " : "", STR_ARG(word));
		count++;
	}
}

struct str incident_filter_words(struct arena *arena, struct str q)
{
	struct text out = TEXT_IN(arena);
	struct str part;

	for (bool is_quoted = false; str_split(&q, '"', &part); is_quoted = !is_quoted) {
		if (is_quoted)
			put_phrase(&out, part);
		else
			put_words(&out, part);
	}
	return out.len ? text_str(&out) : STR_NONE;
}
