#ifndef INSIGHT_FIGURE_H
#define INSIGHT_FIGURE_H

#include "base/record.h"
#include "incident/incident.h"

/* Counts by month, from which dashboards are drawn. */

/* What is counted: one register, and of it everything, one establishment, one department, or both. */
struct figure_query {
	int64_t organization_id;
	const struct zone *zone; /* the organization's: months begin in it */
	int reg;
	int64_t establishment_id; /* 0: all */
	int64_t department_id;    /* 0: all */
	unsigned severities;      /* bits 1u << enum severity; 0: all */
	day from, to;             /* first days of the first and the last month */
	day today;                /* what is open and has a target before it is overdue */
	const int64_t *places;    /* establishments of the table */
	size_t place_count;
};

/* So many incidents; members that a list does not tell apart are 0. Several rows may say the same: add them.
 */
struct figure_row {
	day month_on;
	int64_t establishment_id;
	int64_t category_id;
	int64_t report_type;
	int64_t severity;
	int64_t incidents;
};
extern const struct record figure_row_record;

/* An establishment's incidents by type (enum report_type). */
struct figure_place {
	int64_t establishment_id;
	int64_t by_type[REPORT_OBSERVATION + 1];
};
extern const struct record figure_place_record;

/* Recordable cases. */
struct figure_case {
	day month_on;
	int64_t establishment_id;
	int outcome; /* enum osha_outcome */
	int64_t cases;
	int64_t days_away;
	int64_t days_restricted;
};
extern const struct record figure_case_record;

/* Hours of an establishment's year; NUMBER_NONE: not known. */
struct figure_hours {
	int64_t establishment_id;
	int64_t year;
	int64_t total_hours_worked;
};
extern const struct record figure_hours_record;

/* A change that is not added up yet. */
struct figure_change {
	int64_t id;
	int64_t sign;
	moment occurred_at;
	int reg; /* column register */
	int report_type;
	int severity;
	int64_t establishment_id;
	int64_t department_id; /* 0: none given */
	int64_t category_id;
	bool is_open;
	day target_on;
};
extern const struct record figure_change_record;

/* What is not closed now, whenever it happened. */
struct figure_open {
	int64_t open;
	int64_t overdue;
};
extern const struct record figure_open_record;

enum { FIGURE_NONE_GIVEN = -1 }; /* department and category of incidents that have none */

/* Sums that are kept; column kind. */
enum figure_kind { FIGURE_BY_MONTH, FIGURE_BY_CATEGORY, FIGURE_OPEN };

/* The first day of a month, so many months on. */
day figure_month(day any, int months);
/* The last day of the month. */
day figure_month_end(day any);
/* The change counts under this query (its months aside). */
bool figure_fits(const struct figure_query *query, const struct figure_change *change);
/*
 * The part of a year's hours that falls between two days, both included: hours of the present year are those
 * until today. 0 when they are not known.
 */
int64_t figure_hours_between(const struct figure_hours *hours, day from, day to, day today);

#endif
