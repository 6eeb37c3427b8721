#include "insight/figure_api.h"

#include "http/api_call.h"
#include "insight/dashboard.h"
#include "insight/dashboard_query.h"

static const struct api_schema types_schema = {
	"FiguresByType", NULL,
	(const struct api_member[]){{API_INT, "all"}, {API_INT, "incident"}, {API_INT, "near_miss"}, {API_INT, "observation"}, API_MEMBERS_END}};
static const struct api_schema severities_schema = {
	"FiguresBySeverity", NULL,
	(const struct api_member[]){{API_INT, "low"}, {API_INT, "medium"}, {API_INT, "high"}, {API_INT, "critical"}, API_MEMBERS_END}};
static const struct api_schema rates_schema = {
	"Rates", "Cases per 200,000 hours (ltifr: per million); null without hours",
	(const struct api_member[]){
		{API_NUMBER, "trir", .flags = API_NULLABLE}, {API_NUMBER, "dart", .flags = API_NULLABLE},
		{API_NUMBER, "ltir", .flags = API_NULLABLE}, {API_NUMBER, "ltifr", .flags = API_NULLABLE},
		{API_NUMBER, "severity", .flags = API_NULLABLE}, API_MEMBERS_END}};
static const struct api_schema sum_schema = {
	"FigureSum", "One stretch of time",
	(const struct api_member[]){
		{API_OBJECT, "by_type", .of = &types_schema}, {API_OBJECT, "by_severity", .of = &severities_schema},
		{API_INT, "recordable_cases"}, {API_OBJECT, "rates", .of = &rates_schema}, API_MEMBERS_END}};
static const struct api_schema month_schema = {
	"FigureMonth", NULL,
	(const struct api_member[]){{API_DAY, "month_on", .help = "its first day"}, {API_OBJECT, "by_type", .of = &types_schema}, API_MEMBERS_END}};
static const struct api_schema category_schema = {
	"FigureCategory", NULL,
	(const struct api_member[]){{API_INT, "category_id", .flags = API_NULLABLE}, {API_INT, "incidents"}, API_MEMBERS_END}};
static const struct api_schema figures_schema = {
	"Figures", "What the dashboard shows of a register and period, and of the same months a year before",
	(const struct api_member[]){
		{API_CODE, "register", .codes = &register_codes},
		{API_DAY, "from"},
		{API_DAY, "to"},
		{API_BOOL, "is_complete", .help = "false while they are being counted anew"},
		{API_INT, "open", .help = "not closed now, whenever it happened"},
		{API_INT, "overdue"},
		{API_OBJECT, "now", .of = &sum_schema},
		{API_OBJECT, "before", .of = &sum_schema},
		{API_LIST, "months", .of = &month_schema},
		{API_LIST, "categories", .of = &category_schema},
		API_MEMBERS_END,
	}};

static void put_types(struct api_json *json, const int64_t *by_type)
{
	api_json_begin(json, "by_type");
	api_json_int(json, "all", by_type[REPORT_NONE]);
	for (int type = REPORT_INCIDENT; type <= REPORT_OBSERVATION; type++)
		api_json_int(json, codes_code(&report_type_codes, type), by_type[type]);
	api_json_end(json);
}

static void put_rate(struct api_json *json, const char *name, int64_t hundredths)
{
	if (hundredths == RATE_UNDEFINED)
		api_json_null(json, name);
	else
		api_json_raw(json, name, rates_text(json->text.arena, hundredths));
}

