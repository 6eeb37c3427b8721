#include "capa/capa_filter.h"

#include <stddef.h>
#include <string.h>

#include "base/filter.h"

const char *const capa_sort_names[CAPA_SORT_COUNT + 1] = {
	[CAPA_SORT_DUE] = "due",           [CAPA_SORT_NUMBER] = "number",
	[CAPA_SORT_STATUS] = "status",     [CAPA_SORT_STRENGTH] = "strength",
	[CAPA_SORT_PRIORITY] = "priority", [CAPA_SORT_ESTABLISHMENT] = "establishment",
	[CAPA_SORT_CHANGED] = "changed",
};

static const struct code view_rows[] = {
	{"", N_("All actions")},
	{"open", N_("Open")},
	{"overdue", N_("Overdue")},
	{"done", N_("Done")},
	{"mine", N_("Mine")},
	{"checks", N_("Effectiveness due")},
	{NULL, NULL},
};
const struct codes capa_view_codes = {"capa_view", view_rows};

const struct filter_parameter capa_filter_parameters[] = {
#define AT(member) offsetof(struct capa_filter, member)
	{.name = "view", .kind = FILTER_CODE, .offset = AT(view), .codes = &capa_view_codes},
	{.name = "establishment", .kind = FILTER_ID, .offset = AT(establishment_id)},
	{.name = "type", .kind = FILTER_CODE, .offset = AT(type), .codes = &capa_type_codes},
	{.name = "strength", .kind = FILTER_CODE, .offset = AT(strength), .codes = &capa_strength_codes},
	{.name = "priority", .kind = FILTER_CODE, .offset = AT(priority), .codes = &capa_priority_codes},
	{.name = "status", .kind = FILTER_CODES, .offset = AT(statuses), .codes = &capa_status_codes},
	{.name = "responsible", .kind = FILTER_TEXT, .offset = AT(responsible)},
	{.name = "incident", .kind = FILTER_TEXT, .offset = AT(incident)},
	{.name = "from", .kind = FILTER_DAY, .offset = AT(from)},
	{.name = "to", .kind = FILTER_DAY, .offset = AT(to)},
	{.name = "flagged", .kind = FILTER_FLAG, .offset = AT(is_flagged)},
	{.name = "weak", .kind = FILTER_FLAG, .offset = AT(is_weak)},
	{.name = NULL},
#undef AT
};

struct capa_filter capa_filter_none(void)
{
	return (struct capa_filter){.from = DAY_NONE, .to = DAY_NONE};
}

bool capa_filter_set(struct capa_filter *filter, struct str name, struct str value)
{
	if (!str_is(name, "sort"))
		return filter_set(capa_filter_parameters, filter, name, value);
	int sort = filter_sort(str_trim(value), capa_sort_names, CAPA_SORT_COUNT, &filter->is_descending);
	if (sort >= 0)
		filter->sort = (enum capa_sort)sort;
	return sort >= 0;
}

void capa_filter_cursors(struct capa_filter *filter, struct str after, struct str before)
{
	if (!capa_cursor_parse(after, &filter->after))
		capa_cursor_parse(before, &filter->before);
}

bool capa_filter_is_narrow(const struct capa_filter *filter)
{
	for (const struct filter_parameter *p = capa_filter_parameters + 1; p->name; p++)
		if (filter_is_given(p, filter))
			return true;
	return false;
}

struct str capa_filter_query(struct arena *arena, const struct capa_filter *filter, const char *skip)
{
	struct text out = TEXT_IN(arena);

	for (const struct filter_parameter *p = capa_filter_parameters; p->name; p++)
		if (filter_is_given(p, filter) && !(skip && strcmp(skip, p->name) == 0))
			filter_put(&out, p, filter, STR_NONE);
	if (filter->sort != CAPA_SORT_DUE || filter->is_descending)
		filter_put_pair(&out, "sort",
				arena_printf(arena, "%s%s", filter->is_descending ? "-" : "",
					     capa_sort_names[filter->sort]));
	return text_str(&out);
}

unsigned capa_filter_statuses(const struct capa_filter *filter)
{
	static const unsigned open = 1u << CAPA_OPEN | 1u << CAPA_IN_PROGRESS,
			      done = 1u << CAPA_COMPLETED | 1u << CAPA_VERIFIED;
	static const unsigned of_view[CAPA_VIEW_COUNT] = {
		[CAPA_VIEW_ALL] = ~0u >> 1, [CAPA_VIEW_OPEN] = open,     [CAPA_VIEW_OVERDUE] = open,
		[CAPA_VIEW_DONE] = done,    [CAPA_VIEW_MINE] = ~0u >> 1, [CAPA_VIEW_CHECKS] = done,
	};

	return of_view[filter->view] & (filter->statuses ? filter->statuses : ~0u >> 1);
}

struct str capa_cursor_text(struct arena *arena, const struct capa_cursor *cursor)
{
	return arena_printf(arena, "%lld.%d.%lld", (long long)cursor->key, (int)cursor->due_on,
			    (long long)cursor->id);
}

bool capa_cursor_parse(struct str text, struct capa_cursor *out)
{
	struct capa_cursor cursor = {.is_set = true};
	struct str key, due;
	int64_t due_on;

	if (!str_split(&text, '.', &key) || !str_split(&text, '.', &due) ||
	    !str_to_int(key, 0, DAYS(2932896), &cursor.key) || !str_to_int(due, -700000, 2932896, &due_on) ||
	    !str_to_int(text, 1, INT64_MAX, &cursor.id))
		return false;
	cursor.due_on = (day)due_on;
	*out = cursor;
	return true;
}
