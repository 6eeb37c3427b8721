#include "incident/incident_departure_store.h"

#include <stddef.h>

static const struct field held_fields[] = {
	{.kind = FIELD_ID, .name = "id", .offset = offsetof(struct incident_held, id)},
	FIELD_END,
};
static const struct record held_record = {"incident", sizeof(struct incident_held), held_fields};

/* Approvers stand in incident_member; up to 8 of status_rank a state is open. */
STATEMENT(incidents_held, &held_record, NULL,
	  "(SELECT id FROM incident FORCE INDEX (manager) WHERE organization_id = ? AND manager_id = ?"
	  " AND status_rank < 9 LIMIT 2000)"
	  " UNION (SELECT id FROM incident FORCE INDEX (lead) WHERE investigation_lead_id = ? AND organization_id = ?"
	  " AND status_rank < 9 LIMIT 2000)"
	  " UNION (SELECT i.id FROM incident_member m JOIN incident i ON i.id = m.incident_id"
	  " WHERE m.organization_id = ? AND m.person_id = ? AND i.investigation_approver_id = m.person_id"
	  " AND i.status_rank < 9 LIMIT 2000)");

enum rc incident_departure_held(struct db *db, struct arena *arena, int64_t organization_id, int64_t person_id,
				struct rows *rows)
{
	return db_list(db, arena, &incidents_held,
		       PARAMS(P_INT(organization_id), P_INT(person_id), P_INT(person_id), P_INT(organization_id),
			      P_INT(organization_id), P_INT(person_id)),
		       rows);
}