static void put_sum(struct api_json *json, const char *name, const struct dashboard_sum *sum)
{
	static const char *const rates[RATE_COUNT] = {
		[RATE_TRIR] = "trir", [RATE_DART] = "dart", [RATE_LTIR] = "ltir", [RATE_LTIFR] = "ltifr", [RATE_SEVERITY] = "severity"};

	api_json_begin(json, name);
	put_types(json, sum->by_type);
	api_json_begin(json, "by_severity");
	for (int severity = SEVERITY_LOW; severity <= SEVERITY_CRITICAL; severity++)
		api_json_int(json, codes_code(&severity_codes, severity), sum->by_severity[severity]);
	api_json_end(json);
	api_json_int(json, "recordable_cases", sum->recordable);
	api_json_begin(json, "rates");
	for (int rate = 0; rate < RATE_COUNT; rate++)
		put_rate(json, rates[rate], sum->rates[rate]);
	api_json_end(json);
	api_json_end(json);
}

static void put_lists(struct api_json *json, const struct dashboard *dashboard)
{
	api_json_list(json, "months");
	for (size_t i = 0; i < dashboard->month_count; i++) {
		api_json_begin(json, NULL);
		api_json_day(json, "month_on", dashboard->months[i].month_on);
		put_types(json, dashboard->months[i].by_type);
		api_json_end(json);
	}
	api_json_list_end(json);
	api_json_list(json, "categories");
	for (size_t i = 0; i < dashboard->category_count; i++) {
		const struct dashboard_category *category = &dashboard->categories[i];
		api_json_begin(json, NULL);
		api_json_id(json, "category_id", category->category_id == FIGURE_NONE_GIVEN ? 0 : category->category_id);
		api_json_int(json, "incidents", category->incidents);
		api_json_end(json);
	}
	api_json_list_end(json);
}

static enum rc figures_get(struct request *rq, struct response *rs)
{
	const day today = zone_day(rq->zone, rq->now);
	struct incident_filter filter = incident_filter_none();
	struct api_json json = api_call_json(rq, 1);
	struct figures figures = {0};
	struct dashboard_scope scope;
	struct dashboard dashboard;
	const struct lookup *lookup;

	for (size_t i = 0; i < rq->query.count; i++)
		dashboard_query_set(&filter, rq->query.at[i].name, rq->query.at[i].value);
	dashboard_query_period(&filter, today);
	enum rc rc = dashboard_scope_apply(rq->arena, rq->viewer, &filter, &scope);
	if (rc == RC_OK)
		rc = lookup_of(rq->db, rq->viewer, &lookup);
	if (rc != RC_OK)
		return rc;
	struct figure_query query = dashboard_query_figures(rq->arena, rq->viewer, rq->zone, &filter, &scope, lookup, today);
	rc = figure_collect(rq->db, rq->arena, &query, &figures);
	if (rc != RC_OK)
		return rc;
	dashboard_reckon(rq->arena, &query, &figures, today, &dashboard);
	api_json_begin(&json, NULL);
	api_json_code(&json, "register", &register_codes, filter.reg);
	api_json_day(&json, "from", filter.from);
	api_json_day(&json, "to", filter.to);
	api_json_bool(&json, "is_complete", !dashboard.is_behind);
	api_json_int(&json, "open", figures.open.open);
	api_json_int(&json, "overdue", figures.open.overdue);
	put_sum(&json, "now", &dashboard.now);
	put_sum(&json, "before", &dashboard.before);
	put_lists(&json, &dashboard);
	api_json_end(&json);
	return api_call_respond(rq, rs, &json, 0);
}

static const struct api_parameter figures_query[] = {
	{"register", API_CODE, &register_codes, NULL}, {"establishment", API_INT, NULL, NULL}, {"department", API_INT, NULL, NULL},
	{"severity", API_CODE, &severity_codes, NULL}, {"from", API_TEXT, NULL, "a month such as 2026-03"},
	{"to", API_TEXT, NULL, "a month, included"}, {.name = NULL}};
const struct route figure_api_routes[] = {
	{METHOD_GET, "/api/v1/figures", MAY_SEE_FIGURES, 0, figures_get, "the figures of a register and period",
	 &(const struct api_operation){.id = "getFigures", .tag = "Figures", .scope = API_FIGURES_READ, .answer = &figures_schema,
				       .query = figures_query}},
	ROUTE_END,
};
