#ifndef INSIGHT_DASHBOARD_H
#define INSIGHT_DASHBOARD_H

#include "incident/incident.h"
#include "insight/figure_store.h"
#include "osha/rates.h"

/* A dashboard's figures, reckoned from the rows: pure. */

enum {
	DASHBOARD_MONTHS_MOST = 60,
	DASHBOARD_TYPES = REPORT_OBSERVATION + 1,
	DASHBOARD_SEVERITIES = SEVERITY_CRITICAL + 1
};

/* A month's incidents by type; [REPORT_NONE] is all of them. */
struct dashboard_month {
	day month_on;
	int64_t by_type[DASHBOARD_TYPES];
};

struct dashboard_category {
	int64_t category_id; /* FIGURE_NONE_GIVEN: none was given */
	int64_t incidents;
};

struct dashboard_place {
	int64_t establishment_id;
	int64_t by_type[DASHBOARD_TYPES];
	struct rate_counts cases; /* with the hours of the period; 0 hours: not known */
	int64_t trir;             /* hundredths; RATE_UNDEFINED */
	bool is_small;            /* fewer hours than a rate can be told from */
};

/* One stretch of time, and the same months a year before. */
struct dashboard_sum {
	int64_t by_type[DASHBOARD_TYPES];
	int64_t by_severity[DASHBOARD_SEVERITIES];
	struct rate_counts cases;    /* of places whose hours are known */
	int64_t recordable;          /* of all places */
	int64_t rates[RATE_COUNT];   /* hundredths */
	size_t places_without_hours; /* with cases, left out of the rates */
};

struct dashboard {
	struct dashboard_sum now, before;
	struct dashboard_month *months;
	size_t month_count;
	struct dashboard_category *categories; /* most first */
	size_t category_count;
	struct dashboard_place
		*places; /* most reports first */
	size_t place_count;
	bool is_behind; /* the figures are being counted anew and are not complete */
	bool has_rates; /* they are of whole establishments: no department or severity is asked for */
};

/* 20 full-time workers for a year: below it a single case moves the rate by five. */
enum { DASHBOARD_HOURS_LEAST = 40000 };

void dashboard_reckon(struct arena *arena, const struct figure_query *query, const struct figures *figures,
		      day today, struct dashboard *out);

enum dashboard_trend { TREND_UNKNOWN, TREND_SAME, TREND_MORE, TREND_FEWER };
/*
 * Whether two counts differ by more than chance would explain in about one of twenty: events that happen
 * independently vary by the square root of their number.
 */
enum dashboard_trend dashboard_trend(int64_t now, int64_t before);
/* The same for rates: cases of two stretches of time with the hours worked in each. */
enum dashboard_trend dashboard_rate_trend(int64_t now, int64_t hours_now, int64_t before,
					  int64_t hours_before);

#endif
