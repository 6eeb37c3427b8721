#include "incident/unmask_pages.h"

#include "base/random.h"
#include "event/submission.h"
#include "http/api_operation.h"
#include "incident/record.h"
#include "incident/unmask_store.h"

static const char *const ask_names[] = {"reason", NULL};
static const struct form ask_form = {&unmask_request_record, ask_names, NULL};

static bool is_reporter(const struct request *rq, const struct incident *incident)
{
	return rq->viewer->person_id && rq->viewer->person_id == incident->reporter_id;
}

/* Who may ask and decide: not the reporter, who may be an administrator too. */
static bool may_unmask(const struct request *rq, const struct incident *incident)
{
	return viewer_may(rq->viewer, MAY_UNMASK) && !is_reporter(rq, incident);
}

/* Confidential reports only; for administrators who may ask, and for the reporter. */
static enum rc find_shown(struct request *rq, struct incident_shown *shown)
{
	enum rc rc = incident_shown_find(rq, shown);

	if (rc == RC_OK && shown->incident.reporting != REPORTING_CONFIDENTIAL)
		rc = RC_NOT_FOUND;
	if (rc == RC_OK && !viewer_may(rq->viewer, MAY_UNMASK) && !is_reporter(rq, &shown->incident))
		rc = RC_DENIED;
	return rc;
}

/* Every look at the name is an entry of its own. */
static enum rc show_name(struct request *rq, struct view *page, const struct incident *incident)
{
	struct incident_around around;
	struct actor actor = actor_of(rq->viewer, rq->id, rq->now);
	struct audit_entry entry = {.action = "incident.reporter_seen",
				    .subject = "incident",
				    .subject_id = incident->id,
				    .incident_id = incident->id};
	enum rc rc = incident_around(rq->db, rq->arena, rq->viewer, incident, &around);

	if (rc == RC_OK)
		rc = audit_append(rq->db, &actor, &entry);
	if (rc == RC_OK)
		view_text(page, "reporter_name", around.reporter);
	return rc;
}

static enum rc show_requests(struct request *rq, struct response *rs, const struct incident_shown *shown)
{
	struct view *page;
	const bool may_ask = may_unmask(rq, &shown->incident);
	bool shows_name = false, is_waiting = false;
	struct rows rows;
	enum rc rc = unmask_list(rq->db, rq->arena, rq->viewer->organization_id, shown->incident.id, &rows);

	if (rc == RC_OK)
		rc = record_page(rq, shown, "", &page);
	if (rc != RC_OK)
		return rc;
	struct view_list *list = view_list(page, "requests");
	for (size_t i = 0; i < rows.count; i++) {
		const struct unmask_request *request = ROW(struct unmask_request, rows, i);
		struct view *item = view_add(list);
		enum unmask_state state = unmask_state(request, rq->now);
		view_merge(item, &unmask_request_record, request);
		view_code(item, "state", &unmask_state_codes, (int)state);
		view_flag(item, "may_decide",
			  may_ask && unmask_may_decide(request, rq->viewer->account_id));
		shows_name = shows_name || unmask_shows_name(request, rq->viewer->account_id, rq->now);
		is_waiting = is_waiting || state == UNMASK_WAITS;
	}
	view_flag(page, "may_ask", may_ask && !is_waiting && !shows_name);
	view_flag(page, "is_reporter", is_reporter(rq, &shown->incident));
	view_text(page, "submission", uuid_new(rq->arena, rq->now));
	form_view(rq, page, "form", &ask_form, NULL);
	if (shows_name && may_ask)
		rc = show_name(rq, page, &shown->incident);
	return rc == RC_OK ? respond_page(rq, rs, "incident/unmask", page) : rc;
}

static enum rc requests_get(struct request *rq, struct response *rs)
{
	struct incident_shown shown;
	enum rc rc = find_shown(rq, &shown);

	return rc == RC_OK ? show_requests(rq, rs, &shown) : rc;
}

struct unmask_work {
	struct change change;
	struct incident_shown shown;
	struct unmask_request before, request;
};

static enum rc tell(struct db *db, const struct unmask_work *work, const char *action, const void *before)
{
	return audit_change(db, work->change.rq->arena, &work->change.actor, action, &unmask_request_record,
			    work->request.id, work->request.incident_id, before, &work->request,
			    work->request.reason);
}

