#include "environment/releases_view.h"

#include "environment/agency_store.h"
#include "environment/release_store.h"
#include "environment/substance_store.h"

static enum rc add_parts(struct request *rq, struct view *item, const struct release *release)
{
	struct view_list *list = view_list(item, "parts");
	struct rows rows;
	enum rc rc = release_components(rq->db, rq->arena, release->organization_id, release->id, &rows);

	for (size_t i = 0; rc == RC_OK && i < rows.count; i++) {
		const struct release_component *part = ROW(struct release_component, rows, i);
		struct substance *substance = ARENA_NEW(rq->arena, struct substance);
		rc = substance_by_id(rq->db, rq->arena, part->organization_id, part->substance_id, substance);
		if (rc != RC_OK)
			break;
		struct view *line = view_add(list);
		view_record(line, "substance", &substance_record, substance);
		view_record(line, "component", &release_component_record, part);
		if (part->counted != NUMBER_NONE)
			view_text(line, "counted_lb",
				  release_pounds_text(rq->arena, part->counted, substance->cercla_rq));
	}
	return rc;
}

static void add_findings(struct request *rq, struct view *item, const struct release_decision *decision)
{
	struct view_list *list = view_list(item, "findings");
	struct release_finding *findings;
	size_t count = release_findings_read(rq->arena, decision->findings, &findings);

	for (size_t i = 0; i < count; i++) {
		struct view *line = view_add(list);
		view_text(line, "text",
			  release_finding_text(rq->arena, &findings[i], rq_tr(rq, findings[i].text)));
		view_cstr(line, "citation", findings[i].citation);
	}
}

static enum rc add_decisions(struct request *rq, struct view *item, const struct release *release)
{
	struct view_list *list = view_list(item, "decisions");
	struct rows rows;
	enum rc rc = release_decisions(rq->db, rq->arena, release->organization_id, release->id, &rows);

	if (rc == RC_OK && rows.count)
		add_findings(rq, item, ROW(struct release_decision, rows, 0));
	for (size_t i = 0; rc == RC_OK && i < rows.count; i++)
		view_merge(view_add(list), &release_decision_record, ROW(struct release_decision, rows, i));
	return rc;
}

enum rc releases_view(struct request *rq, struct view *page, const struct incident *incident,
		      bool with_findings)
{
	struct view_list *list = view_list(page, "releases");
	struct rows rows;
	enum rc rc = release_list(rq->db, rq->arena, incident->organization_id, incident->id, &rows);

	for (size_t i = 0; rc == RC_OK && i < rows.count; i++) {
		const struct release *release = ROW(struct release, rows, i);
		struct view *item = view_add(list);
		view_record(item, "release", &release_record, release);
		view_cstr(item, "sign", release_unit_sign(release->unit));
		view_code(item, "worst", &release_answer_codes, release_worst(release));
		view_flag(item, "is_reportable", release_is_reportable(release_worst(release)));
		rc = add_parts(rq, item, release);
		if (rc == RC_OK && with_findings)
			rc = add_decisions(rq, item, release);
	}
	return rc;
}

/* --- whom to tell --- */

struct calling {
	struct request *rq;
	struct view_list *list;
	const struct release_duty *duty;
	const struct release_site *site;
	struct rows contacts;
};

static void add_call(const struct calling *c, int agency, const char *phone, moment told_at)
{
	struct request *rq = c->rq;
	struct view *item = view_add(c->list);
	struct view_list *contacts = view_list(item, "contacts");
	moment due_at = c->duty->known_at + c->site->clock_minutes * 60 * SECONDS(1);

	view_code(item, "agency", &agency_codes, agency);
	view_cstr(item, "phone", phone);
	view_moment(item, "told_at", told_at);
	view_flag(item, "is_told", told_at != MOMENT_NONE);
	view_flag(item, "is_late",
		  told_at == MOMENT_NONE && c->duty->known_at != MOMENT_NONE && rq->now > due_at);
	view_moment(item, "due_at", due_at);
	for (size_t i = 0; i < c->contacts.count; i++)
		if (ROW(struct agency_contact, c->contacts, i)->agency == agency)
			view_merge(view_add(contacts), &agency_contact_record,
				   ROW(struct agency_contact, c->contacts, i));
}

enum rc releases_duty_view(struct request *rq, struct view *page, const struct incident *incident,
			   const struct release_duty *duty)
{
	struct release_site site;
	struct calling c = {.rq = rq, .list = view_list(page, "calls"), .duty = duty, .site = &site};
	enum rc rc = release_site_find(rq->db, rq->arena, incident->organization_id, duty->establishment_id,
				       &site);

	if (rc == RC_OK)
		rc = agency_list(rq->db, rq->arena, incident->organization_id, duty->establishment_id,
				 &c.contacts);
	if (rc != RC_OK)
		return rc;
	view_record(page, "duty", &release_duty_record, duty);
	view_flag(page, "needs_followup", release_duty_needs_followup(duty));
	view_flag(page, "is_followup_done",
		  duty->state_written_at != MOMENT_NONE && duty->local_written_at != MOMENT_NONE);
	view_flag(page, "is_followup_late",
		  duty->due_on != DAY_NONE && duty->due_on < zone_day(rq->zone, rq->now));
	if (release_duty_needs_nrc(duty))
		add_call(&c, AGENCY_NRC, "1-800-424-8802", duty->nrc_told_at);
	if (release_duty_needs_state(duty))
		add_call(&c, AGENCY_STATE, NULL, duty->state_told_at);
	if (release_duty_needs_local(duty))
		add_call(&c, duty->is_transport ? AGENCY_EMERGENCY : AGENCY_LOCAL, NULL, duty->local_told_at);
	return RC_OK;
}
