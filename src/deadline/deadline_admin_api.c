#include "deadline/deadline_admin_api.h"

#include "deadline/calendar_pages.h"
#include "deadline/deadline_store.h"
#include "deadline/rule_pages.h"
#include "http/api_call.h"
#include "identity/viewer.h"
#include "organization/edit_pages.h"

/* --- rules ----------------------------------------------------------------------------- */

static const char *const rule_names[] = {
	"kind", "is_active", "term", "term_unit", "lead", "lead_unit", "is_due_told", "escalate", "escalate_unit", "escalate_steps",
	"on_working_days", "version", NULL,
};
static const struct form rule_fields = {&deadline_rule_record, rule_names, NULL};
static const struct api_schema rule_schema = {
	"DeadlineRule", "Who hears of deadlines of one kind, and when; version 0: the defaults",
	(const struct api_member[]){
		{API_FIELDS, .form = &rule_fields},
		{API_TEXT, "citation", .flags = API_NULLABLE, .help = "paragraph of law"},
		{API_BOOL, "is_law", .help = "a law sets it: it cannot be switched off"},
		{API_TEXTS, "may_change", .help = "members that a change may name"},
		API_MEMBERS_END,
	}};
static const struct api_schema rules_schema = API_LIST_OF("DeadlineRuleList", "Of every kind", &rule_schema);

static void put_rule(struct request *rq, struct api_json *json, struct deadline_rule *rule)
{
	const struct deadline example = {.kind = rule->kind};
	const enum deadline_kind kind = (enum deadline_kind)rule->kind;
	const char *citation = deadline_citation(&example);
	struct text names = TEXT_IN(rq->arena);

	for (const char *const *name = rule_pages_names(kind); *name; name++)
		text_printf(&names, "%s%s", names.len ? "," : "", *name);
	deadline_rule_split(rule);
	rule->is_active = rule->is_active || deadline_is_law(kind);
	api_json_begin(json, NULL);
	api_json_fields(json, &rule_fields, rule);
	api_json_text(json, "citation", *citation ? str_of(citation) : STR_NONE);
	api_json_bool(json, "is_law", deadline_is_law(kind));
	api_json_texts(json, "may_change", text_str(&names));
	api_json_end(json);
}

static enum rc rules_get(struct request *rq, struct response *rs)
{
	struct deadline_rule rules[DEADLINE_KIND_COUNT];
	enum rc rc = deadline_rules(rq->db, rq->arena, rq->viewer->organization_id, rules);

	if (rc != RC_OK)
		return rc;
	struct api_json json = api_call_list(rq);
	for (int kind = 1; kind < DEADLINE_KIND_COUNT; kind++)
		put_rule(rq, &json, &rules[kind]);
	return api_call_listed(rq, rs, &json, STR_NONE);
}

static enum rc rule_get(struct request *rq, struct response *rs)
{
	const int kind = codes_find(&deadline_kind_codes, param(rq, "kind"));
	struct deadline_rule rules[DEADLINE_KIND_COUNT];
	enum rc rc = kind > 0 ? deadline_rules(rq->db, rq->arena, rq->viewer->organization_id, rules) : RC_NOT_FOUND;

	if (rc != RC_OK)
		return rc;
	struct api_json json = api_call_json(rq, 1);
	put_rule(rq, &json, &rules[kind]);
	return api_call_respond(rq, rs, &json, api_call_version(rules[kind].version));
}

/* --- days off --------------------------------------------------------------------------- */

static const char *const off_names[] = {"id", "off_on", "name", "establishment_id", NULL};
static const struct form off_fields = {&day_off_record, off_names, NULL};
static const struct api_schema off_schema = API_RECORD_OF(
	"DayOff", "A day on which nobody is told of deadlines that wait for working days; without establishment: everywhere", &off_fields);
static const struct api_schema offs_schema = API_LIST_OF("DayOffList", "From a day on, by day", &off_schema);
static const struct api_parameter off_query[] = {{"from", API_DAY, NULL, "without: from today on"}, {.name = NULL}};

