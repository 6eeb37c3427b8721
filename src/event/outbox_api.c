#include "event/outbox_api.h"

#include "event/delivery_log_store.h"
#include "event/outbox_figures_store.h"
#include "event/outbox_pages.h"
#include "event/schedule.h"
#include "http/api_call.h"
#include "identity/permission.h"
#include "identity/viewer.h"

/* --- queues ------------------------------------------------------------------------------ */

static const struct api_schema figures_schema = {
	"Outbox", "How full the queues of this installation are",
	(const struct api_member[]){
		{API_INT, "waiting_events"},
		{API_INT, "waiting_deliveries"},
		{API_INT, "late_deliveries", .help = "waiting after at least one failed attempt"},
		{API_INT, "dead_events", .help = "given up"},
		{API_INT, "dead_deliveries", .help = "given up"},
		{API_MOMENT, "oldest_event_at", .flags = API_NULLABLE, .help = "of those that wait"},
		API_MEMBERS_END,
	}};

static enum rc figures_get(struct request *rq, struct response *rs)
{
	struct api_json json = api_call_json(rq, 1);
	struct outbox_figures figures;
	enum rc rc = outbox_figures_read(rq->db, rq->arena, &figures);

	if (rc != RC_OK)
		return rc;
	api_json_begin(&json, NULL);
	api_json_int(&json, "waiting_events", figures.waiting_events);
	api_json_int(&json, "waiting_deliveries", figures.waiting_deliveries);
	api_json_int(&json, "late_deliveries", figures.late_deliveries);
	api_json_int(&json, "dead_events", figures.dead_events);
	api_json_int(&json, "dead_deliveries", figures.dead_deliveries);
	api_json_moment(&json, "oldest_event_at", figures.oldest_event_at);
	api_json_end(&json);
	return api_call_respond(rq, rs, &json, 0);
}

/* --- what was given up ---------------------------------------------------------------------- */

static const char *const event_names[] = {"id", "kind", "subject", "created_at", "attempts", "reason", NULL};
static const struct form event_fields = {&event_line_record, event_names, NULL};
static const struct api_schema event_schema = API_RECORD_OF("DeadEvent", "An event that was given up", &event_fields);
static const struct api_schema events_schema = API_LIST_OF("DeadEventList", "Newest first", &event_schema);
static const char *const delivery_names[] = {"uuid", "environment", "channel", "address", "subject", "created_at", "attempts",
					     "attempted_at", "status", "reason", NULL};
static const struct form delivery_fields = {&delivery_line_record, delivery_names, NULL};
static const struct api_schema delivery_schema = API_RECORD_OF("DeadDelivery", "A delivery that was given up", &delivery_fields);
static const struct api_schema deliveries_schema = API_LIST_OF("DeadDeliveryList", "Newest first", &delivery_schema);

typedef enum rc dead_list(struct db *db, struct arena *arena, int64_t organization_id, int64_t before_id, struct rows *lines);

/* The rows of one page; *has_more: there are others behind them. */
static enum rc dead_page(struct request *rq, dead_list *list, struct rows *rows, bool *has_more)
{
	const struct str after = pairs_get(&rq->query, "after");
	const size_t limit = api_call_limit(rq, DELIVERY_LOG_PAGE);
	int64_t before = 0;

	if (after.at && !str_to_int(after, 1, INT64_MAX, &before)) {
		problem_add(rq, "?after", N_("Take it from `next` of the page before"));
		return RC_BAD_REQUEST;
	}
	enum rc rc = list(rq->db, rq->arena, rq->viewer->organization_id, before, rows);
	*has_more = rc == RC_OK && rows->count > limit;
	if (*has_more)
		rows->count = limit;
	return rc;
}

static struct str cursor(const struct request *rq, bool has_more, int64_t id)
{
	return has_more ? arena_printf(rq->arena, "%lld", (long long)id) : STR_NONE;
}

static enum rc events_get(struct request *rq, struct response *rs)
{
	struct rows rows;
	bool has_more;
	enum rc rc = dead_page(rq, delivery_log_dead_events, &rows, &has_more);

	if (rc != RC_OK)
		return rc;
	const int64_t last = rows.count ? ROW(struct event_line, rows, rows.count - 1)->id : 0;
	return api_call_rows(rq, rs, &event_fields, &rows, sizeof(struct event_line), cursor(rq, has_more, last));
}

static enum rc deliveries_get(struct request *rq, struct response *rs)
{
	struct rows rows;
	bool has_more;
	enum rc rc = dead_page(rq, delivery_log_dead, &rows, &has_more);

	if (rc != RC_OK)
		return rc;
	const int64_t last = rows.count ? ROW(struct delivery_line, rows, rows.count - 1)->id : 0;
	return api_call_rows(rq, rs, &delivery_fields, &rows, sizeof(struct delivery_line), cursor(rq, has_more, last));
}

