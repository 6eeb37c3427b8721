#include <stdarg.h>
#include <string.h>

#include "view/name_hash.h"
#include "view/view_data.h"

enum { FIRST_ROOM = 12 }; /* members of an ordinary row */

struct view *view_new(struct arena *arena)
{
	struct view *view = ARENA_NEW(arena, struct view);
	view->arena = arena;
	return view;
}

static struct member *add(struct view *view, const char *name, enum member_kind kind)
{
	if (view->count == view->room) {
		size_t room = view->room ? view->room * 2 : FIRST_ROOM;
		struct member *members = ARENA_ARRAY(view->arena, struct member, room);
		if (view->count)
			memcpy(members, view->members, view->count * sizeof *members);
		view->members = members;
		view->room = room;
	}
	struct member *member = &view->members[view->count++];
	member->name = name;
	member->hash = name_hash(str_of(name));
	member->kind = kind;
	return member;
}

void view_text(struct view *view, const char *name, struct str value)
{
	add(view, name, MEMBER_TEXT)->as.text = value;
}

void view_cstr(struct view *view, const char *name, const char *value)
{
	view_text(view, name, str_of(value));
}

void view_printf(struct view *view, const char *name, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	view_text(view, name, arena_vprintf(view->arena, format, args));
	va_end(args);
}

void view_int(struct view *view, const char *name, int64_t value)
{
	add(view, name, MEMBER_INT)->as.number = value;
}

void view_flag(struct view *view, const char *name, bool value)
{
	add(view, name, MEMBER_FLAG)->as.number = value;
}

void view_moment(struct view *view, const char *name, moment value)
{
	add(view, name, MEMBER_MOMENT)->as.number = value;
}

void view_day(struct view *view, const char *name, day value)
{
	add(view, name, MEMBER_DAY)->as.number = value;
}

void view_code(struct view *view, const char *name, const struct codes *codes, int value)
{
	struct member *member = add(view, name, MEMBER_CODE);
	member->as.code.codes = codes;
	member->as.code.value = value;
}

void view_html(struct view *view, const char *name, struct str html)
{
	add(view, name, MEMBER_HTML)->as.text = html;
}

struct view *view_object(struct view *view, const char *name)
{
	struct view *child = view_new(view->arena);
	view_child(view, name, child);
	return child;
}

void view_keep(struct view *view)
{
	view->is_kept = true;
}

void view_child(struct view *view, const char *name, struct view *child)
{
	add(view, name, MEMBER_VIEW)->as.view = child;
}

struct view_list *view_list(struct view *view, const char *name)
{
	struct view_list *list = ARENA_NEW(view->arena, struct view_list);
	list->arena = view->arena;
	add(view, name, MEMBER_LIST)->as.list = list;
	return list;
}

struct view *view_add(struct view_list *list)
{
	if (list->count == list->room) {
		size_t room = list->room ? list->room * 2 : FIRST_ROOM;
		struct view **items = ARENA_ARRAY(list->arena, struct view *, room);
		if (list->count)
			memcpy(items, list->items, list->count * sizeof *items);
		list->items = items;
		list->room = room;
	}
	return list->items[list->count++] = view_new(list->arena);
}

void view_record(struct view *view, const char *name, const struct record *record, const void *row)
{
	struct member *member = add(view, name, MEMBER_RECORD);
	member->as.records.record = record;
	member->as.records.rows = row;
}

void view_merge(struct view *view, const struct record *record, const void *row)
{
	struct merged **end = &view->merged;

	while (*end)
		end = &(*end)->next;
	*end = ARENA_NEW(view->arena, struct merged);
	**end = (struct merged){record, row, NULL};
}

void view_records(struct view *view, const char *name, const struct record *record, const void *rows,
		  size_t count)
{
	struct member *member = add(view, name, MEMBER_RECORDS);
	member->as.records.record = record;
	member->as.records.rows = rows;
	member->as.records.count = count;
}
