#include "operations/postmortem_store.h"

#include "event/event.h"
#include "incident/incident_advance.h"

#define OF_INCIDENT "SELECT {columns} FROM postmortem WHERE incident_id = ? AND organization_id = ?"
STATEMENT(of_incident, &postmortem_record, NULL, OF_INCIDENT);
STATEMENT(locked, &postmortem_record, NULL, OF_INCIDENT " FOR UPDATE");
STATEMENT(insertion, NULL, &postmortem_record, "INSERT INTO postmortem ({names}) VALUES ({values})");
STATEMENT(change, NULL, &postmortem_record,
	  "UPDATE postmortem SET {assignments}, version = version + 1 WHERE id = ? AND organization_id = ? AND version = ?");

enum rc postmortem_of_incident(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
			       struct postmortem *out)
{
	return db_one(db, arena, &of_incident, PARAMS(P_INT(incident_id), P_INT(organization_id)), out);
}

enum rc postmortem_lock(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
			struct postmortem *out)
{
	return db_one(db, arena, &locked, PARAMS(P_INT(incident_id), P_INT(organization_id)), out);
}

enum rc postmortem_insert(struct db *db, struct postmortem *postmortem)
{
	return db_insert(db, &insertion, postmortem, &postmortem->id);
}

enum rc postmortem_update(struct db *db, const struct postmortem *postmortem)
{
	return db_write_one(db, &change, postmortem,
			    PARAMS(P_INT(postmortem->id), P_INT(postmortem->organization_id), P_INT(postmortem->version)),
			    RC_CONFLICT);
}

enum rc postmortem_change(struct db *db, struct arena *arena, const struct actor *actor, const char *action,
			  const struct postmortem *before, const struct postmortem *after, struct str reason)
{
	enum rc rc = postmortem_update(db, after);

	if (rc == RC_OK)
		rc = audit_change(db, arena, actor, action, &postmortem_record, after->id, after->incident_id, before, after,
				  reason);
	if (rc == RC_OK)
		rc = event_add(db, arena, actor,
			       &(struct event){.kind = action,
					       .subject = "postmortem",
					       .subject_id = after->id,
					       .payload = arena_printf(arena, "{\"incident\":%lld}",
								       (long long)after->incident_id)});
	return rc == RC_OK ? incident_advance(db, arena, actor, after->incident_id, action) : rc;
}
