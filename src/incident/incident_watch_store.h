#ifndef INCIDENT_INCIDENT_WATCH_STORE_H
#define INCIDENT_INCIDENT_WATCH_STORE_H

#include "audit/audit.h"
#include "incident/incident_detail_store.h"

/* People who want to hear of changes of an incident. */
struct watcher {
	int64_t person_id;
	struct str uuid;             /* of the person */
	struct str name;
};
extern const struct record watcher_record;

/* By name, at most 100; rows are struct watcher. */
enum rc incident_watchers(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
			  struct rows *rows) MUST_CHECK;
extern const struct incident_count incident_watcher_count;
/* Both are harmless when done before. */
enum rc incident_watch_begin(struct db *db, const struct actor *actor, int64_t incident_id,
			     int64_t person_id) MUST_CHECK;
enum rc incident_watch_end(struct db *db, const struct actor *actor, int64_t incident_id,
			   int64_t person_id) MUST_CHECK;

#endif
