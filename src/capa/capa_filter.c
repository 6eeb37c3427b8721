#include "capa/capa_filter.h"

#include <stddef.h>
#include <string.h>

#include "base/text.h"

const char *const capa_sort_names[CAPA_SORT_COUNT] = {
	[CAPA_SORT_DUE] = "due",           [CAPA_SORT_NUMBER] = "number",
	[CAPA_SORT_STATUS] = "status",     [CAPA_SORT_STRENGTH] = "strength",
	[CAPA_SORT_PRIORITY] = "priority", [CAPA_SORT_ESTABLISHMENT] = "establishment",
	[CAPA_SORT_CHANGED] = "changed",
};

static const struct code view_rows[] = {
	{"", N_("All actions")},     {"open", N_("Open")}, {"overdue", N_("Overdue")},
	{"done", N_("Done")},        {"mine", N_("Mine")}, {"checks", N_("Effectiveness due")},
	{NULL, NULL},
};
const struct codes capa_view_codes = {"capa_view", view_rows};

enum kind { KIND_TEXT, KIND_CODE, KIND_CODES, KIND_ID, KIND_DAY, KIND_FLAG };
static const struct parameter {
	const char *name;
	enum kind kind;
	size_t offset;
	const struct codes *codes;
} parameters[] = {
#define AT(member) offsetof(struct capa_filter, member)
	{"view", KIND_CODE, AT(view), &capa_view_codes},
	{"establishment", KIND_ID, AT(establishment_id), NULL},
	{"type", KIND_CODE, AT(type), &capa_type_codes},
	{"strength", KIND_CODE, AT(strength), &capa_strength_codes},
	{"priority", KIND_CODE, AT(priority), &capa_priority_codes},
	{"status", KIND_CODES, AT(statuses), &capa_status_codes},
	{"responsible", KIND_TEXT, AT(responsible), NULL},
	{"incident", KIND_TEXT, AT(incident), NULL},
	{"from", KIND_DAY, AT(from), NULL},
	{"to", KIND_DAY, AT(to), NULL},
	{"flagged", KIND_FLAG, AT(is_flagged), NULL},
	{"weak", KIND_FLAG, AT(is_weak), NULL},
#undef AT
};
enum { PARAMETERS = sizeof parameters / sizeof *parameters, TEXT_MOST = 60 };

#define MEMBER(type, filter, parameter) (*(type *)(void *)((char *)(filter) + (parameter)->offset))
#define MEMBER_OF(type, filter, parameter) \
	(*(const type *)(const void *)((const char *)(filter) + (parameter)->offset))

struct capa_filter capa_filter_none(void)
{
	return (struct capa_filter){.from = DAY_NONE, .to = DAY_NONE};
}

static bool set_one(struct capa_filter *filter, const struct parameter *p, struct str value)
{
	int code = p->codes ? codes_find(p->codes, value) : 0;

	switch (p->kind) {
	case KIND_TEXT:
		if (!value.len || value.len > TEXT_MOST || !str_is_utf8(value))
			return false;
		MEMBER(struct str, filter, p) = value;
		return true;
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
	}
	return false;
}

static bool set_sort(struct capa_filter *filter, struct str value)
{
	bool is_descending = str_take(&value, '-');

	for (int i = 0; i < CAPA_SORT_COUNT; i++) {
		if (!str_is(value, capa_sort_names[i]))
			continue;
		filter->sort = (enum capa_sort)i;
		filter->is_descending = is_descending;
		return true;
	}
	return false;
}

bool capa_filter_set(struct capa_filter *filter, struct str name, struct str value)
{
	value = str_trim(value);
	if (str_is(name, "sort"))
		return set_sort(filter, value);
	for (size_t i = 0; i < PARAMETERS; i++)
		if (str_is(name, parameters[i].name))
			return set_one(filter, &parameters[i], value);
	return false;
}

void capa_filter_cursors(struct capa_filter *filter, struct str after, struct str before)
{
	if (!capa_cursor_parse(after, &filter->after))
		capa_cursor_parse(before, &filter->before);
}

static bool is_given(const struct capa_filter *filter, const struct parameter *p)
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
		return MEMBER_OF(bool, filter, p);
	}
	return false;
}

bool capa_filter_is_narrow(const struct capa_filter *filter)
{
	for (size_t i = 1; i < PARAMETERS; i++)
		if (is_given(filter, &parameters[i]))
			return true;
	return false;
}

static void put(struct text *out, const char *name, struct str value)
{
	text_printf(out, "%s%s=", out->len ? "&" : "", name);
	text_url(out, value);
}

static void put_one(struct text *out, const struct capa_filter *filter, const struct parameter *p)
{
	switch (p->kind) {
	case KIND_TEXT:
		put(out, p->name, MEMBER_OF(struct str, filter, p));
		break;
	case KIND_CODE:
		put(out, p->name, str_of(codes_code(p->codes, MEMBER_OF(int, filter, p))));
		break;
	case KIND_CODES:
		for (int i = 1; i < codes_count(p->codes); i++)
			if (MEMBER_OF(unsigned, filter, p) & (1u << i))
				put(out, p->name, str_of(codes_code(p->codes, i)));
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
	}
}

struct str capa_filter_query(struct arena *arena, const struct capa_filter *filter, const char *skip)
{
	struct text out = TEXT_IN(arena);

	for (size_t i = 0; i < PARAMETERS; i++)
		if (is_given(filter, &parameters[i]) && !(skip && strcmp(skip, parameters[i].name) == 0))
			put_one(&out, filter, &parameters[i]);
	if (filter->sort != CAPA_SORT_DUE || filter->is_descending)
		put(&out, "sort",
		    arena_printf(arena, "%s%s", filter->is_descending ? "-" : "", capa_sort_names[filter->sort]));
	return text_str(&out);
}

unsigned capa_filter_statuses(const struct capa_filter *filter)
{
	static const unsigned open = 1u << CAPA_OPEN | 1u << CAPA_IN_PROGRESS,
			      done = 1u << CAPA_COMPLETED | 1u << CAPA_VERIFIED;
	static const unsigned of_view[CAPA_VIEW_COUNT] = {
		[CAPA_VIEW_ALL] = ~0u >> 1,  [CAPA_VIEW_OPEN] = open,      [CAPA_VIEW_OVERDUE] = open,
		[CAPA_VIEW_DONE] = done,     [CAPA_VIEW_MINE] = ~0u >> 1,  [CAPA_VIEW_CHECKS] = done,
	};

	return of_view[filter->view] & (filter->statuses ? filter->statuses : ~0u >> 1);
}

struct str capa_cursor_text(struct arena *arena, const struct capa_cursor *cursor)
{
	return arena_printf(arena, "%lld.%d.%lld", (long long)cursor->key, (int)cursor->due_on, (long long)cursor->id);
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
