#include "impact/order_api.h"

#include "base/random.h"
#include "http/api_call.h"
#include "http/pairs.h"
#include "identity/viewer.h"
#include "impact/asset_store.h"
#include "impact/impact.h"
#include "impact/impact_pages.h"
#include "impact/order_store.h"

enum { PAGE = 100 };

static const char *const names[] = {
	"number", "task", "state", "external_number", "forward", "done_on", "done_note", "opened_at", "version", NULL,
};
static const struct form fields = {&work_order_record, names, NULL};
static const struct api_schema schema = {
	"WorkOrder", "A repair that was asked for",
	(const struct api_member[]){
		{API_FIELDS, .form = &fields},
		{API_TEXT, "incident", .help = "number of the incident"},
		{API_LINK, "href"},
		API_MEMBERS_END,
	}};
static const struct api_schema list_schema = {
	"WorkOrderList", "A page of work orders; of incidents that the viewer may not see there are none",
	(const struct api_member[]){
		{API_LIST, "items", .of = &schema},
		{API_LINK, "next", .flags = API_NULLABLE},
		API_MEMBERS_END,
	}};

static void put_order(struct request *rq, struct api_json *json, const struct work_order *order, struct str incident)
{
	api_json_begin(json, NULL);
	api_json_fields(json, &fields, order);
	api_json_text(json, "incident", incident);
	api_json_text(json, "href", arena_printf(rq->arena, "/api/v1/workorders/%.*s", STR_ARG(order->number)));
	api_json_end(json);
}

/* The incident of an order among those of a page; NULL where the viewer may not see it. */
static const struct incident *incident_of(const struct request *rq, const struct rows *incidents, const struct work_order *order)
{
	for (size_t i = 0; i < incidents->count; i++) {
		const struct incident *incident = ROW(struct incident, *incidents, i);
		if (incident->id == order->incident_id)
			return incident_is_visible(rq->viewer, incident) && incident_shows_work(rq->viewer, incident) ? incident
															 : NULL;
	}
	return NULL;
}

static enum rc list_get(struct request *rq, struct response *rs)
{
	const size_t limit = api_call_limit(rq, PAGE);
	const int state = codes_find(&work_order_state_codes, pairs_get(&rq->query, "state"));
	int64_t before = INT64_MAX;
	struct rows rows, incidents = {0};

	if (state < 0)
		return problem_add(rq, "?state", N_("Choose one of the values offered"));
	str_to_int(pairs_get(&rq->query, "after"), 1, INT64_MAX, &before);
	enum rc rc = order_list(rq->db, rq->arena, rq->viewer->organization_id, state, before, (int64_t)limit + 1, &rows);
	const size_t shown = rows.count > limit ? limit : rows.count;
	if (rc == RC_OK && shown)
		rc = order_incidents(rq->db, rq->arena, rq->viewer->organization_id, ROW(struct work_order, rows, shown - 1)->id,
				     ROW(struct work_order, rows, 0)->id, &incidents);
	if (rc != RC_OK)
		return rc;
	struct api_json json = api_call_list(rq);
	for (size_t i = 0; i < shown; i++) {
		const struct work_order *order = ROW(struct work_order, rows, i);
		const struct incident *incident = incident_of(rq, &incidents, order);
		if (incident)
			put_order(rq, &json, order, incident->number);
	}
	return api_call_listed(rq, rs, &json,
			       rows.count > shown ? arena_printf(rq->arena, "%lld",
								 (long long)ROW(struct work_order, rows, shown - 1)->id)
						  : STR_NONE);
}

/* The order that the address names, of an incident that the viewer may see. */
static enum rc find(struct request *rq, struct work_order *order, struct str *incident)
{
	struct rows incidents;
	enum rc rc = order_by_number(rq->db, rq->arena, rq->viewer->organization_id, param(rq, "order"), order);

