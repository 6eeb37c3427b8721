#ifndef DEADLINE_DEADLINE_FILTER_H
#define DEADLINE_DEADLINE_FILTER_H

#include "base/filter.h"
#include "deadline/deadline.h"

/*
 * What a list of deadlines is narrowed to, as the query of its address:
 *   view           mine (without it), team, all
 *   show           open (without it), overdue, soon (within 30 days), met
 *   kind           code
 *   establishment  id
 *   after before   place in the list: due_at and id
 */
enum deadline_scope { DEADLINE_MINE, DEADLINE_TEAM, DEADLINE_ALL, DEADLINE_SCOPE_COUNT };
enum deadline_show { SHOW_OPEN, SHOW_OVERDUE, SHOW_SOON, SHOW_MET, SHOW_COUNT, SHOW_CLOSED = SHOW_COUNT };
extern const struct codes deadline_scope_codes, deadline_show_codes;
enum { DEADLINE_SOON_DAYS = 30 };

struct deadline_cursor {
	bool is_set;
	moment due_at;
	int64_t id;
};

struct deadline_filter {
	int scope;                   /* enum deadline_scope */
	int show;                    /* enum deadline_show */
	int kind;                    /* 0: any */
	int64_t establishment_id;    /* 0: any */
	/* For calendars, not in the address: with show SHOW_CLOSED what was met or cancelled since from_at, else due from
	 * from_at to until_at. 0: no matter. */
	moment from_at, until_at;
	struct deadline_cursor after, before;
};

/* The names of the query but the cursors. */
extern const struct filter_parameter deadline_filter_parameters[];

/* From a name and value of the query; what means nothing changes nothing. */
void deadline_filter_set(struct deadline_filter *filter, struct str name, struct str value);
/* Without the cursors; skip is the name of one that is left out, or NULL. */
struct str deadline_filter_query(struct arena *arena, const struct deadline_filter *filter, const char *skip);
/* By kind, establishment or show. */
bool deadline_filter_is_narrow(const struct deadline_filter *filter);
struct str deadline_cursor_text(struct arena *arena, const struct deadline_cursor *cursor);

#endif
