#include "incident/incident_filter.h"

#include <stddef.h>
#include <string.h>

#include "base/filter.h"

const char *const incident_sort_names[INCIDENT_SORT_COUNT + 1] = {
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

const struct filter_parameter incident_filter_parameters[] = {
#define AT(member) offsetof(struct incident_filter, member)
	{.name = "q", .kind = FILTER_TEXT, .offset = AT(q)},
	{.name = "register", .kind = FILTER_CODE, .offset = AT(reg), .codes = &register_codes},
	{.name = "type", .kind = FILTER_CODE, .offset = AT(report_type), .codes = &report_type_codes},
	{.name = "status", .kind = FILTER_CODES, .offset = AT(statuses), .codes = &status_codes},
	{.name = "severity", .kind = FILTER_CODES, .offset = AT(severities), .codes = &severity_codes},
	{.name = "outcome", .kind = FILTER_CODES, .offset = AT(outcomes), .codes = &outcome_codes},
	{.name = "establishment", .kind = FILTER_ID, .offset = AT(establishment_id)},
	{.name = "department", .kind = FILTER_ID, .offset = AT(department_id)},
	{.name = "project", .kind = FILTER_ID, .offset = AT(project_id)},
	{.name = "category", .kind = FILTER_ID, .offset = AT(category_id)},
	{.name = "manager", .kind = FILTER_ID, .offset = AT(manager_id)},
	{.name = "reporter", .kind = FILTER_TEXT, .offset = AT(reporter)},
	{.name = "by", .kind = FILTER_FLAG, .offset = AT(is_by_reported), .word = "reported"},
	{.name = "from", .kind = FILTER_DAY, .offset = AT(from)},
	{.name = "to", .kind = FILTER_DAY, .offset = AT(to)},
	{.name = "mine", .kind = FILTER_FLAG, .offset = AT(is_mine)},
	{.name = "open", .kind = FILTER_FLAG, .offset = AT(is_open)},
	{.name = "overdue", .kind = FILTER_FLAG, .offset = AT(is_overdue)},
	{.name = "unassigned", .kind = FILTER_FLAG, .offset = AT(is_unassigned)},
	{.name = "archived", .kind = FILTER_FLAG, .offset = AT(is_archived)},
	{.name = "merged", .kind = FILTER_FLAG, .offset = AT(is_merged_too)},
	{.name = NULL},
#undef AT
};

bool incident_filter_set(struct incident_filter *filter, struct str name, struct str value)
{
	bool is_descending;

	if (!str_is(name, "sort"))
		return filter_set(incident_filter_parameters, filter, name, value);
	int sort = filter_sort(str_trim(value), incident_sort_names, INCIDENT_SORT_COUNT, &is_descending);
	if (sort < 0)
		return false;
	filter->sort = (enum incident_sort)sort;
	filter->is_ascending = !is_descending;
	return true;
}

void incident_filter_cursors(struct incident_filter *filter, struct str after, struct str before)
{
	if (!incident_cursor_parse(filter->sort, after, &filter->after))
		incident_cursor_parse(filter->sort, before, &filter->before);
}

/* Of the dates alone, which of them are meant narrows nothing. */
bool incident_filter_is_narrow(const struct incident_filter *filter)
{
	for (const struct filter_parameter *p = incident_filter_parameters; p->name; p++)
		if (!p->word && filter_is_given(p, filter))
			return true;
	return false;
}

static void put_sort(struct text *out, enum incident_sort sort, bool is_ascending)
{
	if (sort != SORT_OCCURRED || is_ascending)
		filter_put_pair(
			out, "sort",
			arena_printf(out->arena, "%s%s", is_ascending ? "" : "-", incident_sort_names[sort]));
}

struct str incident_filter_query(struct arena *arena, const struct incident_filter *filter, const char *skip,
				 struct str value)
{
	struct text out = TEXT_IN(arena);

	for (const struct filter_parameter *p = incident_filter_parameters; p->name; p++) {
		bool is_skipped = skip && strcmp(skip, p->name) == 0;
		if (filter_is_given(p, filter) && (!is_skipped || value.len > 0))
			filter_put(&out, p, filter, is_skipped ? value : STR_NONE);
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
