#include "incident/incident_detail_pages.h"

#include <stddef.h>

#include "base/random.h"
#include "event/submission.h"
#include "identity/permission.h"
#include "incident/incident_change_store.h"
#include "incident/incident_detail_view.h"
#include "incident/injured_store.h"

/* --- the first look of the incident manager --- */

struct opening {
	struct request *rq;
	struct incident_shown *shown;
};

static enum rc write_opening(struct db *db, void *closure)
{
	struct opening *opening = closure;
	struct request *rq = opening->rq;
	struct actor actor = actor_of(rq->viewer, rq->id, rq->now);
	struct transition review;
	struct incident incident;
	enum rc rc = incident_lock(db, rq->arena, rq->viewer->organization_id, opening->shown->incident.id,
				   &incident);

	if (rc != RC_OK || incident.status != STATUS_NEW || incident.manager_id != rq->viewer->person_id)
		return rc;
	rc = workflow_step(db, rq->arena, incident.reg, STATUS_NEW, STATUS_UNDER_REVIEW, &review);
	if (rc != RC_OK)
		return rc == RC_NOT_FOUND ? RC_OK : rc;
	return incident_move(db, rq->arena, &actor, &incident, &review,
			     rq_tr(rq, N_("Opened by the incident manager")));
}

/* New becomes Under Review when the assigned incident manager opens it for the first time. */
static enum rc open_for_manager(struct request *rq, struct incident_shown *shown)
{
	struct opening opening = {rq, shown};
	const struct incident *incident = &shown->incident;

	if (incident->status != STATUS_NEW || !rq->viewer->person_id ||
	    incident->manager_id != rq->viewer->person_id)
		return RC_OK;
	enum rc rc = db_transaction(rq->db, "incident_open", write_opening, &opening);
	return rc == RC_OK ? incident_shown_find(rq, shown) : rc;
}

/* --- summary --- */

static enum rc add_people(struct request *rq, struct view *page, const struct incident_shown *shown)
{
	const struct incident *incident = &shown->incident;
	struct rows injured = {0}, witnesses = {0};
	enum rc rc = RC_OK;

	if (shown->around.injured_count)
		rc = injured_list(rq->db, rq->arena, incident->organization_id, incident->id, &injured);
	if (rc == RC_OK && shown->around.witness_count)
		rc = incident_witnesses(rq->db, rq->arena, incident->organization_id, incident->id,
					&witnesses);
	if (rc != RC_OK)
		return rc;
	view_records(page, "injured", &injured_person_record, injured.at, injured.count);
	view_records(page, "witnesses", &witness_record, witnesses.at, witnesses.count);
	view_flag(page, "may_see_cases",
		  incident->reg == REGISTER_SAFETY && viewer_may(rq->viewer, MAY_SEE_OSHA));
	return RC_OK;
}

static struct str step_words(const struct request *rq, const struct transition *step)
{
	const char *shipped = workflow_label(step->label);
	return shipped ? rq_tr(rq, shipped) : step->label;
}

/* A button for each step that can follow; a blocked one says why. */
static enum rc add_steps(struct request *rq, struct view *page, const struct incident *incident)
{
	struct view_list *list = view_list(page, "steps");
	struct rows rows;
	enum rc rc = workflow_from(rq->db, rq->arena, incident->reg, incident->status, rq->now, &rows);

	for (size_t i = 0; rc == RC_OK && i < rows.count; i++) {
		const struct transition *step = ROW(struct transition, rows, i);
		const char *why = workflow_why_not(step, incident, rq->viewer);
		struct str behind =
			arena_printf(rq->arena, "/status/%s", codes_code(&status_codes, step->to_status));
		struct view *item = view_add(list);
		view_text(item, "step", step_words(rq, step));
		if (why)
			view_text(item, "why_not", rq_tr(rq, why));
		else
			view_text(item, "step_href", incident_href(rq->arena, incident, behind.at));
	}
	return rc;
}

static void add_words(struct view *page, const char *name, struct arena *arena, struct str commas)
{
	struct view_list *list = view_list(page, name);

	for (struct str word; str_split(&commas, ',', &word);)
		if (str_trim(word).len)
			view_text(view_add(list), "word", arena_str(arena, str_trim(word)));
}

static enum rc respond_summary(struct request *rq, struct response *rs, const struct incident_shown *shown)
{
	const struct incident *incident = &shown->incident;
	struct view *page = incident_page(rq, shown, TAB_SUMMARY);
	enum rc rc = add_people(rq, page, shown);

	if (rc == RC_OK && shown->shows_work)
		rc = add_steps(rq, page, incident);
	if (rc != RC_OK)
		return rc;
	add_words(page, "tags", rq->arena, incident->tags);
	add_words(page, "tickets", rq->arena, incident->linked_tickets);
	view_flag(page, "may_unmask",
		  incident->reporting == REPORTING_CONFIDENTIAL && viewer_may(rq->viewer, MAY_UNMASK) &&
			  !shown->around.reporter.len);
	view_flag(page, "may_complete",
		  !incident->is_complete && rq->viewer->person_id &&
			  incident->reporter_id == rq->viewer->person_id);
	view_flag(page, "has_place", incident_has_position(incident));
	return respond_page(rq, rs, "incident/summary", page);
}

