#include "deadline/source.h"
#include "environment/release_duty_store.h"
#include "incident/incident.h"

static struct deadline begin(const struct source_call *call, enum deadline_kind kind, int64_t subject_id, int64_t part)
{
	struct deadline deadline = source_begin(call, kind, subject_id, part);

	if (!deadline.responsible_id)
		deadline.responsible_id = call->specialist_id;
	return deadline;
}

static void add_call(struct source_call *call, const struct release_duty *duty, const struct release_site *site,
		     int agency, moment told_at)
{
	struct deadline deadline = begin(call, DEADLINE_RELEASE_CALL, call->incident->id, agency);

	if (duty->known_at == MOMENT_NONE)
		return;
	deadline.starts_at = duty->known_at;
	deadline.due_at = duty->known_at + MINUTES(site->clock_minutes);
	deadline.met_at = told_at;
	source_add(call, &deadline);
}

static void add_letter(struct source_call *call, const struct release_duty *duty, int agency, moment written_at)
{
	struct deadline deadline = begin(call, DEADLINE_RELEASE_WRITTEN, call->incident->id, agency);

	deadline.starts_at = duty->known_at;
	source_set_day(&deadline, call->zone, duty->due_on);
	deadline.met_at = written_at;
	source_add(call, &deadline);
}

static void add_duty(struct source_call *call, const struct release_duty *duty, const struct release_site *site)
{
	if (release_duty_needs_nrc(duty))
		add_call(call, duty, site, AGENCY_NRC, duty->nrc_told_at);
	if (release_duty_needs_state(duty))
		add_call(call, duty, site, AGENCY_STATE, duty->state_told_at);
	if (release_duty_needs_local(duty))
		add_call(call, duty, site, duty->is_transport ? AGENCY_EMERGENCY : AGENCY_LOCAL, duty->local_told_at);
	if (release_duty_needs_followup(duty)) {
		add_letter(call, duty, AGENCY_STATE, duty->state_written_at);
		add_letter(call, duty, AGENCY_LOCAL, duty->local_written_at);
	}
}

/* When the agency next heard from us, in whatever way. */
static moment answered_at(const struct rows *notices, const struct release_notice *asked)
{
	moment first = MOMENT_NONE;

	for (size_t i = 0; i < notices->count; i++) {
		const struct release_notice *notice = ROW(struct release_notice, *notices, i);
		const bool is_ours = notice->kind == NOTICE_CALL || notice->kind == NOTICE_WRITTEN;
		if (is_ours && notice->agency == asked->agency && notice->told_at > asked->told_at &&
		    (first == MOMENT_NONE || notice->told_at < first))
			first = notice->told_at;
	}
	return first;
}

static bool is_corrected(const struct rows *notices, int64_t id)
{
	for (size_t i = 0; i < notices->count; i++)
		if (ROW(struct release_notice, *notices, i)->corrects_id == id)
			return true;
	return false;
}

static void add_agency(struct source_call *call, const struct rows *notices)
{
	for (size_t i = 0; i < notices->count; i++) {
		const struct release_notice *notice = ROW(struct release_notice, *notices, i);
		if (notice->next_due_at == MOMENT_NONE || is_corrected(notices, notice->id))
			continue;
		struct deadline deadline = begin(call, DEADLINE_AGENCY, notice->id, 0);
		deadline.starts_at = notice->told_at;
		deadline.due_at = notice->next_due_at;
		deadline.met_at = answered_at(notices, notice);
		source_add(call, &deadline);
	}
}

enum rc source_release(struct source_call *call)
{
	const struct incident *incident = call->incident;
	struct release_duty duty;
	struct release_site site;
	struct rows notices;
	enum rc rc = release_duty_find(call->db, call->arena, call->organization_id, incident->id, &duty);

	if (rc != RC_OK)
		return rc == RC_NOT_FOUND ? RC_OK : rc;
	rc = release_site_find(call->db, call->arena, call->organization_id, duty.establishment_id, &site);
	if (rc == RC_OK)
		rc = release_notice_list(call->db, call->arena, call->organization_id, incident->id, &notices);
	if (rc != RC_OK)
		return rc;
	add_duty(call, &duty, &site);
	add_agency(call, &notices);
	return RC_OK;
}
