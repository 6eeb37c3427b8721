#include "osha/osha_year_api.h"

#include "base/random.h"
#include "http/api_call.h"
#include "identity/viewer.h"
#include "organization/place_store.h"
#include "osha/certification_sign.h"
#include "osha/coverage.h"
#include "osha/ita_file.h"
#include "osha/log_version_store.h"
#include "osha/log_view.h"
#include "osha/overview_store.h"

/* --- all establishments of a year --------------------------------------------------------- */

static const char *const overview_names[] = {
	"code", "name", "keeps_records", "average_employees", "total_hours_worked", "peak_employees", "cases", "undecided", "incomplete",
	"signed_at", "changed_at", "posted_on", "filed_on", NULL,
};
static const struct form overview_fields = {&overview_row_record, overview_names, NULL};
static const struct api_schema overview_schema =
	API_RECORD_OF("OshaYear", "How far the records of an establishment and year are; changed_at after signed_at: certify again", &overview_fields);
static const struct api_schema overviews_schema = API_LIST_OF("OshaYearList", "Establishments whose records the account may see", &overview_schema);

static enum rc overview_get(struct request *rq, struct response *rs)
{
	const int now = day_civil(zone_day(rq->zone, rq->now)).year;
	struct str asked = pairs_get(&rq->query, "year");
	struct api_json json = api_call_list(rq);
	int64_t year = now;
	struct rows rows;

	if (asked.len && !str_to_int(asked, LOG_YEAR_FIRST, now + 1, &year)) {
		problem_add(rq, "?year", N_("This value means nothing here"));
		return RC_BAD_REQUEST;
	}
	enum rc rc = overview_list(rq->db, rq->arena, rq->viewer->organization_id, year, &rows);
	if (rc != RC_OK)
		return rc;
	for (size_t i = 0; i < rows.count; i++) {
		const struct overview_row *row = ROW(struct overview_row, rows, i);
		if (!viewer_may_in(rq->viewer, MAY_SEE_OSHA, (struct scope){.establishment_id = row->establishment_id}))
			continue;
		api_json_begin(&json, NULL);
		api_json_fields(&json, &overview_fields, row);
		api_json_end(&json);
	}
	return api_call_listed(rq, rs, &json, STR_NONE);
}

/* --- the summary ---------------------------------------------------------------------------- */

static const char *const signed_names[] = {"uuid", "executive", "executive_standing", "title", "phone", "certified_on", "signed_at",
					   "signed_by_name", NULL};
static const struct form signed_fields = {&certification_record, signed_names, NULL};
static const struct api_schema signed_schema = {
	"SummaryCertification", "A certification; the signed file is its own address",
	(const struct api_member[]){
		{API_FIELDS, .form = &signed_fields},
		{API_TEXT, "file_sha256"},
		API_MEMBERS_END,
	}};
static const char *const step_names[] = {"step", "done_on", "confirmation", "done_by_name", "created_at", NULL};
static const struct form step_fields = {&osha_step_record, step_names, NULL};
static const struct api_schema step_schema = API_RECORD_OF("SummaryStepDone", "Posted or filed", &step_fields);
static const char *const figure_names[] = {"annual_average_employees", "total_hours_worked", "peak_employees", NULL};
static const struct form figure_fields = {&establishment_year_record, figure_names, NULL};
static const struct api_schema changed_schema = {
	"SummaryChange", "A figure that differs from the signed one",
	(const struct api_member[]){
		{API_TEXT, "figure"},
		{API_INT, "before", .flags = API_NULLABLE},
		{API_INT, "after", .flags = API_NULLABLE},
		API_MEMBERS_END,
	}};
static const struct api_schema summary_schema = {
	"OshaSummary", "Form 300A of an establishment and year; the totals are those of its log",
	(const struct api_member[]){
		{API_TEXT, "code"},
		{API_INT, "year"},
		{API_FIELDS, .form = &figure_fields},
		{API_DAY, "posting_begins_on"},
		{API_DAY, "posting_ends_on"},
		{API_DAY, "filing_due_on"},
		{API_LIST, "certifications", .of = &signed_schema, .help = "the newest first"},
		{API_LIST, "changed_figures", .of = &changed_schema, .help = "since the newest certification"},
		{API_LIST, "steps", .of = &step_schema},
		API_MEMBERS_END,
	}};

