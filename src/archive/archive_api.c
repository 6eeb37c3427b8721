#include "archive/archive_api.h"

#include "archive/archive_pages.h"
#include "archive/archive_store.h"
#include "http/api_call.h"

static const char *const rule_names[] = {"closed_days", "version", "updated_at", NULL};
static const struct form rule_fields = {&archive_rule_record, rule_names, NULL};
static const struct api_schema rule_schema = {
	"ArchiveRule", "When closed incidents are archived; version 0: the default",
	(const struct api_member[]){
		{API_FIELDS, .form = &rule_fields},
		{API_INT, "archived", .help = "incidents in the archive"},
		{API_INT, "held", .help = "incidents that a legal hold keeps back; at most 500 are counted"},
		API_MEMBERS_END,
	}};

static const struct form held_fields = {&held_incident_record, NULL, NULL};
static const struct api_schema held_schema = API_RECORD_OF("HeldIncident", "An incident that a legal hold keeps", &held_fields);
static const struct api_schema helds_schema = API_LIST_OF("HeldIncidentList", "Those that hold now, oldest first; at most 500", &held_schema);

static const char *const hold_names[] = {"uuid", "reason", "placed_at", "placed_by_name", "released_at", "released_by_name",
					 "release_reason", NULL};
static const struct form hold_fields = {&legal_hold_record, hold_names, NULL};
static const struct api_schema hold_schema = API_RECORD_OF("LegalHold", "A legal hold; without released_at it holds", &hold_fields);
static const struct api_schema holds_schema = API_LIST_OF("LegalHoldList", "Newest first", &hold_schema);

static enum rc rule_get(struct request *rq, struct response *rs)
{
	struct api_json json = api_call_json(rq, 1);
	struct archive_rule rule;
	struct rows held;
	int64_t archived = 0;
	enum rc rc = archive_rule_find(rq->db, rq->arena, rq->viewer->organization_id, &rule);

	if (rc == RC_OK)
		rc = archive_count(rq->db, rq->arena, rq->viewer->organization_id, &archived);
	if (rc == RC_OK || rc == RC_NOT_FOUND)
		rc = legal_hold_active(rq->db, rq->arena, rq->viewer->organization_id, &held);
	if (rc != RC_OK)
		return rc;
	api_json_begin(&json, NULL);
	api_json_fields(&json, &rule_fields, &rule);
	api_json_int(&json, "archived", archived);
	api_json_int(&json, "held", (int64_t)held.count);
	api_json_end(&json);
	return api_call_respond(rq, rs, &json, api_call_version(rule.version));
}

static enum rc held_get(struct request *rq, struct response *rs)
{
	struct rows held;
	enum rc rc = legal_hold_active(rq->db, rq->arena, rq->viewer->organization_id, &held);

	return rc == RC_OK ? api_call_rows(rq, rs, &held_fields, &held, sizeof(struct held_incident), STR_NONE) : rc;
}

static enum rc holds_get(struct request *rq, struct response *rs)
{
	struct incident_shown shown;
	struct rows holds;
	enum rc rc = archive_pages_find(rq, &shown);

	if (rc == RC_OK)
		rc = legal_hold_list(rq->db, rq->arena, shown.incident.organization_id, shown.incident.id, &holds);
	return rc == RC_OK ? api_call_rows(rq, rs, &hold_fields, &holds, sizeof(struct legal_hold), STR_NONE) : rc;
}

#define READS(id_, tag_, scope_, answer_, ...) \
	&(const struct api_operation){.id = (id_), .tag = (tag_), .scope = (scope_), .answer = &(answer_), __VA_ARGS__}
const struct route archive_api_routes[] = {
	{METHOD_GET, "/api/v1/archive-rule", MAY_ADMINISTER, 0, rule_get, "when closed incidents are archived",
	 READS("getArchiveRule", "Administration", API_ADMIN_READ, rule_schema, .flags = API_VERSIONED)},
	{METHOD_GET, "/api/v1/holds", MAY_ADMINISTER, 0, held_get, "incidents that are held",
	 READS("listHeldIncidents", "Administration", API_ADMIN_READ, helds_schema, .flags = 0)},
	{METHOD_GET, "/api/v1/incidents/{number}/hold", MAY_HOLD, 0, holds_get, "legal holds of an incident",
	 READS("listHolds", "Incidents", API_INCIDENTS_READ, holds_schema, .flags = 0)},
	ROUTE_END,
};
