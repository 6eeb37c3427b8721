#include "webhook/webhook_api.h"

#include "event/delivery_log_store.h"
#include "http/api_call.h"
#include "identity/viewer.h"
#include "webhook/webhook_pages.h"

static const char *const endpoint_names[] = {
	"uuid",     "name",          "url",       "types",           "environment",     "owner_account_id", "is_active",  "off_reason",
	"off_at",   "failing_since", "last_success_at", "last_failure_at", "last_reason", "version", "created_at", "updated_at", NULL,
};
static const struct form endpoint_fields = {&webhook_endpoint_record, endpoint_names, NULL};
static const struct api_schema endpoint_schema =
	API_RECORD_OF("Webhook", "An address that is told of events; its secret is never shown", &endpoint_fields);
static const struct api_schema endpoints_schema = API_LIST_OF("WebhookList", "Webhooks, by name", &endpoint_schema);

static const char *const message_names[] = {
	"uuid", "subject", "state", "created_at", "due_at", "attempts", "attempted_at", "done_at", "status", "reason", NULL,
};
static const struct form message_fields = {&delivery_line_record, message_names, NULL};
static const struct api_schema message_schema =
	API_RECORD_OF("WebhookMessage", "A message of a webhook; subject is its type, uuid its webhook-id", &message_fields);
static const struct api_schema messages_schema = API_LIST_OF("WebhookMessageList", "Messages, newest first", &message_schema);

static enum rc list_get(struct request *rq, struct response *rs)
{
	struct rows rows;
	enum rc rc = webhook_list(rq->db, rq->arena, rq->viewer->organization_id, &rows);

	return rc == RC_OK ? api_call_rows(rq, rs, &endpoint_fields, &rows, sizeof(struct webhook_endpoint), STR_NONE) : rc;
}

static enum rc endpoint_get(struct request *rq, struct response *rs)
{
	struct webhook_endpoint endpoint;
	enum rc rc = webhook_pages_find(rq, &endpoint);

	return rc == RC_OK ? api_call_row(rq, rs, &endpoint_fields, &endpoint, endpoint.version) : rc;
}

static enum rc messages_get(struct request *rq, struct response *rs)
{
	const size_t limit = api_call_limit(rq, DELIVERY_LOG_PAGE);
	const int state = codes_find(&delivery_state_codes, pairs_get(&rq->query, "state"));
	struct webhook_endpoint endpoint;
	struct str next = STR_NONE;
	struct rows rows;
	int64_t before;
	enum rc rc = webhook_pages_find(rq, &endpoint);

	if (!str_to_int(pairs_get(&rq->query, "after"), 1, INT64_MAX, &before))
		before = 0;
	if (rc == RC_OK)
		rc = delivery_log_endpoint(rq->db, rq->arena, endpoint.organization_id, endpoint.id, state > 0 ? state : 0, before,
					   &rows);
	if (rc != RC_OK)
		return rc;
	if (rows.count > limit) {
		rows.count = limit;
		next = arena_printf(rq->arena, "%lld", (long long)ROW(struct delivery_line, rows, limit - 1)->id);
	}
	return api_call_rows(rq, rs, &message_fields, &rows, sizeof(struct delivery_line), next);
}

static const struct api_parameter messages_query[] = {
	{"state", API_CODE, &delivery_state_codes, "only those in this state"},
	{.name = NULL},
};

const struct route webhook_api_routes[] = {
	{METHOD_GET, "/api/v1/webhooks", MAY_ADMINISTER, 0, list_get, "webhooks of the organization",
	 &(const struct api_operation){.id = "listWebhooks", .tag = "Administration", .scope = API_ADMIN_READ, .flags = API_LISTED,
				       .answer = &endpoints_schema}},
	{METHOD_GET, "/api/v1/webhooks/{endpoint}", MAY_ADMINISTER, 0, endpoint_get, "one webhook",
	 &(const struct api_operation){.id = "getWebhook", .tag = "Administration", .scope = API_ADMIN_READ, .flags = API_VERSIONED,
				       .answer = &endpoint_schema}},
	{METHOD_GET, "/api/v1/webhooks/{endpoint}/messages", MAY_ADMINISTER, 0, messages_get, "what was sent to a webhook",
	 &(const struct api_operation){.id = "listWebhookMessages", .tag = "Administration", .scope = API_ADMIN_READ,
				       .flags = API_LISTED, .answer = &messages_schema, .query = messages_query}},
	ROUTE_END,
};
