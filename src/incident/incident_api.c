#include "incident/incident_api.h"

#include "audit/reading.h"
#include "db/archive.h"
#include "http/pairs.h"
#include "identity/permission.h"
#include "incident/incident_alias.h"
#include "incident/incident_filter.h"
#include "incident/incident_list_pages.h"
#include "incident/incident_list_store.h"
#include "incident/injured_store.h"
#include "incident/lookup_store.h"
#include "incident/report_form.h"
#include "incident/report_send_pages.h"

/* --- what is shown ----------------------------------------------------------------- */

static const char *const line_names[] = {
	"number", "title", "register", "report_type", "status", "severity", "occurred_at", "is_time_known", "reported_at",
	"updated_at", "establishment_id", "department_id", "manager_id", "category_id", "project_id", "impact_areas",
	"target_on", "is_complete", "manager", "establishment", "is_overdue", NULL,
};
static const struct form line_form = {&incident_line_record, line_names, NULL};
static const struct api_schema line_schema = {
	"IncidentLine", "An incident as a list shows it",
	(const struct api_member[]){
		{API_FIELDS, .form = &line_form},
		{API_LINK, "href", .help = "address of the whole incident"},
		API_MEMBERS_END,
	}};
const struct api_schema incident_api_list_schema = {
	"IncidentList", "A page of incidents",
	(const struct api_member[]){
		{API_LIST, "items", .of = &line_schema},
		{API_LINK, "next", .flags = API_NULLABLE, .help = "address of the next page; null: this is the last"},
		API_MEMBERS_END,
	}};

static const char *const shown_names[] = {
	"uuid", "number", "register", "report_type", "environment", "status", "title", "description", "immediate_actions",
	"is_work_stopped", "occurred_at", "is_time_known", "reported_at", "establishment_id", "area_id", "specific_location",
	"latitude", "longitude", "department_id", "business_unit_id", "project_id", "team_id", "category_id", "severity",
	"severity_potential", "impact_areas", "reporting", "manager_id", "investigation_required", "investigation_lead_id",
	"investigation_approver_id", "investigation_due_on", "target_on", "likelihood", "consequence", "tags",
	"linked_tickets", "source", "is_complete", "closed_at", "version", "created_at", "updated_at", NULL,
};
static const struct form incident_fields = {&incident_record, shown_names, NULL};

static const char *const injured_names[] = {"uuid", "full_name", "job_title", "employment", "injury", "care", "is_private", NULL};
static const struct form injured_fields = {&injured_person_record, injured_names, NULL};
static const struct api_schema injured_schema = {
	"InjuredPerson", "An injured or ill person; of a privacy case the name is null for those who may not know it",
	(const struct api_member[]){{API_FIELDS, .form = &injured_fields}, API_MEMBERS_END}};

const struct api_schema incident_api_schema = {
	"Incident", "One reported event",
	(const struct api_member[]){
		{API_FIELDS, .form = &incident_fields},
		{API_TEXT, "establishment", .flags = API_NULLABLE, .help = "name"},
		{API_TEXT, "area", .flags = API_NULLABLE},
		{API_TEXT, "department", .flags = API_NULLABLE},
		{API_TEXT, "category", .flags = API_NULLABLE},
		{API_TEXT, "project", .flags = API_NULLABLE},
		{API_TEXT, "manager", .flags = API_NULLABLE},
		{API_TEXT, "reporter", .flags = API_NULLABLE, .help = "null where the reporter is not to be known"},
		{API_TEXT, "merged_into", .flags = API_NULLABLE, .help = "number of the incident of which it is a duplicate"},
		{API_TEXT, "zone", .help = "time zone of the establishment"},
		{API_INT, "file_count"},
		{API_INT, "comment_count"},
		{API_LIST, "people", .of = &injured_schema},
		{API_LINK, "href"},
		{API_LINK, "page", .help = "for people"},
		API_MEMBERS_END,
	}};