static enum rc write_request(struct db *db, void *closure)
{
	struct unmask_work *work = closure;
	enum rc rc = unmask_insert(db, &work->request);

	return rc == RC_OK ? tell(db, work, "incident.reporter_asked", NULL) : rc;
}

static enum rc ask_post(struct request *rq, struct response *rs)
{
	struct unmask_work work = {.change = change_of(rq)};
	enum rc rc = find_shown(rq, &work.shown);

	if (rc == RC_OK && !may_unmask(rq, &work.shown.incident))
		rc = RC_DENIED;
	if (rc != RC_OK)
		return rc;
	record_clear(&unmask_request_record, &work.request);
	if (form_read(rq, &ask_form, &work.request) != RC_OK)
		return show_requests(rq, rs, &work.shown);
	work.request.organization_id = rq->viewer->organization_id;
	work.request.uuid = uuid_new(rq->arena, rq->now);
	work.request.incident_id = work.shown.incident.id;
	work.request.requested_by_id = rq->viewer->account_id;
	work.request.requested_at = rq->now;
	work.request.version = 1;
	work.change.answer = incident_href(rq->arena, &work.shown.incident, "/reporter");
	return change_run(&work.change, rs, "unmask_ask", write_request, &work);
}

static enum rc write_decision(struct db *db, void *closure)
{
	struct unmask_work *work = closure;
	bool is_yes = work->request.is_approved == ANSWER_YES;
	enum rc rc = unmask_decide(db, &work->request);

	return rc == RC_OK ? tell(db, work, is_yes ? "incident.reporter_revealed" : "incident.reporter_kept",
				  &work->before)
			   : rc;
}

static enum rc decide_post(struct request *rq, struct response *rs)
{
	struct unmask_work work = {.change = change_of(rq)};
	enum rc rc = find_shown(rq, &work.shown);

	if (rc == RC_OK && !may_unmask(rq, &work.shown.incident))
		rc = RC_DENIED;
	if (rc == RC_OK)
		rc = unmask_by_uuid(rq->db, rq->arena, rq->viewer->organization_id, work.shown.incident.id,
				    param(rq, "uuid"), &work.before);
	if (rc == RC_OK && !unmask_may_decide(&work.before, rq->viewer->account_id))
		rc = work.before.decided_by_id ? RC_CONFLICT : RC_DENIED;
	if (rc != RC_OK)
		return rc;
	work.request = work.before;
	work.request.decided_by_id = rq->viewer->account_id;
	work.request.is_approved =
		str_is(pairs_get(&rq->form, "decision"), "approve") ? ANSWER_YES : ANSWER_NO;
	work.request.decided_at = rq->now;
	work.request.ends_at =
		work.request.is_approved == ANSWER_YES ? rq->now + UNMASK_SHOWN_FOR : MOMENT_NONE;
	work.change.answer = incident_href(rq->arena, &work.shown.incident, "/reporter");
	return change_run(&work.change, rs, "unmask_decide", write_decision, &work);
}

const struct route unmask_routes[] = {
	{.method = METHOD_GET,
	 .path = "/incidents/{number}/reporter",
	 .needs = MAY_SEE_INCIDENTS,
	 .flags = ROUTE_WRITES,
	 .handle = requests_get,
	 .help = "who has asked for the name of a confidential reporter; the name, once approved"},
	{.method = METHOD_POST,
	 .path = "/incidents/{number}/reporter",
	 .needs = MAY_UNMASK,
	 .handle = ask_post,
	 .help = "asks for the name, with a reason",
	 .api = API_CHANGE("askForReporter", "Incidents", API_INCIDENTS_WRITE, API_FORM("ReporterRequest", &ask_form),
			   .status = 201)},
	{.method = METHOD_POST,
	 .path = "/incidents/{number}/reporter/{uuid}",
	 .needs = MAY_UNMASK,
	 .handle = decide_post,
	 .help = "a second administrator approves or refuses",
	 .api = API_CHANGE("decideReporterRequest", "Incidents", API_INCIDENTS_WRITE, API_BODY("ReporterDecision", {API_TEXT, "decision", .flags = API_REQUIRED, .help = "approve or refuse"}))},
	ROUTE_END,
};
