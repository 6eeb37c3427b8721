#include "osha/osha_api.h"

#include "http/api_call.h"
#include "identity/viewer.h"
#include "incident/incident_detail_view.h"
#include "osha/case_store.h"
#include "osha/log_view.h"

/* --- the log of a place and year --------------------------------------------------------- */

static const struct api_schema line_schema = {
	"OshaLine", "A line of Form 300; of a privacy case the name is never told",
	(const struct api_member[]){
		{API_TEXT, "case_number", .help = "A"},
		{API_TEXT, "name", .help = "B, or the words that stand for it"},
		{API_BOOL, "is_privacy"},
		{API_TEXT, "job_title", .flags = API_NULLABLE, .help = "C"},
		{API_DAY, "injury_on", .flags = API_NULLABLE, .help = "D"},
		{API_TEXT, "where", .flags = API_NULLABLE, .help = "E"},
		{API_TEXT, "description", .flags = API_NULLABLE, .help = "F"},
		{API_TEXT, "outcome", .help = "G, H, I or J"},
		{API_INT, "days_away", .help = "K"},
		{API_INT, "days_restricted", .help = "L"},
		{API_INT, "type", .help = "M: 1 to 6"},
		{API_BOOL, "is_lined_out"},
		API_MEMBERS_END,
	}};
static const struct api_schema totals_schema = {
	"OshaTotals", "Totals of the columns, as Form 300A shows them",
	(const struct api_member[]){
		{API_INT, "cases"}, {API_INT, "deaths"}, {API_INT, "with_days_away"}, {API_INT, "with_restriction"},
		{API_INT, "others"}, {API_INT, "days_away"}, {API_INT, "days_restricted"}, {API_INT, "injuries"},
		{API_INT, "skin_disorders"}, {API_INT, "respiratory"}, {API_INT, "poisonings"}, {API_INT, "hearing_losses"},
		{API_INT, "other_illnesses"}, API_MEMBERS_END,
	}};
static const struct api_schema log_schema = {
	"OshaLog", "The log of one establishment and year with its summary",
	(const struct api_member[]){
		{API_TEXT, "establishment"},
		{API_TEXT, "code"},
		{API_INT, "year"},
		{API_INT, "average_employees", .flags = API_NULLABLE},
		{API_INT, "hours_worked", .flags = API_NULLABLE},
		{API_BOOL, "is_certified"},
		{API_BOOL, "is_changed_since", .help = "a case was changed after the certification"},
		{API_OBJECT, "totals", .of = &totals_schema},
		{API_LIST, "items", .of = &line_schema},
		API_MEMBERS_END,
	}};

static void put_text(struct api_json *json, const char *name, struct str value)
{
	api_json_text(json, name, value.len ? value : STR_NONE);
}

static void put_line(struct api_json *json, const struct osha_log_case *c)
{
	api_json_begin(json, NULL);
	api_json_text(json, "case_number", c->number);
	api_json_text(json, "name", osha_log_name(c));
	api_json_bool(json, "is_privacy", c->is_privacy);
	put_text(json, "job_title", c->job_title);
	api_json_day(json, "injury_on", c->injury_on);
	put_text(json, "where", c->where);
	put_text(json, "description", c->description);
	api_json_cstr(json, "outcome", osha_outcome_letter(c->outcome));
	api_json_int(json, "days_away", c->days_away);
	api_json_int(json, "days_restricted", c->days_restricted);
	api_json_int(json, "type", c->type);
	api_json_bool(json, "is_lined_out", c->is_lined_out);
	api_json_end(json);
}

