#include "investigation/approval_pages.h"

#include <stddef.h>

#include "http/api_operation.h"
#include "incident/incident_change_store.h"
#include "investigation/approval.h"
#include "investigation/approval_view.h"
#include "investigation/gaps.h"
#include "signature/signature_form.h"

static const struct code decision_rows[] = {
	{"", ""},
	{"approved", N_("Approve")},
	{"rejected", N_("Reject: back to the investigators")},
	{NULL, NULL},
};
static const struct codes decision_codes = {"decision", decision_rows};

struct typed {
	int decision;
	struct str comments;
	struct str reason;
};
#define AT(member) .name = #member, .offset = offsetof(struct typed, member)
static const struct field typed_fields[] = {
	{.kind = FIELD_CODE,
	 AT(decision),
	 .label = N_("Decision"),
	 .flags = FIELD_REQUIRED,
	 .codes = &decision_codes},
	{.kind = FIELD_PROSE,
	 AT(comments),
	 .label = N_("Comments"),
	 .max = 4000,
	 .hint = N_("Needed to reject: what has to be reworked")},
	{.kind = FIELD_PROSE, AT(reason), .label = N_("Reason"), .flags = FIELD_REQUIRED, .max = 2000},
	FIELD_END,
};
#undef AT
static const struct record typed_record = {"decision", sizeof(struct typed), typed_fields};
static const char *const decision_names[] = {"decision", "comments", NULL};
static const char *const reason_names[] = {"reason", NULL};

static enum rc check_decision(struct request *rq, const void *row)
{
	const struct typed *typed = row;

	if (str_is(str_of(codes_code(&decision_codes, typed->decision)), "rejected") && !typed->comments.len)
		return problem_add(rq, "comments", N_("Say what has to be reworked"));
	return RC_OK;
}
static const struct form decision_form = {&typed_record, decision_names, check_decision};
static const struct form reason_form = {&typed_record, reason_names, NULL};

struct signing {
	struct change change;
	const struct investigation_shown *v;
	struct decision decision;
	const char *said;
};

/* The account that submitted it, as the signatures say. */
static enum rc find_submitter(struct db *db, struct arena *arena, const struct investigation *i, int64_t *account_id)
{
	struct rows signatures = {0};
	enum rc rc = signature_list(db, arena, i->organization_id, SIGNATURE_INVESTIGATION, i->id, &signatures);

	*account_id = approval_submitter(&signatures);
	return rc;
}

/* Asked again under lock: roles, names and state may have changed since the page was shown. */
static enum rc check_signer(struct db *db, const struct signing *s, const struct incident *incident,
			    const struct investigation *i)
{
	struct request *rq = s->change.rq;
	struct findings findings;
	int64_t submitter;
	enum rc rc = find_submitter(db, rq->arena, i, &submitter);

	if (rc != RC_OK)
		return rc;
	if (s->decision.meaning != MEANING_AUTHORED)
		return investigation_why_not_decide(rq->viewer, incident, i, submitter) ? RC_DENIED : RC_OK;
	if (investigation_why_not_submit(rq->viewer, incident, i))
		return RC_DENIED;
	rc = findings_load(db, rq->arena, incident, &findings);
	return rc == RC_OK && gaps_of(rq->arena, incident, &findings).count ? RC_CONFLICT : rc;
}

static enum rc write_signature(struct db *db, void *closure)
{
	struct signing *s = closure;
	struct request *rq = s->change.rq;
	const struct incident *shown = &s->v->shown.incident;
	struct incident incident;
	struct investigation i;
	enum rc rc = incident_lock_area(db, rq->arena, shown->organization_id, shown->id, AREA_INVESTIGATION, &incident);

	if (rc == RC_OK)
		rc = investigation_lock_any(db, rq->arena, shown->organization_id, shown->id, &i);
	if (rc == RC_OK)
		rc = check_signer(db, s, &incident, &i);
	if (rc == RC_OK)
		rc = signature_form_accept(db, rq, &s->change.actor);
	s->change.answer = investigation_href(rq->arena, shown, arena_printf(rq->arena, "?said=%s", s->said).at);
	return rc == RC_OK ? approval_sign(db, rq->arena, &s->change.actor, &incident, &i, &s->decision) : rc;
}

static enum rc sign(struct request *rq, struct response *rs, const struct investigation_shown *v, int meaning,
		    struct str reason, const char *said)
{
	struct signing s = {.change = change_of(rq),
			    .v = v,
			    .decision = {meaning, reason, v->shown.around.zone},
			    .said = said};

