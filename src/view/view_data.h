#ifndef VIEW_VIEW_DATA_H
#define VIEW_VIEW_DATA_H

#include "view/view.h"

/* The inside of a view, shared by view.c, which fills it, and view_source.c, which reads it. */

enum member_kind {
	MEMBER_TEXT,
	MEMBER_HTML,
	MEMBER_INT,
	MEMBER_FLAG,
	MEMBER_MOMENT,
	MEMBER_DAY,
	MEMBER_CODE,
	MEMBER_VIEW,
	MEMBER_LIST,
	MEMBER_RECORD,   /* records.count is not used */
	MEMBER_RECORDS,
};

struct member {
	uint32_t hash;
	enum member_kind kind;
	const char *name;
	union {
		struct str text;
		int64_t number;      /* also flag, moment and day */
		struct {
			const struct codes *codes;
			int value;
		} code;
		struct view *view;
		struct view_list *list;
		struct {
			const struct record *record;
			const void *rows;
			size_t count;
		} records;
	} as;
};

/* A record whose fields are members of the view. */
struct merged {
	const struct record *record;
	const void *row;
	struct merged *next;
};

struct view {
	struct arena *arena;
	struct member *members;
	size_t count, room;
	struct merged *merged;
	bool is_kept;
};

struct view_list {
	struct arena *arena;
	struct view **items;
	size_t count, room;
};

#endif