static enum rc summary_get(struct request *rq, struct response *rs)
{
	struct incident_shown shown;
	enum rc rc = incident_shown_find(rq, &shown);

	if (rc == RC_OK)
		rc = open_for_manager(rq, &shown);
	return rc == RC_OK ? respond_summary(rq, rs, &shown) : rc;
}

/* --- change of state --- */

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

/* The step that the address asks for: RC_NOT_FOUND when there is none, RC_DENIED when it may not be taken. */
static enum rc find_step(struct request *rq, const struct incident *incident, struct transition *step)
{
	int to = codes_find(&status_codes, param(rq, "to"));
	enum rc rc = to > 0 ? workflow_step(rq->db, rq->arena, incident->reg, incident->status, to, step)
			    : RC_NOT_FOUND;

	if (rc != RC_OK)
		return rc;
	return workflow_why_not(step, incident, rq->viewer) ? RC_DENIED : RC_OK;
}

static enum rc respond_step(struct request *rq, struct response *rs, const struct incident_shown *shown,
			    const struct transition *step)
{
	struct view *page = incident_page(rq, shown, TAB_SUMMARY);

	view_text(page, "step", step_words(rq, step));
	view_code(page, "status_before", &status_codes, step->from_status);
	view_code(page, "status_after", &status_codes, step->to_status);
	view_text(page, "submission", uuid_new(rq->arena, rq->now));
	view_text(page, "cancel_href", incident_href(rq->arena, &shown->incident, ""));
	form_view(rq, page, "form", step->needs_reason ? &reason_form : &note_form, NULL);
	return respond_page(rq, rs, "incident/status", page);
}

static enum rc status_get(struct request *rq, struct response *rs)
{
	struct incident_shown shown;
	struct transition step;
	enum rc rc = incident_shown_find(rq, &shown);

	if (rc == RC_OK)
		rc = find_step(rq, &shown.incident, &step);
	return rc == RC_OK ? respond_step(rq, rs, &shown, &step) : rc;
}

struct moving {
	struct change change;
	int64_t id;
	struct transition step;
	struct str reason;
};

static enum rc write_move(struct db *db, void *closure)
{
	struct moving *moving = closure;
	struct request *rq = moving->change.rq;
	struct incident incident;
	enum rc rc = incident_lock(db, rq->arena, rq->viewer->organization_id, moving->id, &incident);

	if (rc != RC_OK)
		return rc;
	if (incident.status != moving->step.from_status)
		return RC_CONFLICT;
	if (workflow_why_not(&moving->step, &incident, rq->viewer))
		return RC_DENIED;
	moving->change.answer = incident_href(rq->arena, &incident, "");
	return incident_move(db, rq->arena, &moving->change.actor, &incident, &moving->step, moving->reason);
}

static enum rc status_post(struct request *rq, struct response *rs)
{
	struct incident_shown shown;
	struct reason typed = {0};
	struct moving moving = {.change = change_of(rq)};
	int from = codes_find(&status_codes, pairs_get(&rq->form, "from"));
	int to = codes_find(&status_codes, param(rq, "to"));
	enum rc rc = incident_shown_find(rq, &shown);

	/* From the state that was looked at: a repeated POST and one that came too late both find another by
	 * now. */
	if (rc == RC_OK)
		rc = from > 0 && to > 0
			     ? workflow_step(rq->db, rq->arena, shown.incident.reg, from, to, &moving.step)
			     : RC_NOT_FOUND;
	if (rc != RC_OK)
		return rc;
	if (form_read(rq, moving.step.needs_reason ? &reason_form : &note_form, &typed) != RC_OK)
		return respond_step(rq, rs, &shown, &moving.step);
	moving.id = shown.incident.id;
	moving.reason = typed.reason;
	return change_run(&moving.change, rs, "incident_move", write_move, &moving);
}

const struct route incident_detail_routes[] = {
	{.method = METHOD_GET,
	 .path = "/incidents/{number}",
	 .needs = MAY_SEE_INCIDENTS,
	 .flags = ROUTE_WRITES,
	 .handle = summary_get,
	 .help = "one incident; its manager's first look begins the review"},
	{.method = METHOD_GET,
	 .path = "/incidents/{number}/status/{to}",
	 .needs = MAY_SEE_INCIDENTS,
	 .handle = status_get,
	 .help = "asks for the reason of a change of state"},
	{.method = METHOD_POST,
	 .path = "/incidents/{number}/status/{to}",
	 .needs = MAY_SEE_INCIDENTS,
	 .handle = status_post,
	 .help = "changes the state"},
	ROUTE_END,
};