static void put_totals(struct api_json *json, const struct osha_log *log)
{
	static const struct { const char *name; enum osha_outcome outcome; } outcomes[] = {
		{"deaths", OSHA_DEATH}, {"with_days_away", OSHA_DAYS_AWAY}, {"with_restriction", OSHA_RESTRICTED}, {"others", OSHA_OTHER}};
	static const struct { const char *name; enum osha_type type; } types[] = {
		{"injuries", OSHA_INJURY}, {"skin_disorders", OSHA_SKIN_DISORDER}, {"respiratory", OSHA_RESPIRATORY},
		{"poisonings", OSHA_POISONING}, {"hearing_losses", OSHA_HEARING_LOSS}, {"other_illnesses", OSHA_OTHER_ILLNESS}};
	const struct osha_totals totals = osha_log_totals(log->cases, log->case_count);

	api_json_begin(json, "totals");
	api_json_int(json, "cases", totals.cases);
	for (size_t i = 0; i < sizeof outcomes / sizeof *outcomes; i++)
		api_json_int(json, outcomes[i].name, totals.outcomes[outcomes[i].outcome]);
	api_json_int(json, "days_away", totals.days_away);
	api_json_int(json, "days_restricted", totals.days_restricted);
	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		api_json_int(json, types[i].name, totals.types[types[i].type]);
	api_json_end(json);
}

static void put_known(struct api_json *json, const char *name, int64_t value)
{
	if (value == OSHA_UNKNOWN)
		api_json_null(json, name);
	else
		api_json_int(json, name, value);
}

static enum rc log_get(struct request *rq, struct response *rs)
{
	struct api_json json = api_call_json(rq, 1);
	struct log_view v;
	enum rc rc = log_view_load(rq, &v, false);

	if (rc != RC_OK)
		return rc;
	const struct osha_log *log = &v.log;
	api_json_begin(&json, NULL);
	api_json_text(&json, "establishment", v.place.name);
	api_json_text(&json, "code", v.place.code);
	api_json_int(&json, "year", v.year);
	put_known(&json, "average_employees", log->average_employees);
	put_known(&json, "hours_worked", log->hours_worked);
	api_json_bool(&json, "is_certified", log->certification != NULL);
	api_json_bool(&json, "is_changed_since", log->certification && log->certification->changed_since);
	put_totals(&json, log);
	api_json_list(&json, "items");
	for (int i = 0; i < log->case_count; i++)
		put_line(&json, &log->cases[i]);
	api_json_list_end(&json);
	api_json_end(&json);
	return api_call_respond(rq, rs, &json, 0);
}

/* --- cases of an incident ------------------------------------------------------------------ */

static const char *const case_names[] = {
	"uuid", "establishment_id", "year", "case_number", "job_title", "occurred_where", "description", "injury_on", "recordable",
	"outcome", "days_away", "days_restricted", "is_days_estimated", "is_days_running", "type", "is_privacy", "paragraph", "reason",
	"decided_at", "override", "override_reason", "lined_out_at", "version", NULL,
};
static const struct form case_fields = {&osha_case_record, case_names, NULL};
static const struct api_schema case_schema = API_RECORD_OF("OshaCase", "What was decided of one injured person", &case_fields);
static const struct api_schema cases_schema = API_LIST_OF("OshaCaseList", "In the order of the people", &case_schema);

static enum rc cases_get(struct request *rq, struct response *rs)
{
	struct incident_shown shown;
	struct rows rows;
	enum rc rc = incident_shown_find(rq, &shown);

	if (rc == RC_OK && !viewer_may_in(rq->viewer, MAY_SEE_OSHA,
					  (struct scope){shown.incident.establishment_id, shown.incident.department_id}))
		rc = RC_DENIED;
	if (rc == RC_OK)
		rc = case_list_of_incident(rq->db, rq->arena, shown.incident.organization_id, shown.incident.id, &rows);
	return rc == RC_OK ? api_call_rows(rq, rs, &case_fields, &rows, sizeof(struct osha_case), STR_NONE) : rc;
}

#define READS(id_, answer_) \
	&(const struct api_operation){.id = (id_), .tag = "OSHA", .scope = API_OSHA_READ, .answer = &(answer_)}
const struct route osha_api_routes[] = {
	{METHOD_GET, "/api/v1/osha/{code}/{year}/log", MAY_SEE_OSHA, 0, log_get, "the log of a place and year with its totals",
	 READS("getOshaLog", log_schema)},
	{METHOD_GET, "/api/v1/incidents/{number}/cases", MAY_SEE_OSHA, 0, cases_get, "OSHA cases of an incident",
	 READS("listOshaCases", cases_schema)},
	ROUTE_END,
};