struct summary {
	struct log_view v;
	struct establishment_year figures;
	struct rows certifications, steps;
};

static enum rc load_summary(struct request *rq, struct summary *s)
{
	const struct establishment *place = &s->v.place;
	enum rc rc = log_view_load(rq, &s->v, false);

	if (rc == RC_OK)
		rc = establishment_year_find(rq->db, rq->arena, place->organization_id, place->id, s->v.year, &s->figures);
	if (rc == RC_NOT_FOUND && place->id) {
		record_clear(&establishment_year_record, &s->figures);
		rc = RC_OK;
	}
	if (rc == RC_OK)
		rc = certification_list(rq->db, rq->arena, place->organization_id, place->id, s->v.year, &s->certifications);
	return rc == RC_OK ? certification_steps(rq->db, rq->arena, place->organization_id, s->v.year, &s->steps) : rc;
}

static void put_known(struct api_json *json, const char *name, int64_t value)
{
	if (value == OSHA_UNKNOWN)
		api_json_null(json, name);
	else
		api_json_int(json, name, value);
}

static void put_certifications(struct request *rq, struct api_json *json, const struct summary *s)
{
	struct certification_change changes[CERTIFICATION_FIGURES];
	size_t count = 0;

	api_json_list(json, "certifications");
	for (size_t i = 0; i < s->certifications.count; i++) {
		const struct certification *one = ROW(struct certification, s->certifications, i);
		api_json_begin(json, NULL);
		api_json_fields(json, &signed_fields, one);
		api_json_text(json, "file_sha256", hex(rq->arena, one->file_sha256));
		api_json_end(json);
		if (i == 0)
			count = certification_changes(one->figures, &s->v.log, changes);
	}
	api_json_list_end(json);
	api_json_list(json, "changed_figures");
	for (size_t i = 0; i < count; i++) {
		api_json_begin(json, NULL);
		api_json_text(json, "figure", rq_tr(rq, changes[i].label));
		put_known(json, "before", changes[i].before);
		put_known(json, "after", changes[i].after);
		api_json_end(json);
	}
	api_json_list_end(json);
}

static void put_steps(struct api_json *json, const struct summary *s)
{
	api_json_list(json, "steps");
	for (size_t i = 0; i < s->steps.count; i++) {
		const struct osha_step *step = ROW(struct osha_step, s->steps, i);
		if (step->establishment_id != s->v.place.id)
			continue;
		api_json_begin(json, NULL);
		api_json_fields(json, &step_fields, step);
		api_json_end(json);
	}
	api_json_list_end(json);
}

static enum rc summary_get(struct request *rq, struct response *rs)
{
	struct api_json json = api_call_json(rq, 1);
	struct summary *s = ARENA_NEW(rq->arena, struct summary);
	enum rc rc = load_summary(rq, s);

	if (rc != RC_OK)
		return rc;
	const int year = (int)s->v.year;
	api_json_begin(&json, NULL);
	api_json_text(&json, "code", s->v.place.code);
	api_json_int(&json, "year", year);
	api_json_fields(&json, &figure_fields, &s->figures);
	api_json_day(&json, "posting_begins_on", coverage_posting_begins(year));
	api_json_day(&json, "posting_ends_on", coverage_posting_ends(year));
	api_json_day(&json, "filing_due_on", coverage_filing_due(year));
	put_certifications(rq, &json, s);
	put_steps(&json, s);
	api_json_end(&json);
	return api_call_respond(rq, rs, &json, 0);
}

/* --- what changed ------------------------------------------------------------------------------ */

static const struct api_schema field_schema = {
	"LogFieldChange", "A column that reads differently",
	(const struct api_member[]){
		{API_TEXT, "column"},
		{API_TEXT, "before", .flags = API_NULLABLE},
		{API_TEXT, "after", .flags = API_NULLABLE},
		API_MEMBERS_END,
	}};
static const struct api_schema change_schema = {
	"LogChange", "A line of the log that changed; before or after all null: it was not there then",
	(const struct api_member[]){
		{API_TEXT, "case_number"},
		{API_MOMENT, "changed_at"},
		{API_BOOL, "is_added"},
		{API_BOOL, "is_removed"},
		{API_LIST, "fields", .of = &field_schema},
		API_MEMBERS_END,
	}};
