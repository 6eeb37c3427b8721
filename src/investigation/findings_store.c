#include "investigation/findings_store.h"

#include <stddef.h>

#include "base/random.h"
#include "investigation/cause_store.h"

const struct incident_count investigation_count = {
	"(SELECT COUNT(*) FROM investigation x FORCE INDEX (incident) WHERE x.incident_id = i.id)"};
/* Key incident. */
STATEMENT(investigation_of_incident, &investigation_record, NULL,
	  "SELECT {columns} FROM investigation WHERE incident_id = ? AND organization_id = ?");
STATEMENT(investigation_locked, &investigation_record, NULL,
	  "SELECT {columns} FROM investigation WHERE incident_id = ? AND organization_id = ? FOR UPDATE");
STATEMENT(investigation_insert, NULL, &investigation_record,
	  "INSERT INTO investigation ({names}) VALUES ({values})");
STATEMENT(investigation_update, NULL, &investigation_record,
	  "UPDATE investigation SET {assignments} WHERE id = ? AND organization_id = ? AND version = ?"
	  " AND conclusion_version = ?");

/* No investigation has more of anything than this; the pages say so. */
#define OF_INVESTIGATION " WHERE organization_id = ? AND investigation_id = ? AND NOT is_removed ORDER BY "
STATEMENT(evidence_all, &evidence_record, NULL,
	  "SELECT {columns} FROM evidence" OF_INVESTIGATION "position LIMIT 500");
STATEMENT(why_chain_all, &why_chain_record, NULL,
	  "SELECT {columns} FROM why_chain" OF_INVESTIGATION "position, id LIMIT 500");
STATEMENT(why_all, &why_record, NULL, "SELECT {columns} FROM why" OF_INVESTIGATION "position, id LIMIT 500");
STATEMENT(fishbone_all, &fishbone_item_record, NULL,
	  "SELECT {columns} FROM fishbone_item" OF_INVESTIGATION "position, id LIMIT 500");
STATEMENT(sequence_all, &sequence_event_record, NULL,
	  "SELECT {columns} FROM sequence_event" OF_INVESTIGATION "happened_at, position, id LIMIT 500");

enum rc investigation_find(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
			   struct investigation *out)
{
	return db_one(db, arena, &investigation_of_incident, PARAMS(P_INT(incident_id), P_INT(organization_id)), out);
}

struct listing {
	const struct statement *statement;
	size_t at, count; /* members of struct findings */
};

enum rc findings_load(struct db *db, struct arena *arena, const struct incident *incident, struct findings *out)
{
#define LIST(statement, member, number) \
	{&(statement), offsetof(struct findings, member), offsetof(struct findings, number)}
	static const struct listing lists[] = {
		LIST(evidence_all, evidence, evidence_count), LIST(why_chain_all, chains, chain_count),
		LIST(why_all, whys, why_count),               LIST(fishbone_all, items, item_count),
		LIST(sequence_all, events, event_count),
	};
	enum rc rc = investigation_find(db, arena, incident->organization_id, incident->id, &out->investigation);
	struct rows rows = {0};

	*out = (struct findings){.investigation = out->investigation};
	if (rc == RC_NOT_FOUND) {
		out->investigation = investigation_new(incident);
		return RC_OK;
	}
	for (size_t i = 0; i < sizeof lists / sizeof *lists && rc == RC_OK; i++) {
		rc = db_list(db, arena, lists[i].statement,
			     PARAMS(P_INT(incident->organization_id), P_INT(out->investigation.id)), &rows);
		*(void **)(void *)((char *)out + lists[i].at) = rows.at;
		*(size_t *)(void *)((char *)out + lists[i].count) = rows.count;
	}
	if (rc == RC_OK)
		rc = cause_list(db, arena, incident->organization_id, incident->id, &rows);
	out->causes = rows.at;
	out->cause_count = rows.count;
	return rc;
}

enum rc investigation_lock_any(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
			       struct investigation *out)
{
	return db_one(db, arena, &investigation_locked, PARAMS(P_INT(incident_id), P_INT(organization_id)), out);
}

/* The incident is locked, so nobody else begins the same one. */
static enum rc begin(struct db *db, struct arena *arena, const struct actor *actor, const struct incident *incident,
		     struct investigation *out)
{
	*out = investigation_new(incident);
	out->uuid = uuid_new(arena, actor->now);
	out->created_at = out->updated_at = actor->now;
	enum rc rc = db_insert(db, &investigation_insert, out, &out->id);
	return rc == RC_OK ? audit_change(db, arena, actor, "investigation.begun", &investigation_record, out->id,
					  incident->id, NULL, out, STR_NONE)
			   : rc;
}

enum rc investigation_lock(struct db *db, struct arena *arena, const struct actor *actor,
			   const struct incident *incident, struct investigation *out)
{
	enum rc rc = investigation_lock_any(db, arena, incident->organization_id, incident->id, out);

	if (rc == RC_NOT_FOUND)
		rc = begin(db, arena, actor, incident, out);
	return rc == RC_OK && !investigation_is_open(out) ? RC_LOCKED : rc;
}

enum rc investigation_change(struct db *db, struct arena *arena, const struct actor *actor, const char *action,
			     const struct investigation *before, struct investigation *after, struct str reason)
{
	bool is_conclusion = !str_equal(before->conclusion, after->conclusion);

	if (before->state == INVESTIGATION_REJECTED && after->state == INVESTIGATION_REJECTED)
		after->state = INVESTIGATION_IN_PROGRESS;
	after->version = before->version + !is_conclusion;
	after->conclusion_version = before->conclusion_version + is_conclusion;
	after->updated_at = actor->now;
	enum rc rc = db_write_one(db, &investigation_update, after,
				  PARAMS(P_INT(before->id), P_INT(before->organization_id), P_INT(before->version),
					 P_INT(before->conclusion_version)),
				  RC_CONFLICT);
	return rc == RC_OK ? audit_change(db, arena, actor, action, &investigation_record, after->id,
					  after->incident_id, before, after, reason)
			   : rc;
}
