#ifndef OPERATIONS_TIMELINE_STORE_H
#define OPERATIONS_TIMELINE_STORE_H

#include "audit/audit.h"
#include "operations/timeline.h"

/* The first of an incident's entries by the time of what happened; rows are struct timeline_entry. */
enum { TIMELINE_MOST = 1000 };
enum rc timeline_list(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
		      struct rows *rows) MUST_CHECK;

/* Sets the id. With its audit entry and the event timeline_entry.created, in the caller's transaction. */
enum rc timeline_add(struct db *db, struct arena *arena, const struct actor *actor,
		     struct timeline_entry *entry) MUST_CHECK;

#endif
