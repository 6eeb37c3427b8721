#include "audit/audit_api.h"

#include "audit/audit.h"
#include "audit/audit_list_store.h"
#include "http/api_call.h"

static const struct api_schema entry_schema = {
	"AuditEntry", "An entry of the audit trail",
	(const struct api_member[]){
		{API_INT, "id"},
		{API_MOMENT, "recorded_at", .help = "the day alone where the actor is anonymous"},
		{API_TEXT, "actor", .flags = API_NULLABLE, .help = "printed name at that time"},
		{API_TEXT, "actor_kind"},
		{API_TEXT, "auth_method"},
		{API_TEXT, "request_id"},
		{API_TEXT, "action"},
		{API_TEXT, "subject"},
		{API_INT, "subject_id"},
		{API_INT, "incident_id", .flags = API_NULLABLE | API_DEPRECATED},
		{API_TEXT, "incident", .flags = API_NULLABLE, .help = "number of the incident; null: of none, or of one in the archive"},
		{API_TEXT, "reason", .flags = API_NULLABLE},
		{API_ANY, "changes", .help = "field to [before, after]"},
		API_MEMBERS_END,
	}};
static const struct api_schema entries_schema = API_LIST_OF("AuditEntryList", "Newest first", &entry_schema);

static struct str number_of(const struct rows *incidents, int64_t id)
{
	for (size_t i = 0; id && i < incidents->count; i++)
		if (ROW(struct audit_incident, *incidents, i)->id == id)
			return ROW(struct audit_incident, *incidents, i)->number;
	return STR_NONE;
}

static void put_entry(struct api_json *json, const struct audit_line *line, const struct rows *incidents)
{
	api_json_begin(json, NULL);
	api_json_int(json, "id", line->id);
	api_json_moment(json, "recorded_at", line->recorded_at);
	api_json_text(json, "actor", line->actor_name.len ? line->actor_name : STR_NONE);
	api_json_text(json, "actor_kind", line->actor_kind);
	api_json_text(json, "auth_method", line->auth_method.at ? line->auth_method : STR(""));
	api_json_text(json, "request_id", line->request_id.at ? line->request_id : STR(""));
	api_json_text(json, "action", line->action);
	api_json_text(json, "subject", line->subject);
	api_json_int(json, "subject_id", line->subject_id);
	api_json_id(json, "incident_id", line->incident_id);
	api_json_text(json, "incident", number_of(incidents, line->incident_id));
	api_json_text(json, "reason", line->reason.len ? line->reason : STR_NONE);
	api_json_raw(json, "changes", line->changes);
	api_json_end(json);
}

/* A parameter that must be a moment; false, and a problem, when it is none. */
static bool read_moment(struct request *rq, const char *name, moment *at)
{
	struct str sent = pairs_get(&rq->query, name);

	if (!sent.len || moment_parse(sent, at))
		return true;
	problem_add(rq, arena_printf(rq->arena, "?%s", name).at, N_("Send a moment such as 2026-03-02T14:30:00Z"));
	return false;
}

static bool read_number(struct request *rq, const char *name, int64_t *number)
{
	struct str sent = pairs_get(&rq->query, name);

	if (!sent.len || str_to_int(sent, 1, INT64_MAX, number))
		return true;
	problem_add(rq, arena_printf(rq->arena, "?%s", name).at, N_("Send a whole number, not a text"));
	return false;
}

static enum rc trail_get(struct request *rq, struct response *rs)
{
	struct audit_filter filter = {
		.organization_id = rq->viewer->organization_id,
		.actor = pairs_get(&rq->query, "actor"),
		.action = pairs_get(&rq->query, "action"),
		.subject = pairs_get(&rq->query, "subject"),
		.from = MOMENT_NONE,
		.until = MOMENT_NONE,
	};
	struct str next = STR_NONE;
	struct rows rows, incidents;
	bool is_good = read_number(rq, "subject_id", &filter.subject_id);

	is_good = read_number(rq, "after", &filter.before_id) && is_good;
	is_good = read_moment(rq, "from", &filter.from) && is_good;
	is_good = read_moment(rq, "until", &filter.until) && is_good;
	if (!is_good)
		return RC_BAD_REQUEST;
	enum rc rc = audit_list(rq->db, rq->arena, &filter, &rows);
	if (rc == RC_OK)
		rc = audit_incidents(rq->db, rq->arena, filter.organization_id, &rows, &incidents);
	if (rc != RC_OK)
		return rc;
	const size_t limit = api_call_limit(rq, AUDIT_PAGE);
	struct api_json json = api_call_list(rq);
	for (size_t i = 0; i < rows.count && i < limit; i++)
		put_entry(&json, ROW(struct audit_line, rows, i), &incidents);
	if (rows.count > limit)
		next = arena_printf(rq->arena, "%lld", (long long)ROW(struct audit_line, rows, limit - 1)->id);
	return api_call_listed(rq, rs, &json, next);
}

static const struct api_parameter trail_query[] = {
	{"actor", API_TEXT, NULL, "beginning of the printed name"}, {"action", API_TEXT, NULL, "beginning of the dotted verb"},
	{"subject", API_TEXT, NULL, "kind of record"},              {"subject_id", API_INT, NULL, NULL},
	{"from", API_MOMENT, NULL, NULL},                           {"until", API_MOMENT, NULL, "not included"},
	{.name = NULL}};
const struct route audit_api_routes[] = {
	{METHOD_GET, "/api/v1/audit", MAY_SEE_AUDIT, 0, trail_get, "the audit trail of everything",
	 &(const struct api_operation){.id = "listAudit", .tag = "Audit", .scope = API_AUDIT_READ, .flags = API_LISTED,
				       .answer = &entries_schema, .query = trail_query}},
	ROUTE_END,
};