	return change_run(&s.change, rs, "investigation_sign", write_signature, &s);
}

/* --- submitting --- */

static enum rc find_submit(struct request *rq, struct investigation_shown *v)
{
	enum rc rc = investigation_shown_edit(rq, v);

	if (rc != RC_OK)
		return rc;
	return investigation_why_not_submit(rq->viewer, &v->shown.incident, &v->findings.investigation) ? RC_DENIED :
													  RC_OK;
}

static enum rc respond_submit(struct request *rq, struct response *rs, const struct investigation_shown *v)
{
	struct view *page;
	enum rc rc = investigation_page(rq, v, "", &page);

	if (rc == RC_OK)
		rc = signature_form_view(rq, page);
	if (rc != RC_OK)
		return rc;
	investigation_view_gaps(rq, v, page);
	view_int(page, "next_round", v->findings.investigation.round + 1);
	view_text(page, "cancel_href", investigation_href(rq->arena, &v->shown.incident, ""));
	return respond_page(rq, rs, "investigation/submit", page);
}

static enum rc submit_get(struct request *rq, struct response *rs)
{
	struct investigation_shown v;
	enum rc rc = find_submit(rq, &v);

	return rc == RC_OK ? respond_submit(rq, rs, &v) : rc;
}

static enum rc submit_post(struct request *rq, struct response *rs)
{
	struct investigation_shown v;
	enum rc rc = find_submit(rq, &v);

	if (rc != RC_OK)
		return rc;
	if (gaps_of(rq->arena, &v.shown.incident, &v.findings).count) {
		rs->status = rc_http_status(RC_INVALID);
		return respond_submit(rq, rs, &v);
	}
	rc = signature_confirm(rq);
	if (rc == RC_INVALID)
		return respond_submit(rq, rs, &v);
	return rc == RC_OK ? sign(rq, rs, &v, MEANING_AUTHORED, STR_NONE, "submitted") : rc;
}

/* --- deciding --- */

static enum rc find_decide(struct request *rq, struct investigation_shown *v)
{
	int64_t submitter = 0;
	enum rc rc = investigation_shown_find(rq, v);

	if (rc == RC_OK)
		rc = incident_shown_unlocked(rq, &v->shown, AREA_INVESTIGATION);
	if (rc == RC_OK)
		rc = find_submitter(rq->db, rq->arena, &v->findings.investigation, &submitter);
	if (rc != RC_OK)
		return rc;
	return investigation_why_not_decide(rq->viewer, &v->shown.incident, &v->findings.investigation, submitter) ?
		       RC_DENIED :
		       RC_OK;
}

static enum rc respond_decide(struct request *rq, struct response *rs, const struct investigation_shown *v)
{
	struct view *page;
	enum rc rc = investigation_page(rq, v, "", &page);

	if (rc == RC_OK)
		rc = signature_form_view(rq, page);
	if (rc == RC_OK)
		rc = approval_view(rq, v, page);
	if (rc != RC_OK)
		return rc;
	form_view(rq, page, "form", &decision_form, NULL);
	view_text(page, "cancel_href", investigation_href(rq->arena, &v->shown.incident, ""));
	return respond_page(rq, rs, "investigation/decide", page);
}

static enum rc decide_get(struct request *rq, struct response *rs)
{
	struct investigation_shown v;
	enum rc rc = find_decide(rq, &v);

	return rc == RC_OK ? respond_decide(rq, rs, &v) : rc;
}

static enum rc decide_post(struct request *rq, struct response *rs)
{
	struct investigation_shown v;
	struct typed typed = {0};
	enum rc rc = find_decide(rq, &v);

	if (rc != RC_OK)
		return rc;
	rc = form_read(rq, &decision_form, &typed);
	if (rc == RC_OK)
		rc = signature_confirm(rq);
	if (rc == RC_INVALID)
		return respond_decide(rq, rs, &v);
	if (rc != RC_OK)
		return rc;
	bool is_rejected = str_is(str_of(codes_code(&decision_codes, typed.decision)), "rejected");
	return sign(rq, rs, &v, is_rejected ? MEANING_REJECTED : MEANING_APPROVED, typed.comments,
		    is_rejected ? "rejected" : "approved");
}

/* --- opening again --- */

static enum rc find_reopen(struct request *rq, struct investigation_shown *v)
{
	enum rc rc = investigation_shown_find(rq, v);

