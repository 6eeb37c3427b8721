#include "incident/incident_alias_api.h"

#include "http/api_call.h"
#include "http/pairs.h"
#include "identity/permission.h"
#include "incident/category_store.h"
#include "incident/incident_alias.h"
#include "incident/incident_api.h"
#include "incident/incident_configuration_pages.h"
#include "incident/incident_filter.h"
#include "incident/incident_status_pages.h"

static struct str *sent(struct request *rq, const char *name)
{
	for (size_t i = 0; i < rq->form.count; i++)
		if (str_is(rq->form.at[i].name, name))
			return &rq->form.at[i].value;
	return NULL;
}

static void put(struct request *rq, const char *name, struct str value)
{
	struct str *there = sent(rq, name);

	if (there)
		*there = value;
	else
		pairs_add(rq->arena, &rq->form, str_of(name), value);
}

/* --- reporting -------------------------------------------------------------------------- */

static const struct api_schema report_schema = {
	"ReportByAlias", "A report with the names of other systems beside our own",
	(const struct api_member[]){
		{API_FIELDS, .form = &incident_api_report_form, .optional = incident_api_report_optional},
		INCIDENT_API_PEOPLE,
		{API_TEXT, "incident_type", .help = "Spill, Fire, Equipment Failure ...: becomes register and category"},
		{API_TEXT, "impact_area", .help = "Environmental, Safety, Compliance, Legal, Financial"},
		{API_MOMENT, "date_reported", .help = "taken as the time of the event where occurred_at is missing"},
		{API_MOMENT, "started_at", .help = "the same as occurred_at"},
		{API_TEXT, "status", .help = "passed over: a report begins at the first state"},
		API_MEMBERS_END,
	}};

static enum rc take_kind(struct request *rq)
{
	const struct str kind = pairs_get(&rq->form, "incident_type");
	struct rows rows;
	int reg = 0;
	const struct str code = incident_alias_category(kind, &reg);

	if (!code.at)
		return RC_OK;
	enum rc rc = category_list(rq->db, rq->arena, rq->viewer->organization_id, reg, true, &rows);
	for (size_t i = 0; rc == RC_OK && i < rows.count; i++) {
		const struct category *category = ROW(struct category, rows, i);
		if (!str_equal(category->code, code))
			continue;
		put(rq, "register", str_of(codes_code(&register_codes, reg)));
		put(rq, "category_id", arena_printf(rq->arena, "%lld", (long long)category->id));
	}
	return rc;
}

static void take_impact(struct request *rq)
{
	static const struct { const char *word, *code; } areas[] = {
		{"environmental", "environmental"}, {"safety", "health_safety"}, {"health & safety", "health_safety"},
		{"compliance", "compliance"}, {"legal", "legal"}, {"financial", "financial"},
	};
	const struct str word = str_trim(pairs_get(&rq->form, "impact_area"));

	for (size_t i = 0; i < sizeof areas / sizeof *areas; i++)
		if (str_equal_nocase(word, str_of(areas[i].word)))
			put(rq, "impact_areas", str_of(areas[i].code));
	if (word.len && !sent(rq, "impact_areas"))
		problem_add(rq, "impact_area", N_("Choose one of the values offered"));
}

/* The first of these that was sent; else now. */
static struct str moment_sent(struct request *rq)
{
	static const char *const names[] = {"occurred_at", "started_at", "date_reported"};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (pairs_get(&rq->form, names[i]).len)
			return pairs_get(&rq->form, names[i]);
	return moment_text(rq->arena, rq->now);
}

static enum rc report_post(struct request *rq, struct response *rs)
{
	enum rc rc = take_kind(rq);

	if (rc != RC_OK)
		return rc;
	take_impact(rq);
	put(rq, "occurred_at", moment_sent(rq));
	if (!pairs_get(&rq->form, "establishment_id").len && rq->viewer->establishment_id)
		put(rq, "establishment_id", arena_printf(rq->arena, "%lld", (long long)rq->viewer->establishment_id));
	return incident_api_report(rq, rs);
}

/* --- the list --------------------------------------------------------------------------- */

static const struct api_parameter list_words[] = {
	{"search", API_TEXT, NULL, "the same as q"},
	{"start_date", API_DAY, NULL, "the same as from"},
	{"end_date", API_DAY, NULL, "the same as to"},
	{.name = NULL},
};

static enum rc list_get(struct request *rq, struct response *rs)
{
	static const struct { const char *theirs, *ours; } names[] = {
		{"search", "q"}, {"start_date", "from"}, {"end_date", "to"}};
	const int reg = codes_find(&register_codes, pairs_get(&rq->query, "register"));

	for (size_t i = 0; i < rq->query.count; i++) {
		struct pair *pair = &rq->query.at[i];
		const int severity = str_is(pair->name, "severity") ? incident_alias_severity(pair->value) : 0;
		const int status = str_is(pair->name, "status") ? incident_alias_status(pair->value, reg > 0 ? reg : 0) : 0;
		for (size_t k = 0; k < sizeof names / sizeof *names; k++)
			if (str_is(pair->name, names[k].theirs))
				pair->name = str_of(names[k].ours);
		if (severity)
			pair->value = str_of(codes_code(&severity_codes, severity));
		if (status)
			pair->value = str_of(codes_code(&status_codes, status));
	}
	return incident_api_list(rq, rs);
}