static const struct api_schema changes_schema = API_LIST_OF("LogChangeList", "Between two days", &change_schema);

/* Who reads here never reads the name of somebody who is a privacy case, were it only before or after. */
static bool hides_name(const struct field *field, const struct log_change *change)
{
	const bool is_privacy = (change->before && change->before->is_privacy) || (change->after && change->after->is_privacy);

	return is_privacy && str_is(str_of(field->name), "full_name");
}

static bool is_told(struct request *rq, const struct field *field, const struct log_change *change)
{
	if (field->flags & FIELD_QUIET || hides_name(field, change))
		return false;
	if (change->before && change->after)
		return log_version_differs(rq->arena, field, change->before, change->after);
	return !field_is_empty(field, change->before ? change->before : change->after);
}

static void put_change(struct request *rq, struct api_json *json, const struct log_change *change)
{
	const struct log_version *line = change->after ? change->after : change->before;

	api_json_begin(json, NULL);
	api_json_text(json, "case_number", line->case_number);
	api_json_moment(json, "changed_at", change->changed_at);
	api_json_bool(json, "is_added", !change->before);
	api_json_bool(json, "is_removed", !change->after);
	api_json_list(json, "fields");
	for (const struct field *field = log_version_record.fields; field->name; field++) {
		if (!is_told(rq, field, change))
			continue;
		api_json_begin(json, NULL);
		api_json_cstr(json, "column", field->name);
		api_json_text(json, "before", change->before ? field_text(rq->arena, field, change->before) : STR_NONE);
		api_json_text(json, "after", change->after ? field_text(rq->arena, field, change->after) : STR_NONE);
		api_json_end(json);
	}
	api_json_list_end(json);
	api_json_end(json);
}

static enum rc history_get(struct request *rq, struct response *rs)
{
	struct api_json json = api_call_list(rq);
	struct log_view v;
	struct rows rows;
	day from, to;
	size_t count;
	enum rc rc = log_view_load(rq, &v, false);

	if (rc == RC_OK)
		rc = log_version_list(rq->db, rq->arena, v.place.organization_id, v.place.id, v.year, &rows);
	if (rc != RC_OK)
		return rc;
	if (!day_parse(pairs_get(&rq->query, "from"), &from))
		from = day_of((int)v.year, 1, 1);
	if (!day_parse(pairs_get(&rq->query, "to"), &to) || to > v.today)
		to = v.today;
	const struct log_change *changes = log_version_changes(rq->arena, rows.at, rows.count, log_version_end_of(rq->zone, from),
							       log_version_end_of(rq->zone, to), &count);
	for (size_t i = 0; i < count; i++)
		put_change(rq, &json, &changes[i]);
	return api_call_listed(rq, rs, &json, STR_NONE);
}

/* --- names of privacy cases ---------------------------------------------------------------------- */

static const char *const privacy_names[] = {"case_number", "full_name", "incident_number", "injured_uuid", "injury_on", NULL};
static const struct form privacy_fields = {&log_line_record, privacy_names, NULL};
static const struct api_schema privacy_schema = API_RECORD_OF("PrivacyName", "The name of a privacy case, kept apart from the log", &privacy_fields);
static const struct api_schema privacies_schema = API_LIST_OF("PrivacyNameList", "29 CFR 1904.29(b)(6); each reading is in the audit trail", &privacy_schema);

struct reading {
	struct request *rq;
	const struct log_view *v;
	struct rows rows;
};

/* Names are read only together with the entry that says who read them. */
static enum rc read_privacy(struct db *db, void *closure)
{
	struct reading *reading = closure;

	return log_view_read_privacy(db, reading->rq, reading->v, &reading->rows);
}

static enum rc privacy_get(struct request *rq, struct response *rs)
{
	struct log_view v;
	struct reading reading = {.rq = rq, .v = &v};
	enum rc rc = log_view_load(rq, &v, true);

