#ifndef CAPA_CAPA_LIST_STORE_H
#define CAPA_CAPA_LIST_STORE_H

#include "capa/capa_filter.h"
#include "db/db.h"

/* Lists of actions within what a reader may see, by keyset pages. */

struct capa_line {
	int64_t id;
	struct str number;
	struct str title;
	int type, strength, priority, status;
	day due_on;
	int64_t establishment_id;
	int64_t responsible_id;
	struct str outside_name;
	struct str incident_number; /* empty: it stands for itself */
	moment completed_at;
	day effectiveness_check_on;
	int effectiveness;
	int64_t flag_count;
	int64_t reopened_count;
	moment created_at;
	moment updated_at;
	/* Not fetched. */
	struct str establishment;
	struct str responsible;
	bool is_overdue;
};
extern const struct record capa_line_record;

enum { CAPA_PAGE = 50, CAPA_COUNT_MOST = 1001 };

struct capa_list {
	struct capa_line *lines;
	size_t count; /* at most CAPA_PAGE */
	struct capa_cursor before, after; /* not set: nothing is there */
};

/* The page at the filter's cursor; names of places and people filled in. today decides what is overdue. */
enum rc capa_list(struct db *db, struct arena *arena, const struct viewer *viewer, const struct capa_filter *filter,
		  day today, struct capa_list *list) MUST_CHECK;
/* How many fit, CAPA_COUNT_MOST meaning that many or more. The cursors count nothing. */
enum rc capa_list_count(struct db *db, struct arena *arena, const struct viewer *viewer,
			const struct capa_filter *filter, day today, int64_t *count) MUST_CHECK;

/* Figures of what was due in a stretch of time, for dashboards. */
struct capa_figures {
	int64_t open, overdue;          /* now */
	int64_t due;                    /* in the stretch, not cancelled, and due before today or done */
	int64_t on_time;                /* of those, completed on or before their due date */
};
/* Within what the viewer may see; establishment_id 0: all. from and to are days, both included. */
enum rc capa_figures(struct db *db, struct arena *arena, const struct viewer *viewer, int64_t establishment_id,
		     day from, day to, day today, struct capa_figures *out) MUST_CHECK;

#endif
