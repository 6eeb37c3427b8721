#ifndef INSIGHT_FIGURE_TALLY_H
#define INSIGHT_FIGURE_TALLY_H

#include "insight/figure.h"

/* Adding changes up to the rows of figure_month: pure. */

/* One row of figure_month; members in the order of its primary key. */
struct figure_sum {
	int64_t reg, establishment_id, department_id, kind, month_on, category_id, report_type,
		severity;
	int64_t incidents;
};

struct figure_tally;

/* zone: the organization's. */
struct figure_tally *figure_tally_new(struct arena *arena, const struct zone *zone);
/*
 * Counts a change in every way in which dashboards ask: place or all, department or all; by month, by category, and
 * what is open by its target date.
 */
void figure_tally_add(struct figure_tally *tally, const struct figure_change *change);
/* The sums by key; those that come to nothing are left out. */
const struct figure_sum *figure_tally_sums(struct figure_tally *tally, size_t *count);

#endif