static void put_name(struct api_json *json, const char *name, struct str value)
{
	api_json_text(json, name, value.len ? value : STR_NONE);
}

static enum rc put_people(struct request *rq, struct api_json *json, const struct incident_shown *shown)
{
	struct rows rows = {0};
	enum rc rc = RC_OK;

	if (shown->around.injured_count)
		rc = injured_list(rq->db, rq->arena, shown->incident.organization_id, shown->incident.id, &rows);
	api_json_list(json, "people");
	for (size_t i = 0; rc == RC_OK && i < rows.count; i++) {
		struct injured_person *injured = ROW(struct injured_person, rows, i);
		if (injured->removed_at != MOMENT_NONE)
			continue;
		if (!incident_shows_injured(rq->viewer, &shown->incident, injured))
			injured->full_name = STR_NONE;
		else if (injured->is_private)
			rc = audit_read(rq, "injured_person", injured->id, shown->incident.id);
		api_json_begin(json, NULL);
		api_json_fields(json, &injured_fields, injured);
		api_json_end(json);
	}
	api_json_list_end(json);
	return rc;
}

enum rc incident_api_write(struct request *rq, struct api_json *json, const struct incident_shown *shown)
{
	const struct incident_around *around = &shown->around;

	api_json_begin(json, NULL);
	api_json_fields(json, &incident_fields, &shown->incident);
	put_name(json, "establishment", around->establishment);
	put_name(json, "area", around->area);
	put_name(json, "department", around->department);
	put_name(json, "category", around->category);
	put_name(json, "project", around->project);
	put_name(json, "manager", around->manager);
	put_name(json, "reporter", around->reporter);
	put_name(json, "merged_into", around->merged_into);
	api_json_text(json, "zone", around->zone);
	api_json_int(json, "file_count", around->file_count);
	api_json_int(json, "comment_count", shown->shows_work ? around->comment_count : around->message_count);
	enum rc rc = put_people(rq, json, shown);
	api_json_text(json, "href", arena_printf(rq->arena, "/api/v1/incidents/%.*s", STR_ARG(shown->incident.number)));
	api_json_text(json, "page", incident_href(rq->arena, &shown->incident, ""));
	api_json_end(json);
	return rc;
}

/* --- the list ---------------------------------------------------------------------- */

/* A page passes over what means nothing in its address; a client would take the whole list for the answer. */
static enum rc check_values(struct request *rq)
{
	static const char *const others[] = {"after", "limit", "fields", NULL};
	struct incident_filter filter = incident_filter_none();

	for (size_t i = 0; i < rq->query.count; i++) {
		struct pair *pair = &rq->query.at[i];
		const char *name = arena_cstr(rq->arena, pair->name);
		if (!api_operation_lists(others, name) && pair->value.len && !incident_filter_set(&filter, pair->name, pair->value))
			problem_add(rq, arena_printf(rq->arena, "?%s", name).at, N_("This value means nothing here"));
	}
	return rq->problem_count ? RC_BAD_REQUEST : RC_OK;
}

enum rc incident_api_list(struct request *rq, struct response *rs)
{
	const day today = zone_day(rq->zone, rq->now);
	struct incident_filter filter;
	struct incident_page page = {0};
	const struct lookup *lookup;
	enum rc rc = check_values(rq);