/* --- tasks ----------------------------------------------------------------------------------- */

static const char *const task_names[] = {"name", "is_shared", "next_due_at", "last_start_at", "last_success_at", "last_failure_at",
					 "last_message", "failures", NULL};
static const struct form task_fields = {&task_row_record, task_names, NULL};
static const struct api_schema task_schema = {
	"WorkerTask", "A scheduled task",
	(const struct api_member[]){
		{API_FIELDS, .form = &task_fields},
		{API_CODE, "state", .codes = &outbox_task_state_codes},
		{API_NUMBER, "every_seconds", .help = "between two runs"},
		{API_NUMBER, "took_seconds", .help = "the last run"},
		API_MEMBERS_END,
	}};
static const char *const worker_names[] = {"id", "host", "pid", "started_at", "seen_at", NULL};
static const struct form worker_fields = {&worker_row_record, worker_names, NULL};
static const struct api_schema worker_schema = API_RECORD_OF("Worker", "A worker that has not ended", &worker_fields);
static const struct api_schema tasks_schema = {
	"WorkerTasks", "Scheduled tasks and the workers that run them",
	(const struct api_member[]){
		{API_BOOL, "is_silent", .help = "no worker was seen for too long"},
		{API_MOMENT, "seen_at", .flags = API_NULLABLE, .help = "last sign of any worker"},
		{API_LIST, "tasks", .of = &task_schema},
		{API_LIST, "workers", .of = &worker_schema},
		API_MEMBERS_END,
	}};

static struct str seconds(const struct request *rq, int64_t microseconds)
{
	return arena_printf(rq->arena, "%.6g", (double)microseconds / (double)SECONDS(1));
}

static void put_task(const struct request *rq, struct api_json *json, const struct task_row *task)
{
	api_json_begin(json, NULL);
	api_json_fields(json, &task_fields, task);
	api_json_code(json, "state", &outbox_task_state_codes, (int)outbox_task_state(task, rq->now));
	api_json_raw(json, "every_seconds", seconds(rq, task->every_us));
	api_json_raw(json, "took_seconds", seconds(rq, task->took_us));
	api_json_end(json);
}

static enum rc tasks_get(struct request *rq, struct response *rs)
{
	struct api_json json = api_call_json(rq, 1);
	struct schedule_state state;
	struct rows tasks, workers;
	enum rc rc = schedule_state(rq->db, rq->arena, rq->config, rq->now, &state);

	if (rc == RC_OK)
		rc = schedule_tasks(rq->db, rq->arena, &tasks);
	if (rc == RC_OK)
		rc = schedule_workers(rq->db, rq->arena, &workers);
	if (rc != RC_OK)
		return rc;
	api_json_begin(&json, NULL);
	api_json_bool(&json, "is_silent", !state.is_ever_seen || state.is_silent);
	api_json_moment(&json, "seen_at", state.seen_at);
	api_json_list(&json, "tasks");
	for (size_t i = 0; i < tasks.count; i++)
		put_task(rq, &json, ROW(struct task_row, tasks, i));
	api_json_list_end(&json);
	api_json_list(&json, "workers");
	for (size_t i = 0; i < workers.count; i++) {
		api_json_begin(&json, NULL);
		api_json_fields(&json, &worker_fields, ROW(struct worker_row, workers, i));
		api_json_end(&json);
	}
	api_json_list_end(&json);
	api_json_end(&json);
	return api_call_respond(rq, rs, &json, 0);
}

#define READS(id_, answer_, ...)                                                                                       \
	&(const struct api_operation){.id = (id_), .tag = "Administration", .scope = API_ADMIN_READ, .answer = &(answer_), __VA_ARGS__}
const struct route outbox_api_routes[] = {
	{METHOD_GET, "/api/v1/outbox", MAY_ADMINISTER, 0, figures_get, "how full the queues are",
	 READS("getOutbox", figures_schema, .flags = 0)},
	{METHOD_GET, "/api/v1/outbox/events", MAY_ADMINISTER, 0, events_get, "events that were given up",
	 READS("listDeadEvents", events_schema, .flags = API_LISTED)},
	{METHOD_GET, "/api/v1/outbox/deliveries", MAY_ADMINISTER, 0, deliveries_get, "deliveries that were given up",
	 READS("listDeadDeliveries", deliveries_schema, .flags = API_LISTED)},
	{METHOD_GET, "/api/v1/tasks", MAY_ADMINISTER, 0, tasks_get, "scheduled tasks and workers",
	 READS("listTasks", tasks_schema, .flags = 0)},
	ROUTE_END,
};