	if (rc == RC_OK)
		rc = db_transaction(rq->db, "osha_privacy", read_privacy, &reading);
	return rc == RC_OK ? api_call_rows(rq, rs, &privacy_fields, &reading.rows, sizeof(struct log_line), STR_NONE) : rc;
}

/* --- electronic filing ----------------------------------------------------------------------------- */

static const struct api_schema finding_schema = {
	"ItaFinding", "What is wrong with a file",
	(const struct api_member[]){
		{API_TEXT, "file", .help = "summary or cases"},
		{API_TEXT, "rule"},
		{API_BOOL, "is_error", .help = "an error stops the file; a warning is for people"},
		{API_TEXT, "case_number", .flags = API_NULLABLE},
		{API_TEXT, "column"},
		{API_TEXT, "message"},
		API_MEMBERS_END,
	}};
static const struct api_schema findings_schema = API_LIST_OF("ItaFindingList", "What keeps the year from being filed electronically", &finding_schema);

static enum rc put_findings(struct request *rq, struct api_json *json, const struct log_view *v, enum ita_kind kind)
{
	const struct organization organization = {.id = rq->viewer->organization_id,
						  .code = rq->viewer->organization_code,
						  .name = rq->viewer->organization_name,
						  .zone = rq->viewer->organization_zone};
	struct ita_file file;
	struct str unknown;
	enum rc rc = ita_collect(rq->db, rq->arena, &organization, kind, v->year, &v->place.code, 1, rq->now, &file, &unknown);

	for (size_t i = 0; rc == RC_OK && i < file.findings.count; i++) {
		const struct ita_violation *one = &file.findings.at[i];
		api_json_begin(json, NULL);
		api_json_cstr(json, "file", kind == ITA_SUMMARY ? "summary" : "cases");
		api_json_cstr(json, "rule", one->rule);
		api_json_bool(json, "is_error", one->is_error);
		api_json_text(json, "case_number", one->case_number.len ? one->case_number : STR_NONE);
		api_json_cstr(json, "column", one->field);
		api_json_text(json, "message", rq_tr(rq, one->message));
		api_json_end(json);
	}
	return rc;
}

static enum rc ita_get(struct request *rq, struct response *rs)
{
	struct api_json json = api_call_list(rq);
	struct log_view v;
	enum rc rc = log_view_load(rq, &v, false);

	if (rc == RC_OK)
		rc = put_findings(rq, &json, &v, ITA_SUMMARY);
	if (rc == RC_OK)
		rc = put_findings(rq, &json, &v, ITA_CASES);
	return rc == RC_OK ? api_call_listed(rq, rs, &json, STR_NONE) : rc;
}

#define YEAR "/api/v1/osha/{code}/{year}"
#define READS(id_, answer_, ...) \
	&(const struct api_operation){.id = (id_), .tag = "OSHA", .scope = API_OSHA_READ, .answer = &(answer_), __VA_ARGS__}
static const struct api_parameter year_query[] = {{"year", API_INT, NULL, "without: this one"}, {.name = NULL}};
static const struct api_parameter days_query[] = {
	{"from", API_DAY, NULL, "without: the first of the year"}, {"to", API_DAY, NULL, "without: today"}, {.name = NULL}};
const struct route osha_year_api_routes[] = {
	{METHOD_GET, "/api/v1/osha", MAY_SEE_OSHA, 0, overview_get, "the state of a year's records, by establishment",
	 READS("listOshaYears", overviews_schema, .query = year_query)},
	{METHOD_GET, YEAR "/summary", MAY_SEE_OSHA, 0, summary_get, "the annual summary with its certifications",
	 READS("getOshaSummary", summary_schema, .flags = 0)},
	{METHOD_GET, YEAR "/history", MAY_SEE_OSHA, 0, history_get, "what changed on the log between two days",
	 READS("listLogChanges", changes_schema, .query = days_query)},
	{METHOD_GET, YEAR "/privacy", MAY_KEEP_OSHA, ROUTE_WRITES, privacy_get, "names of privacy cases",
	 READS("listPrivacyNames", privacies_schema, .flags = 0)},
	{METHOD_GET, YEAR "/ita", MAY_SEE_OSHA, 0, ita_get, "what keeps a year from being filed electronically",
	 READS("listItaFindings", findings_schema, .flags = 0)},
	ROUTE_END,
};
