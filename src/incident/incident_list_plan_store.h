#ifndef INCIDENT_INCIDENT_LIST_PLAN_STORE_H
#define INCIDENT_INCIDENT_LIST_PLAN_STORE_H

#include "incident/incident_list_store.h"
#include "incident/incident_query.h"
#include "incident/incident_scope_store.h"
#include "incident/search_store.h"

/* How a list is found: which indexes lead to it, and the statement that reads them. For incident_list_store.c. */

/* One way through the table: an index and what it begins with, or the way of a search. */
struct incident_list_branch {
	const char *index;
	const char *leads; /* condition on its first columns, or "" */
	struct param values[2];
	size_t count;
	bool is_sorted; /* more than one stretch of the index, put in order afterwards */
	enum incident_list_way { BY_INDEX, BY_WORD, BY_WORDS, BY_WAITING } way;
};
enum { INCIDENT_LIST_BRANCHES = 24 };

struct incident_list_plan {
	const struct incident_filter *filter;
	const struct viewer *viewer;
	struct incident_scope scope;
	struct search search;
	day today;
	bool is_backward;                    /* the rows before a cursor, nearest first */
	const struct incident_cursor *place; /* NULL: from the start */
	int limit;
	struct incident_list_branch branches[INCIDENT_LIST_BRANCHES];
	size_t count;
};

/* limit is INCIDENT_PAGE + 1 for the page at the filter's cursor, INCIDENT_COUNT_MOST for counting. */
enum rc incident_list_plan(struct db *db, struct arena *arena, const struct viewer *viewer,
			   const struct incident_filter *filter, day today, int limit, struct incident_list_plan *plan)
	MUST_CHECK;
/* Words too short to be in the index find nothing: there is no statement then. */
bool incident_list_plan_finds_nothing(const struct incident_list_plan *plan);
/* The rows of a page as struct incident_line; the number of rows as "number". */
struct incident_query incident_list_plan_page(struct arena *arena, const struct incident_list_plan *plan);
struct incident_query incident_list_plan_count(struct arena *arena, const struct incident_list_plan *plan);

#endif
