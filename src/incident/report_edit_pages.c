#include "incident/report_edit_pages.h"

#include <stddef.h>

#include "base/random.h"
#include "event/submission.h"
#include "http/api_operation.h"
#include "identity/permission.h"
#include "incident/incident_change_store.h"
#include "incident/record.h"
#include "organization/edit_pages.h"

static const char *const names[] = {
	"report_type",     "title",         "description",       "immediate_actions", "is_work_stopped",
	"occurred_at",     "is_time_known", "specific_location", NULL,
};
const struct form report_edit_form = {&incident_record, names, NULL};

struct reason {
	struct str reason;
};
static const struct field reason_fields[] = {
	{.kind = FIELD_PROSE,
	 .name = "reason",
	 .offset = offsetof(struct reason, reason),
	 .label = N_("Why it is changed"),
	 .flags = FIELD_REQUIRED,
	 .max = 2000},
	FIELD_END,
};
static const struct record reason_record = {"reason", sizeof(struct reason), reason_fields};
static const char *const reason_names[] = {"reason", NULL};
static const struct form reason_form = {&reason_record, reason_names, NULL};

enum rc report_edit_find(struct request *rq, struct incident_shown *shown)
{
	enum rc rc = incident_shown_find(rq, shown);

	if (rc == RC_OK && !viewer_may_in(rq->viewer, MAY_EDIT_REPORTS,
					  (struct scope){shown->incident.establishment_id,
							 shown->incident.department_id}))
		rc = RC_DENIED;
	return rc == RC_OK ? incident_shown_unlocked(rq, shown, AREA_DETAILS) : rc;
}

/* stored: what somebody else made of it meanwhile; NULL: nobody did. */
static enum rc respond_form(struct request *rq, struct response *rs, const struct incident_shown *shown,
			    const struct incident *typed, const struct incident *stored)
{
	struct view *page;
	enum rc rc = record_page(rq, shown, "", &page);

	if (rc != RC_OK)
		return rc;
	if (stored) {
		edit_conflict(rq, page, &incident_record, stored, typed);
		rs->status = rc_http_status(RC_CONFLICT);
	}
	form_view(rq, page, "form", &report_edit_form, typed);
	form_view(rq, page, "why", &reason_form, NULL);
	view_int(page, "version", shown->incident.version);
	view_text(page, "submission", uuid_new(rq->arena, rq->now));
	view_text(page, "cancel_href", incident_href(rq->arena, &shown->incident, ""));
	return respond_page(rq, rs, "incident/report-edit", page);
}

static enum rc report_edit_get(struct request *rq, struct response *rs)
{
	struct incident_shown shown;
	enum rc rc = report_edit_find(rq, &shown);

	return rc == RC_OK ? respond_form(rq, rs, &shown, &shown.incident, NULL) : rc;
}

struct editing {
	struct change change;
	int64_t version; /* that was looked at */
	struct incident typed;
	struct str reason;
};

static enum rc write_report(struct db *db, void *closure)
{
	struct editing *e = closure;
	struct request *rq = e->change.rq;
	struct incident before, after = e->typed;
	enum rc rc = incident_lock_area(db, rq->arena, after.organization_id, after.id, AREA_DETAILS, &before);

	if (rc == RC_OK && before.version != e->version)
		rc = RC_CONFLICT;
	if (rc == RC_OK)
		rc = incident_change(db, rq->arena, &e->change.actor, "incident.report_edited", &before, &after,
				     e->reason);
	if (rc != RC_OK)
		return rc;
	struct str words = arena_printf(rq->arena, "%.*s\n%.*s", STR_ARG(after.title), STR_ARG(after.description));
	return incident_words_add(db, after.organization_id, after.id, words, false);
}

static enum rc report_edit_post(struct request *rq, struct response *rs)
{
	struct incident_shown shown;
	struct reason why = {0};
	struct editing e = {.change = change_of(rq)};
	enum rc rc = report_edit_find(rq, &shown);

	if (rc != RC_OK)
		return rc;
	if (!str_to_int(pairs_get(&rq->form, "version"), 1, INT64_MAX, &e.version))
		return RC_BAD_REQUEST;
	e.typed = shown.incident;
	enum rc typed = form_read(rq, &report_edit_form, &e.typed), reasoned = form_read(rq, &reason_form, &why);
	if (typed != RC_OK || reasoned != RC_OK)
		return respond_form(rq, rs, &shown, &e.typed, NULL);
	e.reason = why.reason;
	e.change.answer = incident_href(rq->arena, &shown.incident, "");
	rc = change_run(&e.change, rs, "incident_report_edit", write_report, &e);
	if (rc != RC_CONFLICT)
		return rc;
	rc = report_edit_find(rq, &shown);
	if (rc != RC_OK)
		return rc;
	/* Once more what was typed, now over what is stored. */
	e.typed = shown.incident;
	rc = form_read(rq, &report_edit_form, &e.typed);
	return rc == RC_OK ? respond_form(rq, rs, &shown, &e.typed, &shown.incident) : rc;
}

static const struct api_schema report_body = {
	"ReportEdit", "What was reported, mended by an administrator with a reason",
	(const struct api_member[]){{API_FIELDS, .form = &report_edit_form}, {API_FIELDS, .form = &reason_form}, API_MEMBERS_END}};

const struct route report_edit_routes[] = {
	{METHOD_GET, "/incidents/{number}/report", MAY_EDIT_REPORTS, 0, report_edit_get, "the form of what was reported"},
	{METHOD_POST, "/incidents/{number}/report", MAY_EDIT_REPORTS, 0, report_edit_post,
	 "changes what was reported, with a reason",
	 .api = API_CHANGE("editReport", "Incidents", API_INCIDENTS_WRITE, &report_body, .method = METHOD_PATCH, .flags = API_VERSIONED | API_PARTIAL | API_SANDBOX)},
	ROUTE_END,
};
