#include "deadline/deadline_filter.h"

#include <stddef.h>
#include <string.h>

static const struct code scope_rows[] = {{"", N_("Mine")}, {"team", N_("My team")}, {"all", N_("All")}, {NULL, NULL}};
const struct codes deadline_scope_codes = {"deadline_scope", scope_rows};

static const struct code show_rows[] = {
	{"", N_("Open")},
	{"overdue", N_("Overdue")},
	{"soon", N_("Next 30 days")},
	{"met", N_("Met")},
	{NULL, NULL},
};
const struct codes deadline_show_codes = {"deadline_show", show_rows};

const struct filter_parameter deadline_filter_parameters[] = {
#define AT(member) offsetof(struct deadline_filter, member)
	{.name = "view", .kind = FILTER_CODE, .offset = AT(scope), .codes = &deadline_scope_codes},
	{.name = "show", .kind = FILTER_CODE, .offset = AT(show), .codes = &deadline_show_codes},
	{.name = "kind", .kind = FILTER_CODE, .offset = AT(kind), .codes = &deadline_kind_codes},
	{.name = "establishment", .kind = FILTER_ID, .offset = AT(establishment_id)},
	{.name = NULL},
#undef AT
};

static bool read_cursor(struct str text, struct deadline_cursor *out)
{
	struct deadline_cursor cursor = {.is_set = true};
	struct str due;

	if (!str_split(&text, '.', &due) || !str_to_int(due, -DAYS(719162), DAYS(2932896), &cursor.due_at) ||
	    !str_to_int(text, 1, INT64_MAX, &cursor.id))
		return false;
	*out = cursor;
	return true;
}

void deadline_filter_set(struct deadline_filter *filter, struct str name, struct str value)
{
	if (str_is(name, "after"))
		read_cursor(value, &filter->after);
	else if (str_is(name, "before"))
		read_cursor(value, &filter->before);
	else
		filter_set(deadline_filter_parameters, filter, name, value);
}

struct str deadline_filter_query(struct arena *arena, const struct deadline_filter *filter, const char *skip)
{
	struct text out = TEXT_IN(arena);

	for (const struct filter_parameter *p = deadline_filter_parameters; p->name; p++)
		if (filter_is_given(p, filter) && !(skip && strcmp(skip, p->name) == 0))
			filter_put(&out, p, filter, STR_NONE);
	return text_str(&out);
}

bool deadline_filter_is_narrow(const struct deadline_filter *filter)
{
	return filter->kind || filter->establishment_id || filter->show != SHOW_OPEN;
}

struct str deadline_cursor_text(struct arena *arena, const struct deadline_cursor *cursor)
{
	return arena_printf(arena, "%lld.%lld", (long long)cursor->due_at, (long long)cursor->id);
}
