#ifndef INCIDENT_INCIDENT_FILTER_H
#define INCIDENT_INCIDENT_FILTER_H

#include "base/filter.h"
#include "incident/incident.h"

/*
 * What a list of incidents is narrowed to and how it is ordered. The address of a list is its state: every
 * filter is a name and a value of the query, several of one name where it takes several.
 *
 *   q            words, "quoted words", or a number or its beginning
 *   register type establishment department project category manager      one code or id each
 *   status severity                                                      codes, may be repeated
 *   outcome                                                              codes of recordable OSHA cases, may be repeated
 *   by           "reported": from and to mean the day of reporting; else that of the event
 *   from to      days, both included
 *   reporter     employee number; finds reports made under the name, and one's own
 *   mine open overdue unassigned        "1"
 *   archived                            "1": those in the archive instead
 *   merged       "1": duplicates too, that were merged into other incidents
 *   sort         "occurred" ... of incident_sorts, "-" in front for descending
 *   after before a cursor: what follows it in the order, or what comes before
 */
enum incident_sort {
	SORT_OCCURRED,
	SORT_REPORTED,
	SORT_UPDATED,
	SORT_NUMBER,
	SORT_SEVERITY,
	SORT_STATUS,
	SORT_ESTABLISHMENT,
	INCIDENT_SORT_COUNT
};
/* Names in addresses, by enum incident_sort. */
extern const char *const incident_sort_names[INCIDENT_SORT_COUNT + 1]; /* ended by NULL */

/* A row's place in the order. */
struct incident_cursor {
	bool is_set;
	int64_t key;        /* moment, rank or id; unused by SORT_NUMBER */
	struct str number;  /* SORT_NUMBER only */
	moment occurred_at; /* second key of ranks */
	int64_t id;
};

struct incident_filter {
	struct str q;
	int reg;
	int report_type;
	unsigned statuses;   /* bits 1u << enum status; 0: any */
	unsigned severities; /* bits 1u << enum severity; 0: any */
	unsigned outcomes;   /* bits 1u << outcome of a recordable case; 0: any, also without one */
	int64_t establishment_id;
	int64_t department_id;
	int64_t project_id;
	int64_t category_id;
	int64_t manager_id;
	struct str reporter; /* employee number */
	int64_t reporter_id; /* found by the handler; -1: nobody has that number */
	bool is_by_reported;
	day from, to; /* DAY_NONE: open */
	bool is_mine; /* reported, managed or led by the reader */
	bool is_open;
	bool is_overdue; /* open, and the target date has passed */
	bool is_unassigned;
	bool is_archived;
	bool is_merged_too;
	enum incident_sort sort;
	bool is_ascending;
	struct incident_cursor after;
	struct incident_cursor before;
	bool is_brief; /* only what the list page shows: no category, project and impact areas */
	size_t limit; /* rows of a page; 0: INCIDENT_PAGE, which is also the most */
};

/* The names above but sort, after and before. */
extern const struct filter_parameter incident_filter_parameters[];

/* No filter, newest first. */
struct incident_filter incident_filter_none(void);
/*
 * Takes one name and value of a query; several of one name add up. Returns false when the name is not one of
 * ours or the value means nothing: such a value changes nothing, a list does not fail because of its address.
 * Texts are kept by reference. sort must come before after and before to be understood: call
 * incident_filter_cursors when all are read.
 */
bool incident_filter_set(struct incident_filter *filter, struct str name, struct str value);
/* Reads the cursors; one that does not fit the order is as if absent. */
void incident_filter_cursors(struct incident_filter *filter, struct str after, struct str before);

/* Anything but order and place. */
bool incident_filter_is_narrow(const struct incident_filter *filter);
/*
 * The query for these filters without its "?", in a fixed order, cursors left out; "" when there is none.
 * skip leaves out one name (NULL: none) and, of a name with several values, only the one given (STR_NONE:
 * all).
 */
struct str incident_filter_query(struct arena *arena, const struct incident_filter *filter, const char *skip,
				 struct str value);
/* "/incidents?..." with these filters ordered by sort: the other way round where it is ordered so already. */
struct str incident_filter_sorted(struct arena *arena, const struct incident_filter *filter,
				  enum incident_sort sort);

/* A cursor as text for addresses. */
struct str incident_cursor_text(struct arena *arena, enum incident_sort sort,
				const struct incident_cursor *cursor);
bool incident_cursor_parse(enum incident_sort sort, struct str text, struct incident_cursor *out);

/* The states that are open, as bits. */
unsigned incident_open_statuses(void);

/*
 * q as a number or the beginning of one: "INC-20260301-", "inc-2026", "20260301-0004". STR_NONE when it is
 * not.
 */
struct str incident_filter_number(struct arena *arena, struct str q);

#endif
