#include "incident/incident_detail_pages.h"

#include "identity/permission.h"
#include "incident/incident_advance.h"
#include "incident/incident_change_store.h"
#include "incident/workflow_view.h"
#include "view/marked.h"

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
	struct incident incident;
	enum rc rc = incident_lock(db, rq->arena, rq->viewer->organization_id, opening->shown->incident.id,
				   &incident);

	if (rc != RC_OK || incident.status != STATUS_NEW || incident.manager_id != rq->viewer->person_id)
		return rc;
	const struct transition *review = workflow_step(opening->shown->workflow, STATUS_NEW, STATUS_UNDER_REVIEW);
	if (!review)
		return RC_OK;
	rc = incident_move(db, rq->arena, &actor, &incident, review,
			   rq_tr(rq, N_("Opened by the incident manager")));
	if (rc != RC_OK)
		return rc;
	return incident_advance(db, rq->arena, &actor, incident.id, rq_tr(rq, N_("Opened by the incident manager")).at);
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

/* The texts of the report, with what was searched for in the list that led here. */
static void mark_searched(struct request *rq, struct view *page, const struct incident *incident)
{
	struct str searched = pairs_get(&rq->query, "q");

	view_html(page, "description_html", marked_html(rq->arena, incident->description, searched));
	view_html(page, "immediate_actions_html", marked_html(rq->arena, incident->immediate_actions, searched));
}

static enum rc respond_summary(struct request *rq, struct response *rs, const struct incident_shown *shown)
{
	const struct incident *incident = &shown->incident;
	struct view *page;
	enum rc rc = record_page(rq, shown, "", &page);

	if (rc == RC_OK && shown->shows_work)
		rc = workflow_view_steps(rq, shown, page);
	if (rc == RC_OK)
		rc = record_summary(rq, shown, page);
	if (rc != RC_OK)
		return rc;
	view_flag(page, "may_unmask",
		  incident->reporting == REPORTING_CONFIDENTIAL && viewer_may(rq->viewer, MAY_UNMASK) &&
			  !shown->around.reporter.len);
	view_flag(page, "may_complete",
		  !incident->is_complete && rq->viewer->person_id &&
			  incident->reporter_id == rq->viewer->person_id);
	view_flag(page, "has_place", incident_has_position(incident));
	mark_searched(rq, page, incident);
	struct str lock = incident_shown_lock(rq, shown, AREA_DETAILS);
	if (shown->shows_work)
		view_text(page, "details_lock", lock);
	view_flag(page, "may_edit_report",
		  !lock.len && viewer_may_in(rq->viewer, MAY_EDIT_REPORTS,
					     (struct scope){incident->establishment_id, incident->department_id}));
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

const struct route incident_detail_routes[] = {
	{.method = METHOD_GET,
	 .path = "/incidents/{number}",
	 .needs = MAY_SEE_INCIDENTS,
	 .flags = ROUTE_WRITES,
	 .handle = summary_get,
	 .help = "one incident; its manager's first look begins the review",
	 .offered_by = "getIncident"},
	ROUTE_END,
};
