#include "notify/occurrence_store.h"

#include <stddef.h>

#include "capa/capa_store.h"
#include "deadline/deadline_store.h"
#include "incident/incident_detail_store.h"

struct finding {
	bool is_so;
};
static const struct field finding_fields[] = {
	{.kind = FIELD_BOOL, .name = "is_so", .offset = offsetof(struct finding, is_so)},
	FIELD_END,
};
static const struct record finding_record = {"finding", sizeof(struct finding), finding_fields};

/* All by the keys that begin with the incident. */
STATEMENT(occurrence_private, &finding_record, NULL,
	  "SELECT EXISTS (SELECT 1 FROM injured_person x WHERE x.incident_id = ? AND x.organization_id = ? AND x.is_private)"
	  " AS is_so");
STATEMENT(occurrence_severe, &finding_record, NULL,
	  "SELECT (EXISTS (SELECT 1 FROM injured_person x WHERE x.incident_id = ? AND x.organization_id = ?"
	  "   AND x.removed_at IS NULL AND x.care IN ('hospital', 'died'))"
	  "  OR EXISTS (SELECT 1 FROM osha_case c STRAIGHT_JOIN osha_case_facts f ON f.case_id = c.id"
	  "   WHERE c.incident_id = ? AND c.organization_id = ? AND (f.death_on IS NOT NULL OR f.amputation_at IS NOT NULL"
	  "    OR f.eye_loss_at IS NOT NULL OR (f.hospitalized_at IS NOT NULL AND COALESCE(f.hospitalized_for_care, TRUE)))))"
	  " AND NOT EXISTS (SELECT 1 FROM notification n WHERE n.organization_id = ? AND n.incident_id = ?"
	  "  AND n.kind = 'incident.severe_injury') AS is_so");

enum rc occurrence_is_severe(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id, bool *is_severe)
{
	struct finding finding = {false};
	enum rc rc = db_one(db, arena, &occurrence_severe,
			    PARAMS(P_INT(incident_id), P_INT(organization_id), P_INT(incident_id), P_INT(organization_id),
				   P_INT(organization_id), P_INT(incident_id)),
			    &finding);

	*is_severe = finding.is_so;
	return rc;
}

/* The title stays where only those read it who may see the incident. */
static enum rc look_for_discretion(struct db *db, struct arena *arena, struct occurrence *o)
{
	struct finding finding = {false};
	enum rc rc = db_one(db, arena, &occurrence_private, PARAMS(P_INT(o->incident.id), P_INT(o->organization_id)), &finding);

	o->is_discreet = finding.is_so || o->incident.reporting != REPORTING_NAMED;
	return rc;
}

static enum rc load_action(struct db *db, struct arena *arena, int64_t id, struct occurrence *o, int64_t *incident_id)
{
	enum rc rc = capa_by_id(db, arena, o->organization_id, id, &o->action);

	if (rc != RC_OK)
		return rc;
	o->has_action = true;
	o->environment = o->action.environment;
	o->number = o->action.number;
	o->person_id = o->person_id ? o->person_id : o->action.responsible_id;
	*incident_id = *incident_id ? *incident_id : o->action.incident_id;
	return RC_OK;
}

static enum rc load_incident(struct db *db, struct arena *arena, int64_t id, struct occurrence *o)
{
	enum rc rc = incident_by_id(db, arena, o->organization_id, id, &o->incident);

	if (rc != RC_OK)
		return rc;
	o->has_incident = true;
	o->environment = o->incident.environment;
	o->number = o->incident.number;
	return look_for_discretion(db, arena, o);
}

/* The number, or place and year, by which people know what is due. */
static enum rc load_reference(struct db *db, struct arena *arena, int64_t deadline_id, struct occurrence *o)
{
	struct deadline deadline;
	enum rc rc = deadline_by_id(db, arena, o->organization_id, deadline_id, &deadline);

	if (rc == RC_OK) {
		o->number = deadline.reference;
		o->environment = deadline.environment;
	}
	return rc;
}

/* Whose task the event speaks of. */
static int64_t person_of(const struct event_row *event, const struct payload *payload)
{
	if (payload->person_id)
		return payload->person_id;
	return payload->responsible_id || !str_is(event->kind, "incident.assigned") ? payload->responsible_id
										    : payload->manager_id;
}

enum rc occurrence_load(struct db *db, struct arena *arena, const struct event_row *event, const struct payload *payload,
			const struct event_kind_row *kind, struct occurrence *out)
{
	const bool is_deadline = payload->deadline_id != 0;
	int64_t incident_id = str_is(event->subject, "incident") ? event->subject_id : payload->incident_id;
	const int64_t action_id = str_is(event->subject, "capa") ? event->subject_id : payload->capa_id;
	enum rc rc = RC_OK;

	*out = (struct occurrence){
		.kind = kind,
		.organization_id = event->organization_id,
		.event_id = event->id,
		.at = event->created_at,
		.actor_account_id = event->actor_account_id,
		.environment = codes_find(&environment_codes, event->environment),
		.person_id = person_of(event, payload),
		.superior_id = is_deadline ? payload->manager_id : 0,
		.superior_2_id = is_deadline ? payload->escalated_to_id : 0,
		.number = payload->number.at ? payload->number : STR(""),
		.what = payload->what.at ? payload->what : STR(""),
		.due_at = payload->due_at,
		.is_due_by_day = payload->is_due_by_day,
	};
	record_clear(&incident_record, &out->incident);
	out->incident.establishment_id = payload->establishment_id;
	out->incident.department_id = payload->department_id;
	if (is_deadline)
		rc = load_reference(db, arena, payload->deadline_id, out);
	if (rc == RC_OK && action_id)
		rc = load_action(db, arena, action_id, out, &incident_id);
	if (rc == RC_OK && incident_id)
		rc = load_incident(db, arena, incident_id, out);
	return rc;
}
