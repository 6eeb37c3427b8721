#include <stddef.h>

#include "base/random.h"
#include "event/submission.h"
#include "identity/viewer.h"
#include "incident/incident_api.h"
#include "incident/incident_change_store.h"
#include "incident/incident_detail_store.h"
#include "incident/incident_store.h"
#include "incident/injured_store.h"
#include "incident/report_form.h"
#include "incident/report_pages.h"

/* A short report that its reporter completes. */
struct completion {
	struct change change;
	struct report_form form;
	struct incident incident;    /* as stored when the page was asked for */
	struct rows injured;         /* stored already: the first of the form */
};

/* What is reported of operations is fixed from the first; its short reports are completed nevertheless. */
static enum record_area area_of(const struct incident *incident)
{
	return incident->reg == REGISTER_OPERATIONS ? AREA_IMPACTS : AREA_DETAILS;
}

/* The stored values as the forms hold them. */
static void answer_stored(struct completion *c)
{
	struct request *rq = c->form.rq;
	struct answers *answers = &c->form.answers;
	const struct field *place = record_field(&incident_record, STR("establishment_id"));

	answers_set(answers, "establishment_id", field_text(rq->arena, place, &c->incident));
	answers_set(answers, "register", str_of(codes_code(&register_codes, c->incident.reg)));
	for (const char *const *name = report_form_names(STEP_CONTEXT); *name; name++) {
		const struct field *field = record_field(&incident_record, str_of(*name));
		answers_set(answers, *name, field_text(rq->arena, field, &c->incident));
	}
	for (size_t i = 0; i < c->injured.count; i++)
		for (const char *const *name = answers_injured_names; *name; name++) {
			const struct field *field = record_field(&injured_person_record, str_of(*name));
			struct str key = arena_printf(rq->arena, "injured.%zu.%s", i, *name);
			answers_set(answers, key.at, field_text(rq->arena, field, ROW(struct injured_person, c->injured, i)));
		}
}

/* Whose name is kept from the reader by now is not theirs to change either. */
static void drop_hidden(struct completion *c)
{
	size_t kept = 0;

	for (size_t i = 0; i < c->injured.count; i++) {
		const struct injured_person *person = ROW(struct injured_person, c->injured, i);
		if (incident_shows_injured(c->form.rq->viewer, &c->incident, person))
			*ROW(struct injured_person, c->injured, kept++) = *person;
	}
	c->injured.count = kept;
}

static enum rc open_completion(struct request *rq, struct completion *c)
{
	*c = (struct completion){.form = {.rq = rq, .answers = ANSWERS_IN(rq->arena)}};
	enum rc rc = incident_by_number(rq->db, rq->arena, rq->viewer->organization_id, param(rq, "number"), &c->incident);
	if (rc == RC_OK && !incident_is_visible(rq->viewer, &c->incident))
		rc = RC_NOT_FOUND;
	bool is_own = rq->viewer->person_id && c->incident.reporter_id == rq->viewer->person_id;
	if (rc == RC_OK && (!is_own || c->incident.is_complete))
		rc = RC_DENIED;
	const struct workflow *workflow = NULL;
	if (rc == RC_OK)
		rc = workflow_of(rq->db, &c->incident, &workflow);
	const char *lock = rc == RC_OK ? workflow_lock(workflow, &c->incident, area_of(&c->incident)) : NULL;
	if (lock) {
		problem_add(rq, "", lock);
		rc = RC_LOCKED;
	}
	if (rc == RC_OK)
		rc = injured_list(rq->db, rq->arena, rq->viewer->organization_id, c->incident.id, &c->injured);
	if (rc != RC_OK)
		return rc;
	drop_hidden(c);
	answer_stored(c);
	rc = report_form_begin(&c->form, false);
	return rc == RC_OK ? report_form_offer(&c->form, STEP_CONTEXT) : rc;
}

static enum rc show(struct completion *c, struct response *rs, const char *more)
{
	struct request *rq = c->form.rq;
	struct view *page = view_new(rq->arena);
	struct str submission = pairs_get(&rq->form, "submission");

	report_form_show(&c->form, page, STEP_CONTEXT, "");
	report_form_show(&c->form, page, STEP_PEOPLE, more);
	report_form_hide(&c->form, page);
	view_record(page, "incident", &incident_record, &c->incident);
	view_text(page, "submission", uuid_is_valid(submission) ? submission : uuid_new(rq->arena, rq->now));
	return respond_page(rq, rs, "incident/report-details", page);
}

static enum rc details_get(struct request *rq, struct response *rs)
{
	struct completion c;
	enum rc rc = open_completion(rq, &c);

	return rc == RC_OK ? show(&c, rs, "") : rc;
}

static enum rc write_people(struct db *db, struct completion *c, const struct actor *actor)
{
	struct request *rq = c->form.rq;
	size_t count = answers_count(&c->form.answers, "injured", ANSWERS_PEOPLE_MOST);
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < count; i++) {
		const char *prefix = arena_printf(rq->arena, "injured.%zu.", i).at;
		const struct injured_person *before = i < c->injured.count ? ROW(struct injured_person, c->injured, i) : NULL;
		struct injured_person row;
		record_clear(&injured_person_record, &row);
		if (before)
			row = *before;
		answers_row(&c->form.answers, &injured_person_record, answers_injured_names, prefix, NULL, rq->now, &row);
		row.incident_id = c->incident.id;
		if (!row.full_name.len)
			continue;
		rc = before ? incident_change_injured(db, rq->arena, actor, before, &row)
			    : incident_add_injured(db, rq->arena, actor, &row, STR(""));
	}
	return rc;
}

