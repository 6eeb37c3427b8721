#ifndef INCIDENT_INCIDENT_LIST_STORE_H
#define INCIDENT_INCIDENT_LIST_STORE_H

#include "db/db.h"
#include "incident/incident_filter.h"

/*
 * Lists of incidents within what a reader may see, by keyset pages. Every statement finds its ids first by
 * one named index, then fetches the rows of the page. The number of different statements is bounded: what a
 * filter asks is a value, only its order, its leading index and the shape of the reader's roles make the
 * text.
 */

/* A row of a list; names that come from elsewhere are filled in by the caller. */
struct incident_line {
	int64_t id;
	struct str number;
	struct str title;
	int reg;
	int report_type;
	int status;
	int severity;
	moment occurred_at;
	bool is_time_known;
	moment reported_at;
	moment updated_at;
	int64_t establishment_id;
	int64_t department_id;
	int64_t manager_id;
	int64_t category_id;
	int64_t project_id;
	struct str impact_areas;
	day target_on;
	bool is_complete;
	/* Not fetched. */
	struct str manager;
	struct str establishment;
	bool is_overdue;
};
extern const struct record incident_line_record;

enum { INCIDENT_PAGE = 50, INCIDENT_COUNT_MOST = 1001 };

struct incident_page {
	struct incident_line *lines;
	size_t count;                  /* at most INCIDENT_PAGE */
	struct incident_cursor before; /* what comes before the first; not set: nothing does */
	struct incident_cursor after;  /* what follows the last; not set: nothing does */
};

/*
 * The page at the filter's cursor. RC_BUSY: the search took longer than it may; ask for more words or
 * filters. today decides what is overdue.
 */
enum rc incident_list(struct db *db, struct arena *arena, const struct viewer *viewer,
		      const struct incident_filter *filter, day today, struct incident_page *page) MUST_CHECK;

/*
 * How many fit, INCIDENT_COUNT_MOST meaning that many or more; -1 when counting takes too long. The cursors
 * count nothing. That a list is long is kept in the process for a minute.
 */
enum rc incident_count(struct db *db, struct arena *arena, const struct viewer *viewer,
		       const struct incident_filter *filter, day today, int64_t *count) MUST_CHECK;

#endif
