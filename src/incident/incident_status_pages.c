#include "incident/incident_status_pages.h"

#include <stddef.h>

#include "base/random.h"
#include "event/submission.h"
#include "http/api_operation.h"
#include "http/pairs.h"
#include "identity/permission.h"
#include "incident/draft_pages.h"
#include "incident/incident_advance.h"
#include "incident/incident_change_store.h"
#include "incident/incident_signed.h"
#include "incident/workflow_view.h"
#include "signature/signature_form.h"

struct reason {
	struct str reason;
};
#define OFFSET(member) .name = #member, .offset = offsetof(struct reason, member)
static const struct field reason_fields[] = {
	{.kind = FIELD_PROSE, OFFSET(reason), .label = N_("Reason"), .flags = FIELD_REQUIRED, .max = 2000},
	{.kind = FIELD_PROSE,
	 .name = "note",
	 .offset = offsetof(struct reason, reason),
	 .label = N_("Note"),
	 .max = 2000},
	FIELD_END,
};
#undef OFFSET
static const struct record reason_record = {"reason", sizeof(struct reason), reason_fields};
static const char *const reason_names[] = {"reason", NULL};
static const struct form reason_form = {&reason_record, reason_names, NULL};
static const char *const note_names[] = {"note", NULL};
static const struct form note_form = {&reason_record, note_names, NULL};

/* Refused, with every reason: the same words as beside the button. */
static enum rc refuse_step(struct request *rq, const struct workflow_reasons *reasons)
{
	for (size_t i = 0; i < reasons->count; i++)
		problem_add(rq, "", reasons->at[i].text);
	return RC_LOCKED;
}

/* May the step be taken now? RC_LOCKED with every reason when not. */
static enum rc check_step(struct request *rq, struct db *db, const struct incident *incident,
			  const struct transition *step)
{
	struct workflow_facts facts;
	struct workflow_reasons reasons;
	enum rc rc = record_facts(db, rq->arena, incident, rq->now, workflow_guards(step), &facts);

	if (rc != RC_OK || workflow_check(step, incident, &facts, rq->viewer, &reasons))
		return rc;
	if (!workflow_permits(step, incident, rq->viewer))
		return RC_DENIED;
	return refuse_step(rq, &reasons);
}

static const struct form *form_of(const struct transition *step)
{
	return step->needs_reason ? &reason_form : &note_form;
}

/* The form's own address, where its draft is kept. */
static struct str step_path(struct request *rq, const struct incident *incident, const struct transition *step)
{
	struct str behind = arena_printf(rq->arena, "/status/%s", codes_code(&status_codes, step->to_status));

	return incident_href(rq->arena, incident, behind.at);
}

static enum rc respond_step(struct request *rq, struct response *rs, const struct incident_shown *shown,
			    const struct transition *step)
{
	struct view *page;
	enum rc rc = record_page(rq, shown, "", &page);

	if (rc != RC_OK)
		return rc;
	view_text(page, "step", workflow_view_label(rq, step));
	view_code(page, "status_before", &status_codes, step->from_status);
	view_code(page, "status_after", &status_codes, step->to_status);
	view_text(page, "submission", uuid_new(rq->arena, rq->now));
	view_text(page, "cancel_href", incident_href(rq->arena, &shown->incident, ""));
	view_flag(page, "needs_signature", step->needs_signature);
	struct reason drafted = {0};
	rc = draft_restore(rq, page, step_path(rq, &shown->incident, step), form_of(step), &drafted);
	form_view(rq, page, "form", form_of(step), &drafted);
	if (rc == RC_OK && step->needs_signature)
		rc = signature_form_view(rq, page);
	return rc == RC_OK ? respond_page(rq, rs, "incident/status", page) : rc;
}

/* The step from one state to that of the address; automatic ones are not for people. */
static const struct transition *step_asked(const struct request *rq, const struct incident_shown *shown, int from)
{
	int to = codes_find(&status_codes, param(rq, "to"));
	const struct transition *step = from > 0 && to > 0 ? workflow_step(shown->workflow, from, to) : NULL;

	return step && step->permits.len ? step : NULL;
}

static enum rc status_get(struct request *rq, struct response *rs)
{
	struct incident_shown shown;
	enum rc rc = incident_shown_find(rq, &shown);

	if (rc != RC_OK)
		return rc;
	const struct transition *step = step_asked(rq, &shown, shown.incident.status);
	if (!step)
		return RC_NOT_FOUND;
	rc = check_step(rq, rq->db, &shown.incident, step);
	return rc == RC_OK ? respond_step(rq, rs, &shown, step) : rc;
}

struct moving {
	struct change change;
	int64_t id;
	const struct transition *step;
	struct str reason;
	struct str zone;
};

/* Signs what the incident is after the step. */
static enum rc sign_move(struct db *db, struct moving *moving)
{
	struct request *rq = moving->change.rq;
	struct signature signature;
	struct incident incident;
	enum rc rc = incident_lock(db, rq->arena, rq->viewer->organization_id, moving->id, &incident);

