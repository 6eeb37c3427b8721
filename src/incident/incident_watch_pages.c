#include "incident/incident_watch_pages.h"

#include "base/random.h"
#include "event/submission.h"
#include "http/api_operation.h"
#include "identity/permission.h"
#include "incident/incident_watch_store.h"

static enum rc load(struct request *rq, const struct incident_shown *shown, struct view *card)
{
	struct rows rows;
	bool is_watching = false;
	enum rc rc = incident_shown_rows(rq, shown, &incident_watcher_count, incident_watchers, &rows);

	if (rc != RC_OK)
		return rc;
	for (size_t i = 0; i < rows.count; i++)
		is_watching = is_watching || ROW(struct watcher, rows, i)->person_id == rq->viewer->person_id;
	view_records(card, "watchers", &watcher_record, rows.at, rows.count);
	view_flag(card, "is_watching", is_watching);
	view_flag(card, "may_watch", rq->viewer->person_id != 0);
	view_text(card, "submission", uuid_new(rq->arena, rq->now));
	return RC_OK;
}

static bool shows_work(const struct request *rq, const struct incident_shown *shown)
{
	(void)rq;
	return shown->shows_work;
}

const struct record_part incident_watch_part = {
	.name = "watchers",
	.position = 500,
	.registers = RECORD_EVERY_REGISTER,
	.column = RECORD_SIDE,
	.template = "incident/watchers-card",
	.shown = shows_work,
	.load = load,
	.counts = {&incident_watcher_count},
};

struct watching {
	struct change change;
	int64_t incident_id;
	bool is_end;
};

static enum rc write_watch(struct db *db, void *closure)
{
	struct watching *w = closure;
	int64_t person_id = w->change.rq->viewer->person_id;

	return w->is_end ? incident_watch_end(db, &w->change.actor, w->incident_id, person_id)
			 : incident_watch_begin(db, &w->change.actor, w->incident_id, person_id);
}

/* Whoever works on it or sees it within a role; its reporter hears of it anyway. */
static enum rc watch_post(struct request *rq, struct response *rs)
{
	struct incident_shown shown;
	struct watching w = {.change = change_of(rq), .is_end = str_is(pairs_get(&rq->form, "end"), "1")};
	enum rc rc = incident_shown_find(rq, &shown);

	if (rc == RC_OK && (!shown.shows_work || !rq->viewer->person_id))
		rc = RC_DENIED;
	if (rc != RC_OK)
		return rc;
	w.incident_id = shown.incident.id;
	w.change.answer = incident_href(rq->arena, &shown.incident, "#part-watchers");
	return change_run(&w.change, rs, "incident_watch", write_watch, &w);
}

static const struct api_schema watch_body = {
	"Watching", "Whether one wants to hear of changes",
	(const struct api_member[]){{API_BOOL, "end", .help = "true: no more"}, API_MEMBERS_END}};

const struct route incident_watch_routes[] = {
	{METHOD_POST, "/incidents/{number}/watch", MAY_SEE_INCIDENTS, 0, watch_post, "begins or ends watching it",
	 .api = API_CHANGE("watchIncident", "Incidents", API_INCIDENTS_WRITE, &watch_body, .flags = API_SANDBOX)},
	ROUTE_END,
};
