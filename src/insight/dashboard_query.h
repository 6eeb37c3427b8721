#ifndef INSIGHT_DASHBOARD_QUERY_H
#define INSIGHT_DASHBOARD_QUERY_H

#include "incident/lookup_store.h"
#include "insight/dashboard_scope.h"
#include "insight/figure.h"

/*
 * A dashboard's address: the filters of lists of incidents that figures can be had for (register,
 * establishment, department, severity), and whole months: from and to are "2026-03" or a day within the
 * month.
 */
void dashboard_query_set(struct incident_filter *filter, struct str name, struct str value);
/*
 * Makes the period whole: the last twelve months unless both ends are given, at most five years, never beyond
 * this month. Afterwards from is the first day of its month and to the last of its own.
 */
void dashboard_query_period(struct incident_filter *filter, day today);
/* The same question to the figures. places: the establishments of the table. */
struct figure_query dashboard_query_figures(struct arena *arena, const struct viewer *viewer,
					    const struct zone *zone, const struct incident_filter *filter,
					    const struct dashboard_scope *scope, const struct lookup *lookup,
					    day today);

#endif
