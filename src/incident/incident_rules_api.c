#include "incident/incident_rules_api.h"

#include "http/api_call.h"
#include "identity/viewer.h"
#include "incident/assignment_pages.h"
#include "incident/assignment_store.h"
#include "incident/category_store.h"
#include "incident/report_link_store.h"
#include "incident/workflow_version_store.h"
#include "organization/edit_pages.h"

static const struct form category_fields = {&category_record, NULL, NULL};
static const struct api_schema category_schema = API_RECORD_OF("CategoryEntry", "A kind of incident", &category_fields);
static const struct api_schema categories_schema = API_LIST_OF("CategoryList", "By register, in their order", &category_schema);
static const struct form rule_fields = {&assignment_rule_record, NULL, NULL};
static const struct api_schema rule_schema = API_RECORD_OF("RuleEntry", "Who manages which new incident; the first that fits wins", &rule_fields);
static const struct api_schema rules_schema = API_LIST_OF("RuleList", "In their order", &rule_schema);
/* Without the token: who has it can report. */
static const char *const link_names[] = {"uuid", "name", "establishment_id", "area_id", "department_id", "project_id", "report_type",
					 "expires_on", NULL};
static const struct form link_fields = {&report_link_record, link_names, NULL};
static const struct api_schema link_schema = API_RECORD_OF("ReportLinkEntry", "An invitation to report", &link_fields);
static const struct api_schema links_schema = API_LIST_OF("ReportLinkList", "Newest first", &link_schema);
static const struct form version_fields = {&workflow_version_record, NULL, NULL};
static const struct api_schema version_schema = API_RECORD_OF("WorkflowVersion", "A version of a register's workflow", &version_fields);
static const struct api_schema versions_schema = API_LIST_OF("WorkflowVersionList", "The organization's own", &version_schema);

static enum rc categories_get(struct request *rq, struct response *rs)
{
	const int reg = codes_find(&register_codes, pairs_get(&rq->query, "register"));
	struct rows rows;

	if (reg < 0) {
		problem_add(rq, "?register", N_("This value means nothing here"));
		return RC_BAD_REQUEST;
	}
	enum rc rc = category_list(rq->db, rq->arena, rq->viewer->organization_id, reg, false, &rows);
	return rc == RC_OK ? api_call_rows(rq, rs, &category_fields, &rows, sizeof(struct category), STR_NONE) : rc;
}

static enum rc category_get(struct request *rq, struct response *rs)
{
	struct category category;
	int64_t id;
	enum rc rc = edit_param_id(rq, "category", &id);

	if (rc == RC_OK)
		rc = category_by_id(rq->db, rq->arena, rq->viewer->organization_id, id, &category);
	return rc == RC_OK ? api_call_row(rq, rs, &category_fields, &category, category.version) : rc;
}

static enum rc rules_get(struct request *rq, struct response *rs)
{
	struct rows rows;
	enum rc rc = assignment_rules(rq->db, rq->arena, rq->viewer->organization_id, &rows);

	return rc == RC_OK ? api_call_rows(rq, rs, &rule_fields, &rows, sizeof(struct assignment_rule), STR_NONE) : rc;
}

static enum rc rule_get(struct request *rq, struct response *rs)
{
	struct assignment_rule rule;
	int64_t id;
	enum rc rc = edit_param_id(rq, "rule", &id);

	if (rc == RC_OK)
		rc = assignment_rule_by_id(rq->db, rq->arena, rq->viewer->organization_id, id, &rule);
	return rc == RC_OK ? api_call_row(rq, rs, &rule_fields, &rule, rule.version) : rc;
}

static const struct api_schema hit_schema = {
	"RuleHits", "What a rule would have taken",
	(const struct api_member[]){{API_INT, "id"}, {API_TEXT, "name"}, {API_INT, "hits"}, API_MEMBERS_END}};
static const struct api_schema trial_schema = {
	"RuleTrial", "Who would manage an imagined report, and what the rules would have done with the newest incidents",
	(const struct api_member[]){
		{API_TEXT, "manager", .flags = API_NULLABLE, .help = "null: no rule fits, or the query names no register"},
		{API_INT, "rule", .flags = API_NULLABLE, .help = "id of the rule that fits first"},
		{API_TEXT, "why", .flags = API_NULLABLE, .help = "its name and conditions"},
		{API_INT, "tried", .help = "incidents of the past that were looked at"},
		{API_INT, "unmatched", .help = "of them, by no rule"},
		{API_LIST, "rules", .of = &hit_schema, .help = "in their order"},
		API_MEMBERS_END,
	}};

static enum rc trial_get(struct request *rq, struct response *rs)
{
	struct api_json json = api_call_json(rq, 1);
	struct assignment_trial trial;
	enum rc rc = assignment_pages_try(rq, &trial);

