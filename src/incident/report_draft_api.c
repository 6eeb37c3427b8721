#include "incident/report_draft_api.h"

#include "base/random.h"
#include "event/submission.h"
#include "identity/viewer.h"
#include "incident/incident_api.h"
#include "incident/report_draft_store.h"
#include "incident/report_form.h"
#include "incident/report_send_pages.h"

/* --- what is shown ----------------------------------------------------------------- */

static const char *const times[] = {"uuid", "created_at", "updated_at", NULL};
static const struct form time_fields = {&report_draft_record, times, NULL};
static const char *const file_names[] = {"name", "type", "size", NULL};
static const struct form file_fields = {&attachment_record, file_names, NULL};
static const struct api_schema file_schema = {
	"DraftFile", "A file of a draft",
	(const struct api_member[]){
		{API_INT, "n", .help = "its place: files behind one that is removed move up"},
		{API_FIELDS, .form = &file_fields},
		API_MEMBERS_END,
	}};
static const struct api_schema line_schema = {
	"DraftLine", "A draft as the list shows it",
	(const struct api_member[]){
		{API_FIELDS, .form = &time_fields},
		{API_TEXT, "title"},
		{API_LINK, "href"},
		API_MEMBERS_END,
	}};
static const struct api_schema list_schema = API_LIST_OF("DraftList", "One's own drafts, the newest first", &line_schema);
static const struct api_schema draft_schema = {
	"Draft", "A report that is still being written",
	(const struct api_member[]){
		{API_FIELDS, .form = &time_fields},
		{API_FIELDS, .form = &incident_api_report_form},
		{API_LIST, "injured", .of = &incident_api_injured_schema},
		{API_LIST, "witness", .of = &incident_api_witness_schema},
		{API_LIST, "files", .of = &file_schema},
		{API_TEXTS, "missing", .help = "members that are still needed before it can be sent"},
		API_MEMBERS_END,
	}};
static const struct api_schema body_schema = {
	"DraftText", "What is known so far; the rest stays as it was",
	(const struct api_member[]){
		{API_FIELDS, .form = &incident_api_report_form, .flags = API_OPTIONAL},
		INCIDENT_API_PEOPLE,
		API_MEMBERS_END,
	}};

/* A draft that a request is about. */
struct writing {
	struct change change;
	struct report_draft draft;
	struct report_form form;
};

static struct str draft_href(struct arena *arena, struct str uuid)
{
	return arena_printf(arena, "/api/v1/report-drafts/%.*s", STR_ARG(uuid));
}

static void put_people(struct api_json *json, const struct incident_report *report)
{
	api_json_list(json, "injured");
	for (size_t i = 0; i < report->injured_count; i++) {
		api_json_begin(json, NULL);
		api_json_fields(json, incident_api_injured_schema.members->form, &report->injured[i]);
		api_json_end(json);
	}
	api_json_list_end(json);
	api_json_list(json, "witness");
	for (size_t i = 0; i < report->witness_count; i++) {
		api_json_begin(json, NULL);
		api_json_fields(json, incident_api_witness_schema.members->form, &report->witnesses[i]);
		api_json_end(json);
	}
	api_json_list_end(json);
}

static void put_files(struct api_json *json, const struct incident_report *report)
{
	api_json_list(json, "files");
	for (size_t i = 0; i < report->attachment_count; i++) {
		api_json_begin(json, NULL);
		api_json_int(json, "n", (int64_t)i);
		api_json_fields(json, &file_fields, &report->attachments[i]);
		api_json_end(json);
	}
	api_json_list_end(json);
}

static void put_draft(struct request *rq, struct api_json *json, const struct writing *w)
{
	struct incident_report *report = ARENA_NEW(rq->arena, struct incident_report);

	answers_report(&w->form.answers, rq->zone, rq->now, report);
	api_json_begin(json, NULL);
	api_json_fields(json, &time_fields, &w->draft);
	api_json_fields(json, &incident_api_report_form, &report->incident);
	put_people(json, report);
	put_files(json, report);
	api_json_list(json, "missing");
	for (int step = STEP_WHAT; step < STEP_COUNT; step++)
		for (const char *const *name = report_form_names((enum report_step)step); name && *name; name++)
			if (report_form_lacks(&w->form, *name))
				api_json_cstr(json, NULL, *name);
	api_json_list_end(json);
	api_json_end(json);
}

static enum rc list_get(struct request *rq, struct response *rs)
{
	struct api_json json = api_call_list(rq);
	struct rows rows;
	enum rc rc = report_draft_list(rq->db, rq->arena, rq->viewer->account_id, &rows);