	if (rc == RC_OK)
		rc = signature_form_accept(db, rq, &moving->change.actor);
	if (rc != RC_OK)
		return rc;
	record_clear(&signature_record, &signature);
	signature.kind = SIGNATURE_INCIDENT;
	signature.subject_id = signature.incident_id = incident.id;
	signature.round = incident.version;
	signature.meaning = incident.status == STATUS_CLOSED ? MEANING_CLOSED : MEANING_APPROVED;
	signature.reason = moving->reason;
	signature.zone = moving->zone;
	signature.content = incident_signed_content(rq->arena, &incident);
	return signature_sign(db, rq->arena, &moving->change.actor, &signature);
}

static enum rc write_move(struct db *db, void *closure)
{
	struct moving *moving = closure;
	struct request *rq = moving->change.rq;
	struct incident incident;
	enum rc rc = incident_lock(db, rq->arena, rq->viewer->organization_id, moving->id, &incident);

	if (rc == RC_OK && incident.status != moving->step->from_status)
		rc = RC_CONFLICT;
	if (rc == RC_OK)
		rc = check_step(rq, db, &incident, moving->step);
	if (rc == RC_OK)
		rc = incident_move(db, rq->arena, &moving->change.actor, &incident, moving->step, moving->reason);
	if (rc == RC_OK && moving->step->needs_signature)
		rc = sign_move(db, moving);
	if (rc == RC_OK)
		rc = draft_done(db, rq, step_path(rq, &incident, moving->step));
	if (rc != RC_OK)
		return rc;
	moving->change.answer = incident_href(rq->arena, &incident, "");
	return incident_advance(db, rq->arena, &moving->change.actor, incident.id, "");
}

enum rc incident_status_post(struct request *rq, struct response *rs)
{
	struct incident_shown shown;
	struct reason typed = {0};
	struct moving moving = {.change = change_of(rq)};
	enum rc rc = incident_shown_find(rq, &shown);

	if (rc != RC_OK)
		return rc;
	/* From the state that was looked at: a repeated POST and one that came too late both find another by
	 * now. */
	const struct str from = pairs_get(&rq->form, "from");
	moving.step = step_asked(rq, &shown, rq->api && !from.len ? shown.incident.status : codes_find(&status_codes, from));
	if (!moving.step && rq->api) {
		problem_add(rq, "", N_("No step leads from the present state to this one"));
		return RC_LOCKED;
	}
	if (!moving.step)
		return RC_NOT_FOUND;
	bool is_there = shown.incident.status == moving.step->from_status;
	if (is_there)
		rc = check_step(rq, rq->db, &shown.incident, moving.step);
	if (rc != RC_OK)
		return rc;
	if (is_there && draft_is_asked(rq)) {
		struct str path = step_path(rq, &shown.incident, moving.step);
		return draft_keep(rq, rs, path, path);
	}
	/* Who sends a reason where only a note is asked for means the note. */
	if (rq->api && !moving.step->needs_reason && !pairs_has(&rq->form, "note"))
		pairs_add(rq->arena, &rq->form, STR("note"), pairs_get(&rq->form, "reason"));
	if (form_read(rq, form_of(moving.step), &typed) != RC_OK)
		return respond_step(rq, rs, &shown, moving.step);
	if (is_there && moving.step->needs_signature)
		rc = signature_confirm(rq);
	if (rc != RC_OK)
		return rc == RC_INVALID ? respond_step(rq, rs, &shown, moving.step) : rc;
	moving.id = shown.incident.id;
	moving.reason = typed.reason;
	moving.zone = shown.around.zone;
	return change_run(&moving.change, rs, "incident_move", write_move, &moving);
}

static const struct api_schema status_body = {
	"StatusChange", "Why the state changes, and the signature where the step needs one",
	(const struct api_member[]){
		{API_FIELDS, .form = &reason_form, .optional = reason_names},
		{API_FIELDS, .form = &note_form},
		{API_CODE, "from", .codes = &status_codes, .help = "the state that was looked at; without: the present one"},
		{API_TEXT, "password", .help = "of the account, where the step is signed"},
		{API_BOOL, "accepts_policy", .help = "where the signature policy was never accepted"},
		API_MEMBERS_END,
	}};

const struct route incident_status_routes[] = {
	{.method = METHOD_GET,
	 .path = "/incidents/{number}/status/{to}",
	 .needs = MAY_SEE_INCIDENTS,
	 .handle = status_get,
	 .help = "asks for the reason of a change of state"},
	{.method = METHOD_POST,
	 .path = "/incidents/{number}/status/{to}",
	 .needs = MAY_SEE_INCIDENTS,
	 .handle = incident_status_post,
	 .help = "changes the state",
	 .api = API_CHANGE("changeIncidentStatus", "Incidents", API_INCIDENTS_WRITE, &status_body, .flags = API_SANDBOX,
			   .about = "Takes the step of the workflow to that state; refused with every reason at once")},
	ROUTE_END,
};