	if (rc != RC_OK)
		return rc == RC_INVALID ? RC_BAD_REQUEST : rc;
	api_json_begin(&json, NULL);
	api_json_text(&json, "manager", trial.manager);
	api_json_id(&json, "rule", trial.chosen ? trial.chosen->id : 0);
	api_json_text(&json, "why", trial.chosen ? assignment_words(rq->arena, trial.chosen) : STR_NONE);
	api_json_int(&json, "tried", (int64_t)trial.tried);
	api_json_int(&json, "unmatched", trial.hits[trial.rules.count]);
	api_json_list(&json, "rules");
	for (size_t i = 0; i < trial.rules.count; i++) {
		const struct assignment_rule *rule = ROW(struct assignment_rule, trial.rules, i);
		api_json_begin(&json, NULL);
		api_json_int(&json, "id", rule->id);
		api_json_text(&json, "name", rule->name);
		api_json_int(&json, "hits", trial.hits[i]);
		api_json_end(&json);
	}
	api_json_list_end(&json);
	api_json_end(&json);
	return api_call_respond(rq, rs, &json, 0);
}

static enum rc links_get(struct request *rq, struct response *rs)
{
	struct rows rows;
	enum rc rc = report_link_list(rq->db, rq->arena, rq->viewer->organization_id, &rows);

	return rc == RC_OK ? api_call_rows(rq, rs, &link_fields, &rows, sizeof(struct report_link), STR_NONE) : rc;
}

static const char *const one_names[] = {"uuid", "name", "establishment_id", "area_id", "department_id", "project_id", "report_type",
					"expires_on", "revoked_at", "opened", "filed", NULL};
static const struct form one_fields = {&report_link_record, one_names, NULL};
static const struct api_schema one_schema = {
	"ReportLinkShown", "An invitation to report, with how often it was opened and used",
	(const struct api_member[]){
		{API_FIELDS, .form = &one_fields},
		{API_TEXT, "address", .help = "whoever has it can report"},
		API_MEMBERS_END,
	}};

/* With its address, as on the page of an administrator, who prints it. */
static enum rc link_get(struct request *rq, struct response *rs)
{
	struct api_json json = api_call_json(rq, 1);
	struct report_link link;
	enum rc rc = report_link_by_uuid(rq->db, rq->arena, rq->viewer->organization_id, param(rq, "uuid"), &link);

	if (rc != RC_OK)
		return rc;
	api_json_begin(&json, NULL);
	api_json_fields(&json, &one_fields, &link);
	api_json_text(&json, "address", report_link_address(rq->arena, rq->config, &link));
	api_json_end(&json);
	return api_call_respond(rq, rs, &json, 0);
}

static enum rc versions_get(struct request *rq, struct response *rs)
{
	struct rows rows;
	enum rc rc = workflow_version_list(rq->db, rq->arena, rq->viewer->organization_id, &rows);

	/* Its version is the first member of a line. */
	return rc == RC_OK ? api_call_rows(rq, rs, &version_fields, &rows, sizeof(struct workflow_version_line), STR_NONE) : rc;
}

#define READS(id_, scope_, answer_, ...)                                                                     \
	&(const struct api_operation){.id = (id_), .tag = "Administration", .scope = (scope_), .answer = &(answer_), __VA_ARGS__}
static const struct api_parameter of_register[] = {{"register", API_CODE, &register_codes, NULL}, {.name = NULL}};
static const struct api_parameter trial_query[] = {
	{"register", API_CODE, &register_codes, "of the imagined report"},
	{"establishment_id", API_INT, NULL, NULL}, {"area_id", API_INT, NULL, NULL}, {"department_id", API_INT, NULL, NULL},
	{"category_id", API_INT, NULL, NULL}, {"severity", API_CODE, &severity_codes, NULL}, {.name = NULL}};
const struct route incident_rules_api_routes[] = {
	{METHOD_GET, "/api/v1/rule-trial", MAY_ADMINISTER, 0, trial_get, "rules tried on an imagined report and on the past",
	 READS("tryRules", API_ADMIN_READ, trial_schema, .query = trial_query)},
	{METHOD_GET, "/api/v1/categories", MAY_REPORT, 0, categories_get, "kinds of incidents",
	 READS("listCategories", API_INCIDENTS_READ, categories_schema, .query = of_register)},
	{METHOD_GET, "/api/v1/categories/{category}", MAY_REPORT, 0, category_get, "one kind of incident",
	 READS("getCategory", API_INCIDENTS_READ, category_schema, .flags = API_VERSIONED)},
	{METHOD_GET, "/api/v1/rules", MAY_ADMINISTER, 0, rules_get, "who manages new incidents",
	 READS("listRules", API_ADMIN_READ, rules_schema, .flags = 0)},
	{METHOD_GET, "/api/v1/rules/{rule}", MAY_ADMINISTER, 0, rule_get, "one rule",
	 READS("getRule", API_ADMIN_READ, rule_schema, .flags = API_VERSIONED)},
	{METHOD_GET, "/api/v1/report-links", MAY_ADMINISTER, 0, links_get, "invitations to report",
	 READS("listReportLinks", API_ADMIN_READ, links_schema, .flags = 0)},
	{METHOD_GET, "/api/v1/report-links/{uuid}", MAY_ADMINISTER, 0, link_get, "one invitation to report, with its address",
	 READS("getReportLink", API_ADMIN_READ, one_schema, .flags = 0)},
	{METHOD_GET, "/api/v1/workflows", MAY_DECIDE_WORKFLOWS, 0, versions_get, "versions of workflows",
	 READS("listWorkflows", API_ADMIN_READ, versions_schema, .flags = 0)},
	ROUTE_END,
};