	for (size_t i = 0; rc == RC_OK && i < rows.count; i++) {
		const struct report_draft *draft = ROW(struct report_draft, rows, i);
		api_json_begin(&json, NULL);
		api_json_fields(&json, &time_fields, draft);
		api_json_text(&json, "title", answers_title(rq->arena, draft->answers));
		api_json_text(&json, "href", draft_href(rq->arena, draft->uuid));
		api_json_end(&json);
	}
	return rc == RC_OK ? api_call_listed(rq, rs, &json, STR_NONE) : rc;
}

/* --- writing ----------------------------------------------------------------------- */

/* What was sent beside what is known; times are as the clocks go at the place that is then named. */
static enum rc take_sent(struct writing *w)
{
	report_form_keep(&w->form);
	report_form_take_all(&w->form);
	return report_form_begin(&w->form, false);
}

/* The stored draft; what the request does not name stays as it is. */
static enum rc open_stored(struct request *rq, struct writing *w)
{
	*w = (struct writing){.change = change_of(rq), .form = {.rq = rq, .answers = ANSWERS_IN(rq->arena)}};
	enum rc rc = uuid_is_valid(param(rq, "draft"))
			     ? report_draft_find(rq->db, rq->arena, rq->viewer->account_id, param(rq, "draft"), &w->draft)
			     : RC_NOT_FOUND;
	if (rc == RC_OK)
		rc = answers_parse(rq->arena, w->draft.answers, &w->form.answers);
	return rc == RC_OK ? take_sent(w) : rc;
}

static enum rc answer_draft(struct request *rq, void *closure, struct api_answer *answer)
{
	const struct writing *w = closure;
	struct api_json json = API_JSON_IN(rq->arena);

	put_draft(rq, &json, w);
	if (answer->status == 201)
		answer->location = draft_href(rq->arena, w->draft.uuid);
	answer->body = api_json_str(&json);
	return RC_OK;
}

static enum rc write_draft(struct db *db, void *closure)
{
	struct writing *w = closure;

	w->draft.answers = answers_json(w->form.rq->arena, &w->form.answers);
	w->draft.updated_at = w->form.rq->now;
	return report_draft_save(db, &w->draft);
}

static enum rc keep(struct writing *w, struct response *rs)
{
	w->change.answer = arena_printf(w->form.rq->arena, "/report/draft/%.*s/what", STR_ARG(w->draft.uuid));
	api_call_answers(w->form.rq, answer_draft, w);
	return change_run(&w->change, rs, "report_draft", write_draft, w);
}

/* The same checks as on the way through the wizard, of all steps at once. */
static enum rc check_all(struct writing *w)
{
	const size_t problems = w->form.rq->problem_count;
	enum rc rc = RC_OK;

	for (int step = STEP_WHAT; rc == RC_OK && step < STEP_COUNT; step++) {
		rc = report_form_offer(&w->form, (enum report_step)step);
		if (rc == RC_OK && report_form_check(&w->form, (enum report_step)step) == RC_FAULT)
			rc = RC_FAULT;
	}
	return rc == RC_OK && w->form.rq->problem_count > problems ? RC_INVALID : rc;
}

/* What is there must be right; what is not there yet stands among `missing`. */
static enum rc check_there(struct writing *w)
{
	struct request *rq = w->form.rq;
	size_t kept = 0;
	enum rc rc = check_all(w);

	for (size_t i = 0; i < rq->problem_count; i++)
		if (pairs_get(&rq->form, rq->problems[i].field).len)
			rq->problems[kept++] = rq->problems[i];
	if (rc != RC_INVALID)
		return rc;
	rq->problem_count = kept;
	return kept ? RC_INVALID : RC_OK;
}

static enum rc new_post(struct request *rq, struct response *rs)
{
	struct writing w = {.change = change_of(rq), .form = {.rq = rq, .answers = ANSWERS_IN(rq->arena)}};
	enum rc rc = report_form_begin(&w.form, true);

	if (rc != RC_OK)
		return rc;
	w.draft = (struct report_draft){
		.organization_id = rq->viewer->organization_id,
		.uuid = uuid_new(rq->arena, rq->now),
		.account_id = rq->viewer->account_id,
		.created_at = rq->now,
	};
	rc = take_sent(&w);
	if (rc == RC_OK)
		rc = check_there(&w);
	return rc == RC_OK ? keep(&w, rs) : rc;
}