static enum rc days_get(struct request *rq, struct response *rs)
{
	const struct str sent = pairs_get(&rq->query, "from");
	day from = zone_day(rq->zone, rq->now);
	struct rows rows;

	if (sent.len && !day_parse(sent, &from)) {
		problem_add(rq, "?from", N_("This value means nothing here"));
		return RC_BAD_REQUEST;
	}
	enum rc rc = deadline_days_off(rq->db, rq->arena, rq->viewer->organization_id, from, &rows);
	return rc == RC_OK ? api_call_rows(rq, rs, &off_fields, &rows, sizeof(struct day_off), STR_NONE) : rc;
}

static enum rc day_get(struct request *rq, struct response *rs)
{
	struct day_off off;
	int64_t id;
	enum rc rc = edit_param_id(rq, "id", &id);

	if (rc == RC_OK)
		rc = deadline_day_off_by_id(rq->db, rq->arena, rq->viewer->organization_id, id, &off);
	return rc == RC_OK ? api_call_row(rq, rs, &off_fields, &off, 0) : rc;
}

/* --- one's own calendars ------------------------------------------------------------------ */

static const char *const feed_names[] = {"id", "content", "establishment_id", "as_events", "created_at", "opened_at", NULL};
static const struct form feed_fields = {&calendar_feed_record, feed_names, NULL};
static const struct api_schema feed_schema = {
	"CalendarFeed", "A calendar of deadlines (iCalendar) that other programs subscribe to",
	(const struct api_member[]){
		{API_FIELDS, .form = &feed_fields},
		{API_TEXT, "address", .flags = API_NULLABLE,
		 .help = "secret: who has it reads the calendar, until it is revoked; null: made under another key of the installation"},
		API_MEMBERS_END,
	}};
static const struct api_schema feeds_schema = API_LIST_OF("CalendarFeedList", "One's own, oldest first", &feed_schema);

static enum rc feeds_get(struct request *rq, struct response *rs)
{
	struct rows rows;
	enum rc rc = calendar_feed_list(rq->db, rq->arena, rq->viewer->organization_id, rq->viewer->account_id, &rows);

	if (rc != RC_OK)
		return rc;
	struct api_json json = api_call_list(rq);
	for (size_t i = 0; i < rows.count; i++) {
		const struct calendar_feed *feed = ROW(struct calendar_feed, rows, i);
		api_json_begin(&json, NULL);
		api_json_fields(&json, &feed_fields, feed);
		api_json_text(&json, "address", calendar_pages_address(rq, feed));
		api_json_end(&json);
	}
	return api_call_listed(rq, rs, &json, STR_NONE);
}

#define READS(id_, tag_, scope_, answer_, ...) \
	&(const struct api_operation){.id = (id_), .tag = (tag_), .scope = (scope_), .answer = &(answer_), __VA_ARGS__}
const struct route deadline_admin_api_routes[] = {
	{METHOD_GET, "/api/v1/deadline-rules", MAY_ADMINISTER, 0, rules_get, "who hears of which deadlines when",
	 READS("listDeadlineRules", "Administration", API_ADMIN_READ, rules_schema, .flags = 0)},
	{METHOD_GET, "/api/v1/deadline-rules/{kind}", MAY_ADMINISTER, 0, rule_get, "the rule of one kind",
	 READS("getDeadlineRule", "Administration", API_ADMIN_READ, rule_schema, .flags = API_VERSIONED)},
	{METHOD_GET, "/api/v1/days-off", MAY_ADMINISTER, 0, days_get, "days off",
	 READS("listDaysOff", "Administration", API_ADMIN_READ, offs_schema, .query = off_query)},
	{METHOD_GET, "/api/v1/days-off/{id}", MAY_ADMINISTER, 0, day_get, "one of them",
	 READS("getDayOff", "Administration", API_ADMIN_READ, off_schema, .flags = 0)},
	{METHOD_GET, "/api/v1/account/calendars", MAY_SIGN_IN, 0, feeds_get, "one's own calendars and their addresses",
	 READS("listCalendars", "Account", API_ACCOUNT_READ, feeds_schema, .flags = 0)},
	ROUTE_END,
};
