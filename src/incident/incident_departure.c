#include "incident/incident_departure.h"

#include "incident/assignment_store.h"
#include "incident/incident_change_store.h"
#include "incident/incident_departure_store.h"

/* Gives what the leaver holds to the heir; counts what cannot be given. */
static void hand_over_roles(struct departure *departure, struct incident *incident)
{
	const int64_t leaver = departure->person->id, heir = departure->heir_id;
	int64_t *const lead = &incident->investigation_lead_id, *const approver = &incident->investigation_approver_id;

	if (incident->manager_id == leaver && heir) {
		incident->manager_id = heir;
		incident->assigned_by = STR_NONE;
		departure->handed_over++;
	}
	if (*lead == leaver && heir && *approver != heir) {
		*lead = heir;
		departure->handed_over++;
	}
	if (*approver == leaver && heir && *lead != heir) {
		*approver = heir;
		departure->handed_over++;
	}
	departure->left_over += (incident->manager_id == leaver) + (*lead == leaver) + (*approver == leaver);
}

static enum rc hand_over(struct departure *departure)
{
	const struct person *person = departure->person;
	struct rows rows;
	enum rc rc = incident_departure_held(departure->db, departure->arena, person->organization_id, person->id, &rows);

	for (size_t i = 0; i < rows.count && rc == RC_OK; i++) {
		struct incident before, after;
		rc = incident_lock(departure->db, departure->arena, person->organization_id,
				   ROW(struct incident_held, rows, i)->id, &before);
		if (rc != RC_OK)
			break;
		const int64_t handed_over = departure->handed_over;
		after = before;
		hand_over_roles(departure, &after);
		if (departure->handed_over > handed_over)
			rc = incident_change(departure->db, departure->arena, departure->actor, "incident.handed_over",
					     &before, &after, departure->reason);
	}
	return rc;
}

const struct departure_duty incident_departure = {"incidents", hand_over};

static enum rc hand_over_rules(struct departure *departure)
{
	const struct person *person = departure->person;
	struct rows rules;
	enum rc rc = assignment_rules(departure->db, departure->arena, person->organization_id, &rules);

	for (size_t i = 0; i < rules.count && rc == RC_OK; i++) {
		const struct assignment_rule *before = ROW(struct assignment_rule, rules, i);
		struct assignment_rule after = *before;
		if (before->manager_id != person->id || !before->is_active)
			continue;
		if (departure->heir_id)
			after.manager_id = departure->heir_id;
		else
			after.is_active = false;
		rc = assignment_rule_update(departure->db, &after);
		if (rc == RC_OK)
			rc = audit_change(departure->db, departure->arena, departure->actor, "assignment_rule.updated",
					  &assignment_rule_record, after.id, 0, before, &after, departure->reason);
		departure->handed_over += departure->heir_id != 0;
		departure->left_over += departure->heir_id == 0;
	}
	return rc;
}

const struct departure_duty assignment_departure = {"assignment-rules", hand_over_rules};
