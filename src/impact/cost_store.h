#ifndef IMPACT_COST_STORE_H
#define IMPACT_COST_STORE_H

#include "db/db.h"
#include "impact/cost.h"

/* Not removed, as entered; rows are struct incident_cost. */
enum rc cost_list(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
		  struct rows *rows) MUST_CHECK;
/* out is a struct incident_cost; not removed. */
enum rc cost_find(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id, struct str uuid,
		  void *out) MUST_CHECK;
enum rc cost_insert(struct db *db, struct incident_cost *cost) MUST_CHECK;
enum rc cost_update(struct db *db, const struct incident_cost *cost) MUST_CHECK;

#endif