	if (rc == RC_OK)
		rc = incident_list_filter(rq, &filter);
	filter.limit = api_call_limit(rq, INCIDENT_PAGE);
	if (rc == RC_OK && filter.is_archived)
		rc = db_archive_open(rq->db);
	if (rc == RC_OK)
		rc = lookup_of(rq->db, rq->viewer, &lookup);
	if (rc == RC_OK)
		rc = incident_list(rq->db, rq->arena, rq->viewer, &filter, today, &page);
	if (rc == RC_OK)
		rc = incident_list_names(rq, &page, lookup);
	if (rc != RC_OK)
		return rc;
	struct api_json json = api_call_list(rq);
	for (size_t i = 0; i < page.count; i++) {
		const struct incident_line *line = &page.lines[i];
		api_json_begin(&json, NULL);
		api_json_fields(&json, &line_form, line);
		api_json_text(&json, "href", arena_printf(rq->arena, "/api/v1/incidents/%.*s", STR_ARG(line->number)));
		api_json_end(&json);
	}
	return api_call_listed(rq, rs, &json,
			       page.after.is_set ? incident_cursor_text(rq->arena, filter.sort, &page.after) : STR_NONE);
}

/* --- one --------------------------------------------------------------------------- */

enum rc incident_api_get(struct request *rq, struct response *rs)
{
	struct api_json json = api_call_json(rq, 1);
	struct incident_shown shown;
	enum rc rc = incident_shown_find(rq, &shown);

	if (rc == RC_OK)
		rc = incident_api_write(rq, &json, &shown);
	return rc == RC_OK ? api_call_respond(rq, rs, &json, shown.incident.version) : rc;
}

/* --- reporting --------------------------------------------------------------------- */

const struct form incident_api_report_form = {&incident_record, answers_incident_names, NULL};
static const struct form report_injured = {&injured_person_record, answers_injured_names, NULL};
static const struct form report_witness = {&witness_record, answers_witness_names, NULL};
const struct api_schema incident_api_injured_schema = {
	"ReportedPerson", "Somebody who was hurt or fell ill",
	(const struct api_member[]){{API_FIELDS, .form = &report_injured}, API_MEMBERS_END}};
const struct api_schema incident_api_witness_schema = {
	"ReportedWitness", "Somebody who saw it",
	(const struct api_member[]){{API_FIELDS, .form = &report_witness}, API_MEMBERS_END}};
const char *const incident_api_report_optional[] = {"register", "report_type", "title", NULL};
static const struct api_schema report_schema = {
	"Report", "A new report: an incident, a near miss or an observation",
	(const struct api_member[]){
		{API_FIELDS, .form = &incident_api_report_form, .optional = incident_api_report_optional},
		INCIDENT_API_PEOPLE,
		API_MEMBERS_END,
	}};

/* Severities are taken in the words of other systems too. */
static void take_severity(struct request *rq)
{
	for (size_t i = 0; i < rq->form.count; i++) {
		struct pair *pair = &rq->form.at[i];
		const int severity = str_is(pair->name, "severity") ? incident_alias_severity(pair->value) : 0;
		if (severity)
			pair->value = str_of(codes_code(&severity_codes, severity));
	}
}

/* What may be left out as in the short form. */
static void add_defaults(struct request *rq, struct answers *answers)
{
	static const struct { const char *name; struct str value; } usual[] = {
		{"register", STR_INIT("safety")}, {"is_time_known", STR_INIT("1")}, {"reporting", STR_INIT("named")},
		{"report_type", STR_INIT("incident")},
	};

	take_severity(rq);
	for (size_t i = 0; i < sizeof usual / sizeof *usual; i++)
		if (!pairs_has(&rq->form, usual[i].name))
			pairs_add(rq->arena, &rq->form, str_of(usual[i].name), usual[i].value);
	if (!pairs_get(&rq->form, "title").len)
		pairs_add(rq->arena, &rq->form, STR("title"),
			  incident_report_title(rq->arena, pairs_get(&rq->form, "description")));
	for (const char *const *name = answers_incident_names; *name; name++)
		answers_set(answers, *name, pairs_get(&rq->form, *name));
}

static enum rc read_report(struct request *rq, struct report_form *form)
{
	const size_t problems = rq->problem_count;
	enum rc rc;

