#include "incident/incident_parts_api.h"

#include "audit/audit_list_store.h"
#include "http/api_call.h"
#include "identity/permission.h"
#include "incident/incident_comments_pages.h"
#include "incident/incident_link_store.h"
#include "incident/incident_watch_store.h"
#include "incident/record.h"
#include "incident/report_edit_pages.h"
#include "incident/workflow_view.h"

/* --- steps of the workflow --------------------------------------------------------- */

static const struct api_schema step_schema = {
	"Step", "A step of the workflow from the present state",
	(const struct api_member[]){
		{API_CODE, "to", .codes = &status_codes},
		{API_TEXT, "label", .help = "the words of its button"},
		{API_BOOL, "is_allowed", .help = "this account may take it now"},
		{API_BOOL, "needs_reason"},
		{API_BOOL, "needs_signature", .help = "the body must hold the password"},
		{API_TEXTS, "reasons", .help = "all that stands against it"},
		{API_LINK, "href", .help = "where a POST takes it"},
		API_MEMBERS_END,
	}};
static const struct api_schema steps_schema = {
	"Steps", "What can become of an incident now",
	(const struct api_member[]){
		{API_CODE, "status", .codes = &status_codes}, {API_LIST, "items", .of = &step_schema}, API_MEMBERS_END}};

static bool is_offered(const struct transition *step, const struct incident *incident)
{
	return step->from_status == incident->status && step->permits.len;
}

static void put_step(struct request *rq, struct api_json *json, const struct incident_shown *shown,
		     const struct workflow_facts *facts, const struct transition *step)
{
	struct workflow_reasons reasons = {.count = 0};
	const bool is_allowed = workflow_check(step, &shown->incident, facts, rq->viewer, &reasons);

	api_json_begin(json, NULL);
	api_json_code(json, "to", &status_codes, step->to_status);
	api_json_text(json, "label", workflow_view_label(rq, step));
	api_json_bool(json, "is_allowed", is_allowed);
	api_json_bool(json, "needs_reason", step->needs_reason);
	api_json_bool(json, "needs_signature", step->needs_signature);
	api_json_list(json, "reasons");
	for (size_t i = 0; !is_allowed && i < reasons.count; i++)
		api_json_text(json, NULL, rq_tr(rq, reasons.at[i].text));
	api_json_list_end(json);
	api_json_text(json, "href", arena_printf(rq->arena, "/api/v1/incidents/%.*s/status/%s", STR_ARG(shown->incident.number),
						 codes_code(&status_codes, step->to_status)));
	api_json_end(json);
}

/* For those who work on it: its reporter moves nothing. */
static enum rc find_worked(struct request *rq, struct incident_shown *shown)
{
	enum rc rc = incident_shown_find(rq, shown);

	return rc == RC_OK && !shown->shows_work ? RC_DENIED : rc;
}

static enum rc steps_get(struct request *rq, struct response *rs)
{
	struct api_json json = api_call_json(rq, 3);
	struct workflow_facts facts;
	struct incident_shown shown;
	unsigned guards = 0;
	enum rc rc = find_worked(rq, &shown);

	for (size_t i = 0; rc == RC_OK && i < shown.workflow->transition_count; i++)
		if (is_offered(&shown.workflow->transitions[i], &shown.incident))
			guards |= workflow_guards(&shown.workflow->transitions[i]);
	if (rc == RC_OK)
		rc = record_facts(rq->db, rq->arena, &shown.incident, rq->now, guards, &facts);
	if (rc != RC_OK)
		return rc;
	api_json_begin(&json, NULL);
	api_json_code(&json, "status", &status_codes, shown.incident.status);
	api_json_list(&json, "items");
	for (size_t i = 0; i < shown.workflow->transition_count; i++)
		if (is_offered(&shown.workflow->transitions[i], &shown.incident))
			put_step(rq, &json, &shown, &facts, &shown.workflow->transitions[i]);
	api_json_list_end(&json);
	api_json_end(&json);
	return api_call_respond(rq, rs, &json, 0);
}

/* --- lists of rows ------------------------------------------------------------------- */

static const char *const file_names[] = {"uuid", "name", "type", "size", "has_preview", "added_by", "created_at", NULL};
static const struct form file_fields = {&incident_file_record, file_names, NULL};
static const struct api_schema file_schema = {
	"File", "A file of an incident; its content is at its uuid below this address",
	(const struct api_member[]){{API_FIELDS, .form = &file_fields}, API_MEMBERS_END}};
static const struct api_schema files_schema = API_LIST_OF("FileList", "Files that are not withdrawn", &file_schema);

static enum rc files_get(struct request *rq, struct response *rs)
{
	struct incident_shown shown;
	struct rows rows;
	enum rc rc = incident_shown_find(rq, &shown);

	if (rc == RC_OK)
		rc = incident_files(rq->db, rq->arena, shown.incident.organization_id, shown.incident.id, &rows);
	if (rc != RC_OK)
		return rc;
	for (size_t i = 0; i < rows.count; i++) {
		struct incident_file *file = ROW(struct incident_file, rows, i);
		file->added_by = incident_person_shown(rq, &shown.incident, file->added_by_id, file->added_by);
	}
	return api_call_rows(rq, rs, &file_fields, &rows, sizeof(struct incident_file), STR_NONE);
}