	if (rc == RC_OK)
		rc = incident_shown_unlocked(rq, &v->shown, AREA_INVESTIGATION);
	return rc == RC_OK && !approval_may_reopen(rq, v) ? RC_DENIED : rc;
}

static enum rc respond_reopen(struct request *rq, struct response *rs, const struct investigation_shown *v)
{
	struct view *page;
	enum rc rc = investigation_page(rq, v, "", &page);

	if (rc != RC_OK)
		return rc;
	form_view(rq, page, "form", &reason_form, NULL);
	view_text(page, "cancel_href", investigation_href(rq->arena, &v->shown.incident, ""));
	return respond_page(rq, rs, "investigation/reopen", page);
}

static enum rc reopen_get(struct request *rq, struct response *rs)
{
	struct investigation_shown v;
	enum rc rc = find_reopen(rq, &v);

	return rc == RC_OK ? respond_reopen(rq, rs, &v) : rc;
}

static enum rc write_reopen(struct db *db, void *closure)
{
	struct signing *s = closure;
	struct request *rq = s->change.rq;
	const struct incident *shown = &s->v->shown.incident;
	struct incident incident;
	struct investigation i;
	enum rc rc = incident_lock_area(db, rq->arena, shown->organization_id, shown->id, AREA_INVESTIGATION, &incident);

	if (rc == RC_OK)
		rc = investigation_lock_any(db, rq->arena, shown->organization_id, shown->id, &i);
	s->change.answer = investigation_href(rq->arena, shown, "?said=reopened");
	return rc == RC_OK ? approval_reopen(db, rq->arena, &s->change.actor, &i, s->decision.reason) : rc;
}

static enum rc reopen_post(struct request *rq, struct response *rs)
{
	struct investigation_shown v;
	struct typed typed = {0};
	struct signing s = {.change = change_of(rq), .v = &v};
	enum rc rc = find_reopen(rq, &v);

	if (rc != RC_OK)
		return rc;
	if (form_read(rq, &reason_form, &typed) != RC_OK)
		return respond_reopen(rq, rs, &v);
	s.decision.reason = typed.reason;
	return change_run(&s.change, rs, "investigation_reopen", write_reopen, &s);
}

#define TAB_PATH "/incidents/{number}/investigation"
#define SIGNED_WITH {API_TEXT, "password", .flags = API_REQUIRED, .help = "of the account"}, {API_BOOL, "accepts_policy"}

const struct route approval_routes[] = {
	{.method = METHOD_GET,
	 .path = TAB_PATH "/submit",
	 .needs = MAY_INVESTIGATE,
	 .handle = submit_get,
	 .help = "what is missing, and the signature of the author"},
	{.method = METHOD_POST,
	 .path = TAB_PATH "/submit",
	 .needs = MAY_INVESTIGATE,
	 .handle = submit_post,
	 .help = "submits the investigation, signed",
	 .api = API_CHANGE("submitInvestigation", "Investigations", API_INVESTIGATIONS_WRITE, API_BODY("Submission", SIGNED_WITH),
			   .flags = API_PASSWORD)},
	{.method = METHOD_GET,
	 .path = TAB_PATH "/decision",
	 .needs = MAY_APPROVE_INVESTIGATIONS,
	 .handle = decide_get,
	 .help = "the form to approve or reject"},
	{.method = METHOD_POST,
	 .path = TAB_PATH "/decision",
	 .needs = MAY_APPROVE_INVESTIGATIONS,
	 .handle = decide_post,
	 .help = "approves or rejects, signed",
	 .api = API_CHANGE("decideInvestigation", "Investigations", API_INVESTIGATIONS_WRITE, API_BODY("InvestigationDecision", {API_FIELDS, .form = &decision_form}, SIGNED_WITH),
			   .flags = API_PASSWORD)},
	{.method = METHOD_GET,
	 .path = TAB_PATH "/reopen",
	 .needs = MAY_MANAGE_INCIDENTS,
	 .handle = reopen_get,
	 .help = "asks why an approved investigation is opened again"},
	{.method = METHOD_POST,
	 .path = TAB_PATH "/reopen",
	 .needs = MAY_MANAGE_INCIDENTS,
	 .handle = reopen_post,
	 .help = "opens it again",
	 .api = API_CHANGE("reopenInvestigation", "Investigations", API_INVESTIGATIONS_WRITE, API_FORM("Reopening", &reason_form))},
	ROUTE_END,
};
