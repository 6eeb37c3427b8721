#ifndef INSIGHT_DASHBOARD_SCOPE_H
#define INSIGHT_DASHBOARD_SCOPE_H

#include "incident/incident_filter.h"

/*
 * What figures somebody may see: pure. A dashboard always shows one register, and those whose role is limited
 * always see one of their places or departments, so that each figure is the length of the list it leads to.
 */
struct dashboard_scope {
	unsigned registers; /* bits 1u << enum reg that may be chosen */
	bool all_places;    /* every establishment may be chosen, and all together */
	bool all_departments;
	const int64_t *places; /* else these */
	size_t place_count;
	const int64_t *departments;
	size_t department_count;
};

/*
 * Brings a filter's register, establishment and department within what the viewer may see; the register of a
 * filter that names none is the first that may be chosen. RC_NOT_FOUND: the viewer may see no figures.
 */
enum rc dashboard_scope_apply(struct arena *arena, const struct viewer *viewer,
			      struct incident_filter *filter, struct dashboard_scope *scope) MUST_CHECK;

#endif
