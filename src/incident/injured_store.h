#ifndef INCIDENT_INJURED_STORE_H
#define INCIDENT_INJURED_STORE_H

#include "db/db.h"
#include "incident/incident.h"

/* Injured and ill people of incidents, and the incident that they belong to. */

/* The incident of a number. Whether the viewer may see it is for the caller to ask (incident_is_visible). */
enum rc injured_incident(struct db *db, struct arena *arena, int64_t organization_id, struct str number,
			 struct incident *out) MUST_CHECK;
/* In the order in which they were entered; rows are struct injured_person. */
enum rc injured_list(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
		     struct rows *rows) MUST_CHECK;
enum rc injured_by_uuid(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
			struct str uuid, struct injured_person *out) MUST_CHECK;
/*
 * Whether the name is masked (incident_shows_injured). Kept by those who decide it, in their transaction and under
 * their audit entry.
 */
enum rc injured_mark_private(struct db *db, int64_t organization_id, int64_t id, bool is_private) MUST_CHECK;

/* The outcomes of an incident's recordable cases, as bits, for lists; kept like is_private. */
enum rc injured_mark_outcomes(struct db *db, int64_t organization_id, int64_t incident_id, unsigned outcomes) MUST_CHECK;

#endif
