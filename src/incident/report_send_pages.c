#include "incident/report_send_pages.h"

#include <stddef.h>

#include "base/log.h"
#include "base/random.h"
#include "event/submission.h"
#include "event/submission_store.h"
#include "identity/claim.h"
#include "identity/session.h"
#include "incident/incident_detail_store.h"
#include "incident/incident_store.h"
#include "incident/report_draft_store.h"
#include "incident/report_spool.h"
#include "organization/names_store.h"
#include "organization/people_store.h"

enum rc report_send_allowed(struct request *rq)
{
	if (!rq->viewer) {
		enum rc rc = db_ping(rq->db);
		return rc == RC_OK ? RC_UNAUTHENTICATED : rc;
	}
	if (!viewer_may(rq->viewer, MAY_REPORT))
		return RC_DENIED;
	return !method_changes(rq->method) || session_sent_form(rq) ? RC_OK : RC_DENIED;
}

enum rc report_send_away(struct request *rq, struct response *rs)
{
	rs->status = rc_http_status(RC_UNAVAILABLE);
	response_header(rs, "Retry-After", STR("30"));
	return respond_page(rq, rs, "incident/report-away", view_new(rq->arena));
}

/* A report on its way into the database. */
struct send {
	struct request *rq;
	struct change *change;
	const struct report_sending *sending;
	struct incident_report report;
};

/* Somebody typed as the list of people has them, and only one of them, is that person. */
static enum rc find_person(struct request *rq, struct str full_name, int64_t *id)
{
	struct people_filter filter = {.words = full_name, .most = 2};
	struct rows rows;
	enum rc rc = person_list(rq->db, rq->arena, rq->viewer->organization_id, &filter, &rows);

	*id = 0;
	if (rc != RC_OK || rows.count != 1)
		return rc;
	const struct person *person = ROW(struct person, rows, 0);
	struct str name = arena_printf(rq->arena, "%.*s %.*s", STR_ARG(person->given_name), STR_ARG(person->family_name));
	if (str_equal_nocase(name, full_name))
		*id = person->id;
	return RC_OK;
}

static enum rc know_people(struct send *send)
{
	const struct incident_report *report = &send->report;
	struct arena *arena = send->rq->arena;
	struct injured_person *injured = ARENA_ARRAY(arena, struct injured_person, report->injured_count + 1);
	struct witness *witnesses = ARENA_ARRAY(arena, struct witness, report->witness_count + 1);
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < report->injured_count; i++) {
		injured[i] = report->injured[i];
		rc = find_person(send->rq, injured[i].full_name, &injured[i].person_id);
	}
	for (size_t i = 0; rc == RC_OK && i < report->witness_count; i++) {
		witnesses[i] = report->witnesses[i];
		rc = find_person(send->rq, witnesses[i].full_name, &witnesses[i].person_id);
	}
	send->report.injured = injured;
	send->report.witnesses = witnesses;
	return rc;
}

static enum rc send_body(struct db *db, void *closure)
{
	struct send *send = closure;
	struct incident made;
	enum rc rc = incident_create(db, send->rq->arena, &send->change->actor, &send->report, &made);

	if (rc == RC_OK && send->sending->made && !send->report.injured_count && !send->report.witness_count &&
	    !send->report.attachment_count)
		*send->sending->made = made;
	if (rc == RC_OK && send->sending->draft.len)
		rc = report_draft_remove(db, send->change->actor.account_id, send->sending->draft);
	return rc;
}

enum rc report_send(struct request *rq, struct response *rs, const struct report_sending *sending)
{
	struct change change = change_of(rq);
	struct send send = {.rq = rq, .change = &change, .sending = sending};
	struct incident *incident = &send.report.incident;

	change.claims_ahead = true;
	answers_report(sending->answers, rq->zone, rq->now, &send.report);
	incident->source = (int)sending->source;
	incident->is_complete = sending->source != SOURCE_SHORT;
	incident->reporter_id = rq->viewer->person_id;
	if (sending->impact_areas.len)
		incident->impact_areas = sending->impact_areas;
	if (rq->viewer->is_sandbox)
		incident->environment = ENVIRONMENT_SANDBOX;
	send.report.own_establishment_id = sending->own_establishment_id;
	if (incident->reporting != REPORTING_CONFIDENTIAL)
		incident->reporting = REPORTING_NAMED;
	enum rc rc = know_people(&send);
	if (rc == RC_OK)
		rc = incident_create_number(rq->db, rq->arena, &change.actor, &incident->number);
	if (sending->number)
		*sending->number = incident->number;
	change.answer = arena_printf(rq->arena, "/report/sent/%.*s", STR_ARG(incident->number));
	if (rc == RC_OK)
		rc = change_run(&change, rs, "report", send_body, &send);
	/* Other systems try again by themselves. */
	return rc == RC_UNAVAILABLE && !rq->api ? report_send_later(rq, rs, sending) : rc;
}