/* --- changing --------------------------------------------------------------------------- */

static const struct api_schema update_schema = {
	"IncidentUpdate", "A step to another state with its reason, or other values of what is configured; one of both",
	(const struct api_member[]){
		{API_TEXT, "status", .help = "in our words or those of other systems"},
		{API_TEXT, "reason", .help = "why the state changes"},
		{API_TEXT, "password", .help = "where the step is signed"},
		{API_FIELDS, .form = &incident_configuration_form},
		API_MEMBERS_END,
	}};

static bool changes_details(const struct request *rq)
{
	for (const char *const *name = incident_configuration_form.names; *name; name++)
		if (pairs_has(&rq->form, *name))
			return true;
	return false;
}

static enum rc move(struct request *rq, struct response *rs, int status)
{
	if (changes_details(rq))
		return problem_add(rq, "status", N_("Change the state and other values in two requests"));
	pairs_add(rq->arena, &rq->params, STR("to"), str_of(codes_code(&status_codes, status)));
	return incident_status_post(rq, rs);
}

static enum rc update(struct request *rq, struct response *rs)
{
	struct str *number = ARENA_NEW(rq->arena, struct str), *severity = sent(rq, "severity");
	const struct str word = pairs_get(&rq->form, "status");
	struct incident_shown shown;
	enum rc rc = incident_shown_find(rq, &shown);

	if (rc != RC_OK)
		return rc;
	*number = shown.incident.number;
	api_call_answers(rq, incident_api_answer, number);
	const int status = word.len ? incident_alias_status(word, shown.incident.reg) : 0;
	if (word.len && !status)
		return problem_add(rq, "status", N_("Choose one of the values offered"));
	if (status && status != shown.incident.status)
		return move(rq, rs, status);
	if (severity && incident_alias_severity(*severity))
		*severity = str_of(codes_code(&severity_codes, incident_alias_severity(*severity)));
	if (!rq->api->expected)
		put(rq, "version", arena_printf(rq->arena, "%lld", (long long)shown.incident.version));
	return incident_configuration_post(rq, rs);
}

#define READS(id_, answer_) .id = (id_), .tag = "Aliases", .scope = API_INCIDENTS_READ, .answer = &(answer_)
#define WRITES(id_, body_)                                                                    \
	.id = (id_), .tag = "Aliases", .scope = API_INCIDENTS_WRITE, .answer = &incident_api_schema, .body = &(body_)
#define LIST(id_)                                                                             \
	&(const struct api_operation){READS(id_, incident_api_list_schema), .flags = API_ALIAS | API_LISTED | API_SANDBOX, \
				      .filters = incident_filter_parameters, .sorts = incident_sort_names, .query = list_words}
#define ONE(id_)                                                                              \
	&(const struct api_operation){READS(id_, incident_api_schema), .flags = API_ALIAS | API_VERSIONED | API_SANDBOX}
#define REPORT(id_)                                                                           \
	&(const struct api_operation){WRITES(id_, report_schema), .flags = API_ALIAS | API_SANDBOX, .status = 201}
#define UPDATE(id_)                                                                           \
	&(const struct api_operation){WRITES(id_, update_schema), .flags = API_ALIAS | API_PARTIAL | API_SANDBOX}
const struct route incident_alias_api_routes[] = {
	{METHOD_POST, "/api/incidents/report", MAY_REPORT, 0, report_post, "reports an incident", REPORT("aliasReport")},
	{METHOD_GET, "/api/incidents", MAY_SEE_INCIDENTS, 0, list_get, "incidents, filtered", LIST("aliasList")},
	{METHOD_GET, "/api/incidents/{number}", MAY_SEE_INCIDENTS, ROUTE_WRITES, incident_api_get, "one incident", ONE("aliasGet")},
	{METHOD_PATCH, "/api/incidents/{number}/update", MAY_SEE_INCIDENTS, 0, update, "changes state or values", UPDATE("aliasUpdate")},
	{METHOD_GET, "/incidents", MAY_SEE_INCIDENTS, 0, list_get, "incidents, on the interface's own host", LIST("hostList")},
	{METHOD_POST, "/incidents", MAY_REPORT, 0, report_post, "reports an incident, on the interface's own host", REPORT("hostReport")},
	{METHOD_GET, "/incidents/{number}", MAY_SEE_INCIDENTS, ROUTE_WRITES, incident_api_get, "one incident, on the interface's own host",
	 ONE("hostGet")},
	{METHOD_PUT, "/incidents/{number}", MAY_SEE_INCIDENTS, 0, update, "changes state or values, on the interface's own host",
	 UPDATE("hostUpdate")},
	ROUTE_END,
};