	if (rc == RC_OK)
		rc = order_incidents(rq->db, rq->arena, rq->viewer->organization_id, order->id, order->id, &incidents);
	const struct incident *found = rc == RC_OK ? incident_of(rq, &incidents, order) : NULL;
	if (found)
		*incident = found->number;
	return rc == RC_OK && !found ? RC_NOT_FOUND : rc;
}

static enum rc order_get(struct request *rq, struct response *rs)
{
	struct api_json json = api_call_json(rq, 1);
	struct work_order order;
	struct str incident;
	enum rc rc = find(rq, &order, &incident);

	if (rc != RC_OK)
		return rc;
	put_order(rq, &json, &order, incident);
	return api_call_respond(rq, rs, &json, order.version);
}

/* --- changes: the pages' own form and rules ------------------------------------------------------ */

struct answering {
	struct str incident;
	int64_t incident_id;
	int64_t order_id; /* 0: the newest of the incident */
};

static enum rc answer(struct request *rq, void *closure, struct api_answer *out)
{
	const struct answering *answering = closure;
	struct api_json json = API_JSON_IN(rq->arena);
	struct work_order order = {.id = answering->order_id};
	struct rows rows;
	enum rc rc = RC_OK;

	if (!order.id) {
		rc = work_order_list(rq->db, rq->arena, rq->viewer->organization_id, answering->incident_id, &rows);
		if (rc == RC_OK && rows.count)
			order.id = ROW(struct work_order, rows, rows.count - 1)->id;
	}
	if (rc == RC_OK)
		rc = order_by_id(rq->db, rq->arena, rq->viewer->organization_id, order.id, &order);
	if (rc != RC_OK)
		return rc;
	put_order(rq, &json, &order, answering->incident);
	out->body = api_json_str(&json);
	out->version = order.version;
	out->location = arena_printf(rq->arena, "/api/v1/workorders/%.*s", STR_ARG(order.number));
	return RC_OK;
}

static void name(struct request *rq, const char *parameter, struct str value)
{
	pairs_add(rq->arena, &rq->params, str_of(parameter), value);
}

/* The damaged asset by its uuid, the number in the list of assets, or its name; without any, the only one there is. */
static enum rc find_asset(struct request *rq, const struct incident *incident, struct str said, struct str *uuid)
{
	struct rows rows;
	struct asset asset = {.id = -1};
	size_t found = 0;
	enum rc rc = said.len ? asset_by_code(rq->db, rq->arena, incident->organization_id, said, &asset) : RC_OK;

	if (rc == RC_OK || rc == RC_NOT_FOUND)
		rc = incident_asset_list(rq->db, rq->arena, incident->organization_id, incident->id, &rows);
	for (size_t i = 0; rc == RC_OK && i < rows.count; i++) {
		const struct incident_asset *at = ROW(struct incident_asset, rows, i);
		if (said.len && !str_equal_nocase(at->uuid, said) && !str_equal_nocase(at->name, said) && at->asset_id != asset.id)
			continue;
		*uuid = at->uuid;
		found++;
	}
	if (rc == RC_OK && found != 1)
		return problem_add(rq, "asset", found ? N_("Several damaged assets are meant; give the uuid of one")
						      : N_("The incident has no such damaged asset"));
	return rc;
}

static enum rc order_post(struct request *rq, struct response *rs)
{
	struct incident_shown shown;
	struct answering answering = {0};
	struct str uuid = STR("");

	name(rq, "kind", STR("orders"));
	name(rq, "number", str_trim(pairs_get(&rq->form, "incident")));
	enum rc rc = incident_shown_find(rq, &shown);
	if (rc == RC_NOT_FOUND)
		return problem_add(rq, "incident", N_("There is no incident of this number"));
	if (rc == RC_OK && !shown.shows_work)
		rc = RC_DENIED;
	if (rc == RC_OK)
		rc = find_asset(rq, &shown.incident, str_trim(pairs_get(&rq->form, "asset")), &uuid);
	if (rc != RC_OK)
		return rc;
	pairs_add(rq->arena, &rq->query, STR("asset"), uuid);
	pairs_add(rq->arena, &rq->form, STR("state"), STR("open"));
	answering.incident = shown.incident.number;
	answering.incident_id = shown.incident.id;
	api_call_answers(rq, answer, &answering);
	return impact_add(rq, rs);
}

