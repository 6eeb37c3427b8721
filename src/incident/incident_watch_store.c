#include "incident/incident_watch_store.h"

#include <stddef.h>

static const struct field watcher_fields[] = {
	{.kind = FIELD_ID, .name = "person_id", .offset = offsetof(struct watcher, person_id)},
	{.kind = FIELD_UUID, .name = "uuid", .offset = offsetof(struct watcher, uuid)},
	{.kind = FIELD_TEXT, .name = "name", .offset = offsetof(struct watcher, name)},
	FIELD_END,
};
const struct record watcher_record = {"incident_watcher", sizeof(struct watcher), watcher_fields};

/* By primary keys. */
STATEMENT(watchers_of_incident, &watcher_record, NULL,
	  "SELECT w.person_id, p.uuid, CONCAT(p.given_name, ' ', p.family_name) AS name FROM incident_watcher w"
	  " STRAIGHT_JOIN person p ON p.id = w.person_id WHERE w.organization_id = ? AND w.incident_id = ?"
	  " ORDER BY p.given_name, p.family_name LIMIT 100");
const struct incident_count incident_watcher_count = {
	"(SELECT COUNT(*) FROM incident_watcher x FORCE INDEX (PRIMARY) WHERE x.incident_id = i.id)"};
STATEMENT(watcher_insert, NULL, NULL,
	  "INSERT INTO incident_watcher (incident_id, person_id, organization_id, created_at) VALUES (?, ?, ?, ?)");
STATEMENT(watcher_delete, NULL, NULL,
	  "DELETE FROM incident_watcher WHERE incident_id = ? AND person_id = ? AND organization_id = ?");

enum rc incident_watchers(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
			  struct rows *rows)
{
	return db_list(db, arena, &watchers_of_incident, PARAMS(P_INT(organization_id), P_INT(incident_id)), rows);
}

static enum rc audit_watch(struct db *db, const struct actor *actor, int64_t incident_id, const char *action)
{
	struct audit_entry entry = {.action = action,
				    .subject = "incident",
				    .subject_id = incident_id,
				    .incident_id = incident_id};
	return audit_append(db, actor, &entry);
}

enum rc incident_watch_begin(struct db *db, const struct actor *actor, int64_t incident_id, int64_t person_id)
{
	enum rc rc = db_write(db, &watcher_insert, NULL,
			      PARAMS(P_INT(incident_id), P_INT(person_id), P_INT(actor->organization_id),
				     P_MOMENT(actor->now)),
			      NULL);

	if (rc == RC_DUPLICATE)
		return RC_OK;
	return rc == RC_OK ? audit_watch(db, actor, incident_id, "incident.watched") : rc;
}

enum rc incident_watch_end(struct db *db, const struct actor *actor, int64_t incident_id, int64_t person_id)
{
	struct written written;
	enum rc rc = db_write(db, &watcher_delete, NULL,
			      PARAMS(P_INT(incident_id), P_INT(person_id), P_INT(actor->organization_id)), &written);

	if (rc != RC_OK || !written.affected)
		return rc;
	return audit_watch(db, actor, incident_id, "incident.unwatched");
}