static enum rc write_evidence(struct db *db, struct completion *c, const struct actor *actor)
{
	struct request *rq = c->form.rq;
	struct incident_report report;
	enum rc rc = RC_OK;

	answers_report(&c->form.answers, rq->zone, rq->now, &report);
	for (size_t i = 0; rc == RC_OK && i < report.witness_count; i++) {
		struct witness row = report.witnesses[i];
		row.incident_id = c->incident.id;
		rc = incident_add_witness(db, rq->arena, actor, &row, STR(""));
	}
	for (size_t i = 0; rc == RC_OK && i < report.attachment_count; i++) {
		struct attachment row = report.attachments[i];
		row.organization_id = c->incident.organization_id;
		row.incident_id = c->incident.id;
		row.added_by_id = c->incident.reporting == REPORTING_NAMED ? c->incident.reporter_id : 0;
		row.created_at = actor->now;
		rc = attachment_add(db, rq->arena, actor, &row);
	}
	return rc;
}

/* What the report said already is found already. */
static enum rc add_words(struct db *db, const struct incident *before, const struct incident *after)
{
	const struct str texts[][2] = {
		{before->immediate_actions, after->immediate_actions},
		{before->specific_location, after->specific_location},
	};
	enum rc rc = RC_OK;

	for (size_t i = 0; rc == RC_OK && i < sizeof texts / sizeof *texts; i++)
		if (!str_equal(texts[i][0], texts[i][1]))
			rc = incident_words_add(db, after->organization_id, after->id, texts[i][1], false);
	return rc;
}

static enum rc complete_body(struct db *db, void *closure)
{
	struct completion *c = closure;
	struct request *rq = c->form.rq;
	struct actor actor = incident_reporter_actor(&c->change.actor, (enum reporting)c->incident.reporting);
	struct incident before;
	int64_t version = 0;
	enum rc rc = incident_lock_area(db, rq->arena, c->incident.organization_id, c->incident.id,
					area_of(&c->incident),
					&before);

	str_to_int(pairs_get(&rq->form, "version"), 1, INT64_MAX, &version);
	if (rc == RC_OK && before.version != version)
		rc = RC_CONFLICT;
	if (rc != RC_OK)
		return rc;
	struct incident after = before;
	answers_row(&c->form.answers, &incident_record, report_form_names(STEP_CONTEXT), "", rq->zone, rq->now, &after);
	after.is_complete = true;
	rc = incident_change(db, rq->arena, &actor, "incident.completed", &before, &after, STR(""));
	if (rc == RC_OK)
		rc = add_words(db, &before, &after);
	if (rc == RC_OK)
		rc = write_people(db, c, &actor);
	if (rc == RC_OK)
		rc = write_evidence(db, c, &actor);
	c->change.answer = arena_printf(rq->arena, "/incidents/%.*s", STR_ARG(before.number));
	return rc;
}

/* People who stand on the report already may have an OSHA case: a name left empty does not take them off. */
static void check_names(struct completion *c)
{
	for (size_t i = 0; i < c->injured.count; i++) {
		const char *name = arena_printf(c->form.rq->arena, "injured.%zu.full_name", i).at;
		if (!str_trim(answers_get(&c->form.answers, name)).len)
			problem_add(c->form.rq, name,
				    N_("Who was reported as hurt stays on the report. If that was wrong, tell the incident manager in a message."));
	}
}

static enum rc details_post(struct request *rq, struct response *rs)
{
	struct completion c;
	struct str go = pairs_get(&rq->form, "go");
	enum rc rc = open_completion(rq, &c);

	if (rc == RC_DENIED && c.incident.is_complete && !rq->api)
		return respond_redirect(rq, rs, arena_printf(rq->arena, "/incidents/%.*s", STR_ARG(c.incident.number)));
	if (rc != RC_OK)
		return rc;
	if (rq->api)
		report_form_keep(&c.form);
	rc = report_form_take(&c.form, STEP_CONTEXT);
	if (rc != RC_OK)
		return rc;
	report_form_take_all(&c.form);
	enum rc files = report_form_take_files(&c.form);
	if (files != RC_OK && files != RC_INVALID)
		return files;
	if (str_is(go, "injured") || str_is(go, "witness"))
		return show(&c, rs, go.at);
	if (report_form_check(&c.form, STEP_CONTEXT) == RC_FAULT || report_form_check(&c.form, STEP_PEOPLE) == RC_FAULT)
		return RC_FAULT;
	check_names(&c);
	if (rq->problem_count)
		return show(&c, rs, "");
	c.change = change_of(rq);
	return change_run(&c.change, rs, "incident_completed", complete_body, &c);
}

static const struct form context_fields = {&incident_record, report_form_context_names, NULL};

const struct route report_details_routes[] = {
	{METHOD_GET, "/incidents/{number}/details", MAY_REPORT, 0, details_get, "what a short report left out",
	 .offered_by = "getIncident"},
	{METHOD_POST, "/incidents/{number}/details", MAY_REPORT, ROUTE_UPLOAD, details_post, "add it",
	 .api = API_CHANGE("completeReport", "Incidents", API_INCIDENTS_WRITE,
			   API_BODY("ReportDetails", {API_FIELDS, .form = &context_fields, .flags = API_OPTIONAL}, INCIDENT_API_PEOPLE),
			   .flags = API_VERSIONED | API_PARTIAL | API_SANDBOX, .method = METHOD_PATCH,
			   .about = "Adds what a short report left out, for its reporter. People who stand on the report come first in"
				    " `injured`, each with a name; without it they stay as they are.")},
	ROUTE_END,
};
