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

/* Rows alone, within the caller's transaction and under its audit entry. Inserting sets the id. */
enum rc injured_insert(struct db *db, struct injured_person *row) MUST_CHECK;
/* Over that version; row holds the next one. RC_CONFLICT: another is stored. */
enum rc injured_update(struct db *db, int64_t version, const struct injured_person *row) MUST_CHECK;

/* Those who saw it: one that was not removed, and rows alone as above. */
enum rc witness_by_uuid(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
			struct str uuid, struct witness *out) MUST_CHECK;
enum rc witness_insert(struct db *db, struct witness *row) MUST_CHECK;
enum rc witness_update(struct db *db, int64_t version, const struct witness *row) MUST_CHECK;

#endif
