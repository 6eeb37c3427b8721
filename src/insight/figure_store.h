#ifndef INSIGHT_FIGURE_STORE_H
#define INSIGHT_FIGURE_STORE_H

#include "db/db.h"
#include "insight/figure.h"

/* What a dashboard is drawn from, as it is at one moment. */
struct figures {
	struct rows
		months; /* figure_row by month, type, severity; from a year before the query's first month */
	struct rows categories; /* figure_row by category */
	struct rows places;     /* figure_place */
	struct rows changes;    /* figure_change of the register, not added up yet */
	bool is_behind;         /* more wait than are read here: all is being counted anew */
	struct rows
		cases; /* figure_case, from a year before; of one establishment where the query names it */
	struct figure_open open;
	struct rows hours; /* figure_hours of the years touched, of every establishment */
};

enum rc figure_collect(struct db *db, struct arena *arena, const struct figure_query *query,
		       struct figures *figures) MUST_CHECK;

#endif