static const char *const comment_names[] = {"id", "audience", "author", "body", "created_at", NULL};
static const struct form comment_fields = {&incident_comment_record, comment_names, NULL};
static const struct api_schema comment_schema = {
	"CommentEntry", "A note, or a message to or from who reported",
	(const struct api_member[]){{API_FIELDS, .form = &comment_fields}, API_MEMBERS_END}};
static const struct api_schema comments_schema = API_LIST_OF("CommentList", "Notes and messages, newest first", &comment_schema);

/* The id behind which the list goes on; 0: from the newest. */
static enum rc read_after(struct request *rq, int64_t *id)
{
	struct str after = pairs_get(&rq->query, "after");

	*id = 0;
	if (!after.at || str_to_int(after, 1, INT64_MAX, id))
		return RC_OK;
	problem_add(rq, "?after", N_("Take it from `next` of the page before"));
	return RC_BAD_REQUEST;
}

static struct str id_cursor(struct arena *arena, int64_t id)
{
	return arena_printf(arena, "%lld", (long long)id);
}

static enum rc comments_get(struct request *rq, struct response *rs)
{
	struct incident_shown shown;
	struct str next = STR_NONE;
	struct rows rows;
	int64_t after;
	enum rc rc = incident_shown_find(rq, &shown);

	if (rc == RC_OK)
		rc = read_after(rq, &after);
	if (rc == RC_OK)
		rc = incident_comments(rq->db, rq->arena, shown.incident.organization_id, shown.incident.id, !shown.shows_work,
				       after, &rows);
	if (rc != RC_OK)
		return rc;
	const size_t limit = api_call_limit(rq, COMMENT_PAGE);
	if (rows.count > limit) {
		rows.count = limit;
		next = id_cursor(rq->arena, ROW(struct incident_comment, rows, limit - 1)->id);
	}
	for (size_t i = 0; i < rows.count; i++) {
		struct incident_comment *comment = ROW(struct incident_comment, rows, i);
		comment->author = incident_person_shown(rq, &shown.incident, comment->author_id, comment->author);
	}
	return api_call_rows(rq, rs, &comment_fields, &rows, sizeof(struct incident_comment), next);
}

static const char *const watcher_names[] = {"person_id", "uuid", "name", NULL};
static const char *const old_watcher_names[] = {"person_id", NULL};
static const struct form watcher_fields = {&watcher_record, watcher_names, NULL};
static const struct api_schema watcher_schema = {
	"Watcher", "Somebody who wants to hear of changes",
	(const struct api_member[]){{API_FIELDS, .form = &watcher_fields, .deprecated = old_watcher_names}, API_MEMBERS_END}};
static const struct api_schema watchers_schema = API_LIST_OF("WatcherList", "Who wants to hear of changes", &watcher_schema);

static enum rc watchers_get(struct request *rq, struct response *rs)
{
	struct incident_shown shown;
	struct rows rows;
	enum rc rc = find_worked(rq, &shown);

	if (rc == RC_OK)
		rc = incident_watchers(rq->db, rq->arena, shown.incident.organization_id, shown.incident.id, &rows);
	return rc == RC_OK ? api_call_rows(rq, rs, &watcher_fields, &rows, sizeof(struct watcher), STR_NONE) : rc;
}

/* --- links ----------------------------------------------------------------------------- */

static const char *const link_names[] = {"link_id", "kind", "is_source", "number", "register", "title", "status", "severity", NULL};
static const struct form link_fields = {&linked_incident_record, link_names, NULL};
static const struct api_schema link_schema = {
	"IncidentLinkEntry", "Another incident that has to do with it; kind null: a duplicate that was merged into it",
	(const struct api_member[]){{API_FIELDS, .form = &link_fields}, API_MEMBERS_END}};
static const struct api_schema links_schema = API_LIST_OF("IncidentLinkList", "Those that this account may see", &link_schema);

static enum rc links_get(struct request *rq, struct response *rs)
{
	struct incident_shown shown;
	struct rows rows;
	size_t seen = 0;
	enum rc rc = find_worked(rq, &shown);

	if (rc == RC_OK)
		rc = incident_links(rq->db, rq->arena, shown.incident.organization_id, shown.incident.id, &rows);
	if (rc != RC_OK)
		return rc;
	for (size_t i = 0; i < rows.count; i++) {
		struct linked_incident *link = ROW(struct linked_incident, rows, i);
		/* Only those of one environment are ever linked. */
		link->other.environment = shown.incident.environment;
		if (incident_is_visible(rq->viewer, &link->other))
			*ROW(struct linked_incident, rows, seen++) = *link;
	}
	rows.count = seen;
	return api_call_rows(rq, rs, &link_fields, &rows, sizeof(struct linked_incident), STR_NONE);
}

