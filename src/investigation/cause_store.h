#ifndef INVESTIGATION_CAUSE_STORE_H
#define INVESTIGATION_CAUSE_STORE_H

#include "db/db.h"
#include "incident/incident_detail_store.h"
#include "investigation/cause.h"

/* Causes of an incident in the order C1, C2 ..., without those that were taken out; rows are struct cause. */
enum rc cause_list(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
		   struct rows *rows) MUST_CHECK;
extern const struct incident_count cause_count;
/* One of them, also when it was taken out meanwhile. RC_NOT_FOUND: not of this incident. */
enum rc cause_by_id(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id, int64_t id,
		    struct cause *out) MUST_CHECK;
enum rc cause_by_uuid(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
		      struct str uuid, struct cause *out) MUST_CHECK;

#endif
