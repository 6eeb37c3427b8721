#include "deadline/source.h"
#include "incident/incident.h"
#include "investigation/findings_store.h"
#include "investigation/investigation.h"

static moment closed_at(const struct incident *incident)
{
	return incident->closed_at != MOMENT_NONE ? incident->closed_at : incident->updated_at;
}

static void add_target(struct source_call *call)
{
	struct deadline deadline = source_begin(call, DEADLINE_TARGET, call->incident->id, 0);

	source_set_day(&deadline, call->zone, call->incident->target_on);
	if (!incident_is_open((enum status)call->incident->status))
		deadline.met_at = closed_at(call->incident);
	source_add(call, &deadline);
}

/*
 * A severe report waits for its manager as long as it stands in the first state of its register. Of an anonymous one
 * the day alone is known: its clock begins when that day has ended.
 */
static void add_opening(struct source_call *call)
{
	const struct incident *incident = call->incident;
	const enum deadline_kind kind = incident->severity == SEVERITY_CRITICAL ? DEADLINE_OPEN_CRITICAL
									       : DEADLINE_OPEN_HIGH;
	struct deadline deadline = source_begin(call, kind, incident->id, 0);

	if (incident->severity < SEVERITY_HIGH)
		return;
	deadline.starts_at = incident->created_at;
	if (incident->reporting == REPORTING_ANONYMOUS)
		deadline.starts_at += DAYS(1);
	deadline.due_at = deadline.starts_at + MINUTES(call->rules[kind].term_minutes);
	if (incident->status != (int)incident_first_status((enum reg)incident->reg))
		deadline.met_at = incident->updated_at;
	source_add(call, &deadline);
}

static void add_investigation(struct source_call *call, const struct investigation *investigation)
{
	const struct incident *incident = call->incident;
	struct deadline submit = source_begin(call, DEADLINE_INVESTIGATION, incident->id, 0);
	struct deadline decide = source_begin(call, DEADLINE_APPROVAL, incident->id, 0);

	submit.responsible_id = incident->investigation_lead_id;
	source_set_day(&submit, call->zone, incident->investigation_due_on);
	if (!investigation_is_open(investigation))
		submit.met_at = investigation->updated_at;
	else if (!incident_is_open((enum status)incident->status))
		submit.met_at = closed_at(incident);
	source_add(call, &submit);

	decide.responsible_id = incident->investigation_approver_id;
	source_set_day(&decide, call->zone, investigation->approval_due_on);
	if (investigation->state != INVESTIGATION_PENDING)
		decide.met_at = investigation->updated_at;
	source_add(call, &decide);
}

enum rc source_incident(struct source_call *call)
{
	const struct incident *incident = call->incident;
	struct investigation investigation;

	add_target(call);
	add_opening(call);
	if (!incident->investigation_required)
		return RC_OK;
	enum rc rc = investigation_find(call->db, call->arena, call->organization_id, incident->id, &investigation);
	if (rc == RC_NOT_FOUND) {
		investigation = investigation_new(incident);
		rc = RC_OK;
	}
	if (rc == RC_OK)
		add_investigation(call, &investigation);
	return rc;
}
