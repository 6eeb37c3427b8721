#ifndef INCIDENT_UNMASK_STORE_H
#define INCIDENT_UNMASK_STORE_H

#include "db/db.h"
#include "incident/unmask.h"

/* Newest first, at most 100, with the names of those who asked and decided. */
enum rc unmask_list(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
		    struct rows *requests) MUST_CHECK;
enum rc unmask_by_uuid(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
		       struct str uuid, struct unmask_request *request) MUST_CHECK;
/* Sets id. */
enum rc unmask_insert(struct db *db, struct unmask_request *request) MUST_CHECK;
/* decided_by_id, is_approved, decided_at and ends_at. RC_CONFLICT: decided already, or by the one who asked.
 */
enum rc unmask_decide(struct db *db, const struct unmask_request *request) MUST_CHECK;

#endif
