#include "deadline/source.h"
#include "incident/anonymous.h"
#include "incident/incident.h"
#include "incident/reply_store.h"

/* Somebody who wrote to us and is not the one who handles it. */
static bool is_owed(const struct incident *incident)
{
	if (incident->reg == REGISTER_OPERATIONS)
		return false;
	return incident->reporting == REPORTING_ANONYMOUS ||
	       (incident->reporter_id && incident->reporter_id != incident->manager_id);
}

/* Who gave a name sees the report move on. In confidence a first word is promised; without a name there is no other way. */
static moment first_met_at(const struct incident *incident, const struct reply_times *times)
{
	if (times->first_at != MOMENT_NONE)
		return times->first_at;
	const bool has_moved = incident->status != (int)incident_first_status((enum reg)incident->reg);
	return incident->reporting == REPORTING_NAMED && has_moved ? incident->updated_at : MOMENT_NONE;
}

static moment outcome_met_at(const struct incident *incident, const struct reply_times *times)
{
	const moment closed_at = incident->closed_at != MOMENT_NONE ? incident->closed_at : incident->updated_at;

	if (incident_is_open((enum status)incident->status))
		return MOMENT_NONE;
	if (incident->reporting != REPORTING_ANONYMOUS)
		return closed_at;
	if (times->last_at == MOMENT_NONE)
		return MOMENT_NONE;
	return times->last_at > closed_at ? times->last_at : closed_at;
}

enum rc source_reply(struct source_call *call)
{
	const struct incident *incident = call->incident;
	struct reply_times times;

	if (!is_owed(incident))
		return RC_OK;
	enum rc rc = reply_times_find(call->db, call->arena, call->organization_id, incident->id, &times);
	if (rc != RC_OK)
		return rc;
	/* The day of an anonymous report is that of universal time, as its reporter is told. */
	const bool is_anonymous = incident->reporting == REPORTING_ANONYMOUS;
	const struct anonymous_clock clock =
		anonymous_clock(zone_day(is_anonymous ? NULL : call->zone, incident->reported_at));
	struct deadline first = source_begin(call, DEADLINE_FIRST_REPLY, incident->id, 0);
	struct deadline outcome = source_begin(call, DEADLINE_OUTCOME, incident->id, 0);
	source_set_day(&first, call->zone, clock.first_by);
	first.met_at = first_met_at(incident, &times);
	/* Once it is closed the outcome alone is owed. */
	if (first.met_at != MOMENT_NONE || incident_is_open((enum status)incident->status))
		source_add(call, &first);
	source_set_day(&outcome, call->zone, clock.outcome_by);
	outcome.met_at = outcome_met_at(incident, &times);
	source_add(call, &outcome);
	return RC_OK;
}