	add_defaults(rq, &form->answers);
	rc = report_form_begin(form, false);
	for (int step = STEP_WHAT; rc == RC_OK && step < STEP_COUNT; step++) {
		rc = report_form_take(form, (enum report_step)step);
		if (rc == RC_OK)
			rc = report_form_know(form, (enum report_step)step);
		if (rc == RC_OK && report_form_check(form, (enum report_step)step) == RC_FAULT)
			rc = RC_FAULT;
	}
	return rc == RC_OK && rq->problem_count > problems ? RC_INVALID : rc;
}

static enum rc answer_shown(struct request *rq, const struct incident_shown *shown, struct api_answer *answer)
{
	struct api_json json = API_JSON_IN(rq->arena);
	enum rc rc = incident_api_write(rq, &json, shown);

	if (rc != RC_OK)
		return rc;
	if (answer->status == 201)
		answer->location = arena_printf(rq->arena, "/api/v1/incidents/%.*s", STR_ARG(shown->incident.number));
	answer->version = shown->incident.version;
	answer->body = api_json_str(&json);
	return RC_OK;
}

enum rc incident_api_answer(struct request *rq, void *closure, struct api_answer *answer)
{
	const struct str *number = closure;
	struct incident_shown shown;

	pairs_add(rq->arena, &rq->params, STR("number"), *number);
	enum rc rc = incident_shown_find(rq, &shown);
	return rc == RC_OK ? answer_shown(rq, &shown, answer) : rc;
}

struct reported {
	struct str number;
	struct incident made;        /* id 0: more came with it than itself */
};

static enum rc answer_reported(struct request *rq, void *closure, struct api_answer *answer)
{
	struct reported *reported = closure;
	struct incident_shown shown;
	enum rc rc = reported->made.id ? incident_shown_made(rq, &reported->made, &shown) : RC_NOT_FOUND;

	if (rc == RC_NOT_FOUND)
		return incident_api_answer(rq, &reported->number, answer);
	return rc == RC_OK ? answer_shown(rq, &shown, answer) : rc;
}

enum rc incident_api_report(struct request *rq, struct response *rs)
{
	struct report_form form = {.rq = rq, .answers = ANSWERS_IN(rq->arena)};
	struct reported *reported = ARENA_NEW(rq->arena, struct reported);
	struct report_sending sending = {.answers = &form.answers, .source = SOURCE_API, .number = &reported->number,
					 .made = &reported->made, .impact_areas = pairs_get(&rq->form, "impact_areas")};
	enum rc rc = read_report(rq, &form);

	if (rc != RC_OK)
		return rc;
	sending.own_establishment_id = form.here ? form.here->id : 0;
	api_call_answers(rq, answer_reported, reported);
	return report_send(rq, rs, &sending);
}

#define AN_INCIDENT .tag = "Incidents", .answer = &incident_api_schema
const struct route incident_api_routes[] = {
	{METHOD_GET, "/api/v1/incidents", MAY_SEE_INCIDENTS, 0, incident_api_list, "incidents, filtered, ordered, by pages",
	 &(const struct api_operation){.id = "listIncidents", .tag = "Incidents", .scope = API_INCIDENTS_READ,
				       .flags = API_LISTED | API_SANDBOX, .answer = &incident_api_list_schema,
				       .filters = incident_filter_parameters, .sorts = incident_sort_names}},
	{METHOD_POST, "/api/v1/incidents", MAY_REPORT, 0, incident_api_report, "reports an incident, near miss or observation",
	 &(const struct api_operation){.id = "createIncident", AN_INCIDENT, .scope = API_INCIDENTS_WRITE, .flags = API_SANDBOX,
				       .body = &report_schema, .status = 201}},
	{METHOD_GET, "/api/v1/incidents/{number}", MAY_SEE_INCIDENTS, ROUTE_WRITES, incident_api_get, "one incident, by number or uuid",
	 &(const struct api_operation){.id = "getIncident", AN_INCIDENT, .scope = API_INCIDENTS_READ,
				       .flags = API_VERSIONED | API_SANDBOX}},
	ROUTE_END,
};
