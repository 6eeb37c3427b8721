#ifndef OPERATIONS_POSTMORTEM_STORE_H
#define OPERATIONS_POSTMORTEM_STORE_H

#include "audit/audit.h"
#include "operations/postmortem.h"

/* RC_NOT_FOUND: none is begun. */
enum rc postmortem_of_incident(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
			       struct postmortem *out) MUST_CHECK;
/* The same, locked until the transaction ends. */
enum rc postmortem_lock(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
			struct postmortem *out) MUST_CHECK;

/* Sets the id; RC_DUPLICATE: somebody else has begun one. */
enum rc postmortem_insert(struct db *db, struct postmortem *postmortem) MUST_CHECK;
/* RC_CONFLICT: no longer at that version. */
enum rc postmortem_update(struct db *db, const struct postmortem *postmortem) MUST_CHECK;

/*
 * Writes after over the locked before, with its audit entry and event of that name ("postmortem.published"), then takes
 * the moves of the incident that are due now.
 */
enum rc postmortem_change(struct db *db, struct arena *arena, const struct actor *actor, const char *action,
			  const struct postmortem *before, const struct postmortem *after, struct str reason) MUST_CHECK;

#endif
