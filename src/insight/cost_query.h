#ifndef INSIGHT_COST_QUERY_H
#define INSIGHT_COST_QUERY_H

#include "impact/cost_store.h"
#include "insight/figure.h"

/* What the incidents of a dashboard cost: in its period, and in the same months a year before. */
struct dashboard_costs {
	struct str currency;
	struct cost_figures now, before;
};
enum rc cost_query_figures(struct db *db, struct arena *arena, const struct figure_query *query,
			   struct dashboard_costs *out) MUST_CHECK;

#endif