/* --- the audit trail ---------------------------------------------------------------------- */

static const struct api_schema trail_entry_schema = {
	"TrailEntry", "An entry of the audit trail",
	(const struct api_member[]){
		{API_INT, "id"},
		{API_MOMENT, "recorded_at"},
		{API_TEXT, "actor", .help = "who did it, as far as this account may know"},
		{API_TEXT, "action", .help = "dotted verb, such as incident.status_changed"},
		{API_TEXT, "subject", .help = "kind of record"},
		{API_TEXT, "reason", .flags = API_NULLABLE},
		{API_ANY, "changes", .help = "field to [before, after]; null where they are not for this account"},
		API_MEMBERS_END,
	}};
static const struct api_schema trail_schema = API_LIST_OF("Trail", "Who did what, when and why, newest first", &trail_entry_schema);

static void put_entry(struct request *rq, struct api_json *json, const struct incident_shown *shown, int64_t reporter_account,
		      const struct audit_line *line)
{
	/* Medical facts are for those who keep the log. */
	const bool is_medical = str_starts(line->subject, STR("osha")) && !viewer_may(rq->viewer, MAY_SEE_OSHA);

	api_json_begin(json, NULL);
	api_json_int(json, "id", line->id);
	api_json_moment(json, "recorded_at", line->recorded_at);
	api_json_text(json, "actor", incident_comments_actor(rq, shown, reporter_account, line));
	api_json_text(json, "action", line->action);
	api_json_text(json, "subject", line->subject);
	api_json_text(json, "reason", line->reason.len ? line->reason : STR_NONE);
	api_json_raw(json, "changes", is_medical ? STR("null") : line->changes);
	api_json_end(json);
}

static enum rc trail_get(struct request *rq, struct response *rs)
{
	struct audit_filter filter = {.from = MOMENT_NONE, .until = MOMENT_NONE};
	struct incident_shown shown;
	struct str next = STR_NONE;
	int64_t reporter_account;
	struct rows rows;
	enum rc rc = find_worked(rq, &shown);

	if (rc == RC_OK)
		rc = read_after(rq, &filter.before_id);
	if (rc == RC_OK)
		rc = incident_reporter_account(rq->db, rq->arena, &shown.incident, &reporter_account);
	if (rc != RC_OK)
		return rc;
	filter.organization_id = shown.incident.organization_id;
	filter.incident_id = shown.incident.id;
	rc = audit_list(rq->db, rq->arena, &filter, &rows);
	if (rc != RC_OK)
		return rc;
	const size_t limit = api_call_limit(rq, AUDIT_PAGE);
	struct api_json json = api_call_list(rq);
	for (size_t i = 0; i < rows.count && i < limit; i++)
		put_entry(rq, &json, &shown, reporter_account, ROW(struct audit_line, rows, i));
	if (rows.count > limit)
		next = id_cursor(rq->arena, ROW(struct audit_line, rows, limit - 1)->id);
	return api_call_listed(rq, rs, &json, next);
}

#define PART(path_, handle_, id_, flags_, answer_, help_)                                                     \
	{METHOD_GET, "/api/v1/incidents/{number}/" path_, MAY_SEE_INCIDENTS, 0, handle_, help_,                \
	 &(const struct api_operation){.id = (id_), .tag = "Incidents", .scope = API_INCIDENTS_READ,           \
				       .flags = API_SANDBOX | (flags_), .answer = (answer_)}}
/* --- what was reported, as far as it can be mended ---------------------------------------- */

static const struct api_schema report_schema = {
	"ReportText", "What was reported; its version is that of the incident",
	(const struct api_member[]){{API_FIELDS, .form = &report_edit_form}, API_MEMBERS_END}};

static enum rc report_get(struct request *rq, struct response *rs)
{
	struct incident_shown shown;
	enum rc rc = report_edit_find(rq, &shown);

	return rc == RC_OK ? api_call_row(rq, rs, &report_edit_form, &shown.incident, shown.incident.version) : rc;
}

const struct route incident_parts_api_routes[] = {
	{METHOD_GET, "/api/v1/incidents/{number}/report", MAY_EDIT_REPORTS, 0, report_get, "what was reported, to mend it",
	 &(const struct api_operation){.id = "getReport", .tag = "Incidents", .scope = API_INCIDENTS_READ,
				       .flags = API_VERSIONED | API_SANDBOX, .answer = &report_schema}},
	PART("status", steps_get, "listSteps", 0, &steps_schema, "the steps of the workflow from here, and what stands against each"),
	PART("comments", comments_get, "listComments", API_LISTED, &comments_schema, "notes and messages, newest first"),
	PART("files", files_get, "listFiles", 0, &files_schema, "files of an incident"),
	PART("watch", watchers_get, "listWatchers", 0, &watchers_schema, "who wants to hear of changes"),
	PART("links", links_get, "listLinks", 0, &links_schema, "linked incidents and merged duplicates"),
	PART("audit", trail_get, "listTrail", API_LISTED, &trail_schema, "who did what, when and why"),
	ROUTE_END,
};