static enum rc order_patch(struct request *rq, struct response *rs)
{
	struct work_order order;
	struct answering answering = {0};
	enum rc rc = find(rq, &order, &answering.incident);

	if (rc != RC_OK)
		return rc;
	name(rq, "kind", STR("orders"));
	name(rq, "number", answering.incident);
	name(rq, "uuid", order.uuid);
	answering.order_id = order.id;
	api_call_answers(rq, answer, &answering);
	return impact_edit(rq, rs);
}

static const struct api_schema new_schema = {
	"NewWorkOrder", "A repair of something that an incident damaged",
	(const struct api_member[]){
		{API_TEXT, "incident", .flags = API_REQUIRED, .help = "number of the incident"},
		{API_TEXT, "asset", .help = "uuid, asset number or name of the damaged asset; may be left out where there is only one"},
		{API_TEXT, "task", .flags = API_REQUIRED, .help = "what has to be done"},
		API_MEMBERS_END,
	}};
static const char *const changed_names[] = {"task", "state", "external_number", "done_on", "done_note", NULL};
static const struct form changed_fields = {&work_order_record, changed_names, NULL};
static const struct api_schema changed_schema = {
	"WorkOrderChange", "How a repair goes on; done needs the day",
	(const struct api_member[]){{API_FIELDS, .form = &changed_fields}, API_MEMBERS_END}};
static const struct api_parameter query[] = {
	{"state", API_CODE, &work_order_state_codes, "only of this state"},
	{.name = NULL},
};

#define LISTED(id_, more) \
	&(const struct api_operation){.id = id_, .tag = "Work orders", .scope = API_INCIDENTS_READ, .flags = API_LISTED | (more), \
				      .answer = &list_schema, .query = query}
#define OPENED(id_, more)                                                                                          \
	&(const struct api_operation){                                                                             \
		.id = id_, .tag = "Work orders", .scope = API_INCIDENTS_WRITE, .flags = (more), .body = &new_schema, \
		.answer = &schema, .status = 201,                                                                  \
		.example = "{\"incident\":\"INC-20260314-0001\",\"asset\":\"PRS-014\",\"task\":\"Replace the light curtain\"}", \
		.about = "With cmms.url set the order goes on to the maintenance system; forward says where it stands."}

const struct route order_api_routes[] = {
	{METHOD_GET, "/api/v1/workorders", MAY_SEE_INCIDENTS, 0, list_get, "work orders, newest first", LISTED("listWorkOrders", 0)},
	{METHOD_GET, "/api/workorders", MAY_SEE_INCIDENTS, 0, list_get, "work orders, newest first",
	 LISTED("listWorkOrdersByAlias", API_ALIAS)},
	{METHOD_POST, "/api/v1/workorders", MAY_SEE_INCIDENTS, 0, order_post, "open a work order", OPENED("openWorkOrder", 0)},
	{METHOD_POST, "/api/workorders", MAY_SEE_INCIDENTS, 0, order_post, "open a work order",
	 OPENED("openWorkOrderByAlias", API_ALIAS)},
	{METHOD_GET, "/api/v1/workorders/{order}", MAY_SEE_INCIDENTS, 0, order_get, "one work order",
	 &(const struct api_operation){.id = "getWorkOrder", .tag = "Work orders", .scope = API_INCIDENTS_READ,
				       .flags = API_VERSIONED, .answer = &schema}},
	{METHOD_PATCH, "/api/v1/workorders/{order}", MAY_SEE_INCIDENTS, 0, order_patch, "tell how the repair goes on",
	 &(const struct api_operation){.id = "changeWorkOrder", .tag = "Work orders", .scope = API_INCIDENTS_WRITE,
				       .flags = API_VERSIONED | API_PARTIAL, .body = &changed_schema, .answer = &schema}},
	ROUTE_END,
};