static enum rc draft_get(struct request *rq, struct response *rs)
{
	struct api_json json = api_call_json(rq, 1);
	struct writing w;
	enum rc rc = open_stored(rq, &w);

	if (rc != RC_OK)
		return rc;
	put_draft(rq, &json, &w);
	return api_call_respond(rq, rs, &json, 0);
}

static enum rc draft_patch(struct request *rq, struct response *rs)
{
	struct writing w;
	enum rc rc = open_stored(rq, &w);

	if (rc == RC_OK)
		rc = check_there(&w);
	return rc == RC_OK ? keep(&w, rs) : rc;
}

static enum rc files_post(struct request *rq, struct response *rs)
{
	struct writing w;
	enum rc rc = open_stored(rq, &w);

	if (rc == RC_OK && !rq->upload_count)
		rc = problem_add(rq, "files", N_("Choose a file first"));
	if (rc == RC_OK)
		rc = report_form_take_files(&w.form);
	return rc == RC_OK ? keep(&w, rs) : rc;
}

static enum rc file_remove(struct request *rq, struct response *rs)
{
	struct writing w;
	size_t count = 0;
	int64_t n;
	enum rc rc = open_stored(rq, &w);

	if (rc == RC_OK)
		answers_files(&w.form.answers, &count);
	if (rc == RC_OK && (!str_to_int(param(rq, "n"), 0, ANSWERS_FILES_MOST, &n) || (size_t)n >= count))
		rc = RC_NOT_FOUND;
	if (rc != RC_OK)
		return rc;
	answers_remove_file(&w.form.answers, (size_t)n);
	return keep(&w, rs);
}

/* --- sending ------------------------------------------------------------------------- */

static enum rc send_post(struct request *rq, struct response *rs)
{
	struct str *number = ARENA_NEW(rq->arena, struct str);
	struct writing w;
	enum rc rc = open_stored(rq, &w);

	if (rc == RC_OK)
		rc = check_all(&w);
	if (rc != RC_OK)
		return rc;
	const struct report_sending sending = {
		.answers = &w.form.answers,
		.source = SOURCE_WIZARD,
		.draft = w.draft.uuid,
		.number = number,
		.own_establishment_id = w.form.here ? w.form.here->id : 0,
	};
	api_call_answers(rq, incident_api_answer, number);
	return report_send(rq, rs, &sending);
}

#define DRAFT "/api/v1/report-drafts/{draft}"
#define WRITES(id_, ...)                                                                                          \
	&(const struct api_operation){.id = (id_), .tag = "Incidents", .scope = API_INCIDENTS_WRITE, .answer = &draft_schema, __VA_ARGS__}
const struct route report_draft_api_routes[] = {
	{METHOD_GET, "/api/v1/report-drafts", MAY_REPORT, 0, list_get, "one's own reports that are still being written",
	 &(const struct api_operation){.id = "listReportDrafts", .tag = "Incidents", .scope = API_INCIDENTS_READ,
				       .answer = &list_schema}},
	{METHOD_POST, "/api/v1/report-drafts", MAY_REPORT, 0, new_post, "begins a report",
	 WRITES("createReportDraft", .body = &body_schema, .status = 201,
		.about = "Begins a report. What is not sent is as the form begins: the own place and department, now.")},
	{METHOD_GET, DRAFT, MAY_REPORT, 0, draft_get, "one draft",
	 &(const struct api_operation){.id = "getReportDraft", .tag = "Incidents", .scope = API_INCIDENTS_READ,
				       .answer = &draft_schema}},
	{METHOD_PATCH, DRAFT, MAY_REPORT, 0, draft_patch, "writes on",
	 WRITES("changeReportDraft", .body = &body_schema, .flags = API_PARTIAL,
		.about = "Writes on: what is not sent stays; people are replaced by those that are sent. It belongs to one account, so that the"
			 " last one to write wins.")},
	{METHOD_POST, DRAFT "/files", MAY_REPORT, ROUTE_UPLOAD, files_post, "adds files to a draft",
	 WRITES("addReportDraftFiles", .status = 201)},
	{METHOD_POST, DRAFT "/files/{n}/remove", MAY_REPORT, 0, file_remove, "removes a file of a draft",
	 WRITES("removeReportDraftFile", .flags = 0)},
	{METHOD_POST, DRAFT "/send", MAY_REPORT, 0, send_post, "sends the report",
	 &(const struct api_operation){.id = "sendReportDraft", .tag = "Incidents", .scope = API_INCIDENTS_WRITE, .status = 201,
				       .answer = &incident_api_schema}},
	ROUTE_END,
};
