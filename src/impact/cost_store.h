#ifndef IMPACT_COST_STORE_H
#define IMPACT_COST_STORE_H

#include "db/db.h"
#include "incident/incident_detail_store.h"
#include "impact/cost.h"

/* Not removed, as entered; rows are struct incident_cost. */
enum rc cost_list(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
		  struct rows *rows) MUST_CHECK;
extern const struct incident_count cost_count;
/* out is a struct incident_cost; not removed. */
enum rc cost_find(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id, struct str uuid,
		  void *out) MUST_CHECK;
enum rc cost_insert(struct db *db, struct incident_cost *cost) MUST_CHECK;
enum rc cost_update(struct db *db, const struct incident_cost *cost) MUST_CHECK;

/* What incidents of a period cost together, by the time of the incident. */
struct cost_query {
	int64_t organization_id;
	struct str currency;      /* entries in another are left out */
	struct str reg;           /* code of the register */
	int64_t establishment_id; /* 0: all */
	int64_t department_id;    /* 0: all */
	unsigned severities;      /* bits 1u << enum severity; 0: all */
	moment from, until;       /* until itself not included */
};
struct cost_figures {
	int64_t actual;    /* minor units */
	int64_t expected;  /* estimates of kinds without an actual entry, incident by incident */
	int64_t incidents; /* that have entries */
};
extern const struct record cost_figures_record;
enum rc cost_figures(struct db *db, struct arena *arena, const struct cost_query *query,
		     struct cost_figures *out) MUST_CHECK;

#endif
