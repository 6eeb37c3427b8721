#ifndef INCIDENT_INCIDENT_ADVANCE_H
#define INCIDENT_INCIDENT_ADVANCE_H

#include "audit/audit.h"

/*
 * After something changed of which guards ask (an investigation approved, the last action done): takes the automatic
 * moves that are due now, each with its audit entry and event. Within the caller's transaction; locks the incident.
 * cause, in English or the actor's language, becomes the reason in the audit trail.
 */
enum rc incident_advance(struct db *db, struct arena *arena, const struct actor *actor, int64_t incident_id,
			 const char *cause) MUST_CHECK;

#endif
