#ifndef DEADLINE_DEADLINE_LIST_STORE_H
#define DEADLINE_DEADLINE_LIST_STORE_H

#include "deadline/deadline_filter.h"
#include "incident/work.h"

/*
 * Deadlines that somebody may see, soonest first. Those are: the viewer's own and those of people whose manager the viewer
 * is; of incidents on which the viewer works; of the OSHA log, of training, of roles and of actions that stand for themselves, where the
 * viewer's roles reach. Nothing of the sandbox.
 */

/* A row of the list with names. */
struct deadline_line {
	struct deadline deadline;
	struct str responsible;      /* empty: nobody is named */
	struct str establishment;
};

enum { DEADLINE_PAGE = 50, DEADLINE_EXPORT_MOST = 10000, DEADLINE_COUNT_MOST = 1001 };

struct deadline_page {
	struct deadline_line *lines;
	size_t count;
	struct deadline_cursor after, before; /* of the pages beside it, where there are some */
};
/* The page at the filter's cursor; most is DEADLINE_PAGE, or more for an export. */
enum rc deadline_list(struct db *db, struct arena *arena, const struct viewer *viewer,
		      const struct deadline_filter *filter, moment now, size_t most, struct deadline_page *page) MUST_CHECK;
/* How many, up to DEADLINE_COUNT_MOST. */
enum rc deadline_list_count(struct db *db, struct arena *arena, const struct viewer *viewer,
			    const struct deadline_filter *filter, moment now, int64_t *count) MUST_CHECK;

/* May the viewer see this deadline of an incident that they see? With what the incident itself decides left to the caller. */
bool deadline_list_shows(const struct viewer *viewer, const struct deadline *deadline);

#endif