/* Groups of four, to be read out or written down. */
static struct str receipt_text(struct arena *arena, struct str id)
{
	struct text out = TEXT_IN(arena);

	for (size_t i = 24; i < id.len; i++) {
		if (i > 24 && (i - 24) % 4 == 0)
			text_char(&out, '-');
		text_char(&out, id.at[i] >= 'a' ? (char)(id.at[i] - 'a' + 'A') : id.at[i]);
	}
	return text_str(&out);
}

static enum rc show_kept(struct request *rq, struct response *rs, struct str id, bool is_known)
{
	struct view *page = view_new(rq->arena);

	view_text(page, "receipt", receipt_text(rq->arena, id));
	view_text(page, "receipt_id", id);
	view_flag(page, "is_known", is_known);
	return respond_page(rq, rs, "incident/report-kept", page);
}

enum rc report_send_later(struct request *rq, struct response *rs, const struct report_sending *sending)
{
	struct answers kept = *sending->answers;
	struct str id = pairs_get(&rq->form, "submission");
	struct claim claim;
	bool is_known = claim_open(rq, &claim);

	kept.at = NULL;
	kept.count = kept.room = 0;
	for (size_t i = 0; i < sending->answers->count; i++)
		answers_set(&kept, sending->answers->at[i].name.at, sending->answers->at[i].value);
	if (!str_trim(answers_get(&kept, "description")).len)
		return problem_add(rq, "description", N_("Describe in a few words what happened"));
	if (!answers_get(&kept, "establishment_id").len)
		return problem_add(rq, "establishment_id", N_("Choose where it happened"));
	if (!uuid_is_valid(id))
		id = uuid_new(rq->arena, rq->now);
	answers_set(&kept, "kept.at", moment_text(rq->arena, rq->now));
	answers_set(&kept, "kept.source", str_of(codes_code(&source_codes, (int)sending->source)));
	answers_set(&kept, "kept.draft", sending->draft);
	if (is_known)
		answers_set(&kept, "kept.account", arena_printf(rq->arena, "%lld", (long long)claim.account_id));
	enum rc rc = report_spool_keep(rq->arena, rq->config, "report", id, answers_json(rq->arena, &kept));
	if (rc != RC_OK)
		return rc;
	LOG(LOG_INFO, "report.kept", "submission %.*s", STR_ARG(id));
	return show_kept(rq, rs, id, is_known);
}

/* GET /report/receipt/{id}: what became of a report that was kept. */
static enum rc receipt_page(struct request *rq, struct response *rs)
{
	struct str id = param(rq, "id"), answer;

	if (!uuid_is_valid(id))
		return RC_NOT_FOUND;
	if (report_spool_has(rq->arena, rq->config, "report", id))
		return show_kept(rq, rs, id, true);
	enum rc rc = report_send_allowed(rq);
	if (rc == RC_OK)
		rc = submission_find(rq->db, rq->arena, rq->viewer->organization_id, id, &answer);
	return rc == RC_OK ? respond_redirect(rq, rs, answer) : rc;
}

static enum rc sent_page(struct request *rq, struct response *rs)
{
	struct view *page = view_new(rq->arena);
	struct incident *incident = ARENA_NEW(rq->arena, struct incident);
	struct names *names = names_new(rq->db, rq->arena, rq->viewer->organization_id);
	enum rc rc = incident_by_number(rq->db, rq->arena, rq->viewer->organization_id, param(rq, "number"), incident);

	if (rc == RC_OK && (!rq->viewer->person_id || incident->reporter_id != rq->viewer->person_id))
		rc = incident_is_visible(rq->viewer, incident) ? RC_OK : RC_NOT_FOUND;
	if (rc == RC_OK)
		rc = names_load(names, NAMES_PERSON, &incident->manager_id, 1);
	if (rc != RC_OK)
		return rc;
	view_record(page, "incident", &incident_record, incident);
	view_text(page, "manager", names_get(names, NAMES_PERSON, incident->manager_id));
	view_flag(page, "is_confidential", incident->reporting == REPORTING_CONFIDENTIAL);
	view_flag(page, "is_short", !incident->is_complete);
	return respond_page(rq, rs, "incident/report-sent", page);
}

const struct route report_sent_routes[] = {
	{METHOD_GET, "/report/sent/{number}", MAY_REPORT, 0, sent_page, "the number of a report just sent, and what happens next"},
	{METHOD_GET, "/report/receipt/{id}", 0, ROUTE_PUBLIC | ROUTE_WITHOUT_DB, receipt_page,
	 "what became of a report that was kept while the database was away"},
	ROUTE_END,
};
