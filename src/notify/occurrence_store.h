#ifndef NOTIFY_OCCURRENCE_STORE_H
#define NOTIFY_OCCURRENCE_STORE_H

#include "event/outbox.h"
#include "notify/occurrence.h"
#include "notify/payload.h"

/* What an event tells of, as it is now. RC_NOT_FOUND: it is no longer there, archived for instance. */
enum rc occurrence_load(struct db *db, struct arena *arena, const struct event_row *event, const struct payload *payload,
			const struct event_kind_row *kind, struct occurrence *out) MUST_CHECK;

/*
 * Somebody died, was taken into hospital, lost a limb or an eye by it (29 CFR 1904.39), and nobody was told of that yet.
 */
enum rc occurrence_is_severe(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
			     bool *is_severe) MUST_CHECK;

#endif
