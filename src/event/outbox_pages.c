#include "event/outbox_pages.h"

#include <stddef.h>

#include "base/random.h"
#include "event/delivery_log_store.h"
#include "event/outbox_figures_store.h"
#include "event/submission.h"
#include "http/api_operation.h"
#include "identity/page.h"

static const struct code said[] = {
	{"again", N_("What you chose is tried again.")},
	{"dropped", N_("What you chose is dropped: it stays in the records and is not tried again.")},
	{"none", N_("Nothing was changed: it had been tried again or dropped already.")},
	{NULL, NULL},
};

static const struct code what_rows[] = {{"", ""}, {"again", N_("Try again")}, {"drop", N_("Drop")}, {NULL, NULL}};
enum { WHAT_AGAIN = 1, WHAT_DROP };
static const struct codes what_codes = {"what", what_rows};

struct asked {
	int what;
	struct str reason;
};
#define AT(member) .name = #member, .offset = offsetof(struct asked, member)
static const struct field asked_fields[] = {
	{.kind = FIELD_CODE, AT(what), .label = N_("What is to be done"), .flags = FIELD_REQUIRED, .codes = &what_codes},
	{.kind = FIELD_TEXT, AT(reason), .label = N_("Reason"), .flags = FIELD_REQUIRED, .max = 300,
	 .hint = N_("Kept in the audit trail.")},
	FIELD_END,
};
#undef AT
static const struct record asked_record = {"asked", sizeof(struct asked), asked_fields};
static const char *const asked_names[] = {"reason", NULL};
static const struct form asked_form = {&asked_record, asked_names, NULL};

/* --- the list --- */

static int64_t number_asked(const struct request *rq, const char *name)
{
	int64_t value;

	return str_to_int(pairs_get(&rq->query, name), 1, INT64_MAX, &value) ? value : 0;
}

static void add_figures(struct view *page, const struct outbox_figures *figures)
{
	view_int(page, "waiting_events", figures->waiting_events);
	view_int(page, "waiting_deliveries", figures->waiting_deliveries);
	view_int(page, "late_deliveries", figures->late_deliveries);
	view_moment(page, "oldest_event_at", figures->oldest_event_at);
}

static enum rc show(struct request *rq, struct response *rs)
{
	int64_t organization_id = rq->viewer->organization_id;
	struct view *page = view_new(rq->arena);
	struct outbox_figures figures;
	struct rows events, deliveries;
	enum rc rc = outbox_figures_read(rq->db, rq->arena, &figures);

	if (rc == RC_OK)
		rc = delivery_log_dead_events(rq->db, rq->arena, organization_id, number_asked(rq, "events_before"), &events);
	if (rc == RC_OK)
		rc = delivery_log_dead(rq->db, rq->arena, organization_id, number_asked(rq, "before"), &deliveries);
	if (rc != RC_OK)
		return rc;
	size_t event_count = events.count > DELIVERY_LOG_PAGE ? DELIVERY_LOG_PAGE : events.count;
	size_t count = deliveries.count > DELIVERY_LOG_PAGE ? DELIVERY_LOG_PAGE : deliveries.count;
	add_figures(page, &figures);
	view_records(page, "events", &event_line_record, events.at, event_count);
	view_records(page, "deliveries", &delivery_line_record, deliveries.at, count);
	view_flag(page, "has_any", event_count > 0 || count > 0);
	if (events.count > event_count)
		view_printf(page, "more_events_href", "/admin/outbox?events_before=%lld",
			    (long long)ROW(struct event_line, events, event_count - 1)->id);
	if (deliveries.count > count)
		view_printf(page, "older_href", "/admin/outbox?before=%lld",
			    (long long)ROW(struct delivery_line, deliveries, count - 1)->id);
	form_view(rq, page, "form", &asked_form, NULL);
	view_text(page, "submission", uuid_new(rq->arena, rq->now));
	page_said(rq, page, said);
	return respond_page(rq, rs, "event/outbox", page);
}

/* --- changes --- */

struct mending {
	struct change change;
	struct asked asked;
	int64_t changed;
};

static enum rc mend_one(struct db *db, struct mending *m, struct str key, int64_t id)
{
	const struct request *rq = m->change.rq;
	bool is_event = str_is(key, "event"), is_drop = m->asked.what == WHAT_DROP;
	int64_t organization_id = rq->viewer->organization_id;
	enum rc rc;

	if (is_event)
		rc = is_drop ? delivery_log_event_drop(db, organization_id, id, m->asked.reason)
			     : delivery_log_event_again(db, organization_id, id, rq->now);
	else
		rc = is_drop ? delivery_log_drop(db, organization_id, id, m->asked.reason)
			     : delivery_log_again(db, organization_id, id, rq->now);
	if (rc == RC_CONFLICT)
		return RC_OK;
	if (rc != RC_OK)
		return rc;
	const struct audit_entry entry = {
		.action = is_drop ? (is_event ? "event.dropped" : "delivery.dropped")
				  : (is_event ? "event.tried_again" : "delivery.tried_again"),
		.subject = is_event ? "event" : "delivery",
		.subject_id = id,
		.reason = m->asked.reason,
	};
	m->changed++;
	return audit_append(db, &m->change.actor, &entry);
}

/* Deliveries by their uuid too; *id stays 0 where there is none. */
static enum rc read_id(struct db *db, const struct request *rq, const struct pair *chosen, int64_t *id)
{
	struct delivery_line line;

	if (str_to_int(chosen->value, 1, INT64_MAX, id) || !str_is(chosen->name, "delivery"))
		return RC_OK;
	enum rc rc = delivery_log_one(db, rq->arena, rq->viewer->organization_id, chosen->value, &line);
	*id = rc == RC_OK ? line.id : 0;
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

/* May run again after a conflict. */
static enum rc write_mending(struct db *db, void *closure)
{
	struct mending *m = closure;
	const struct pairs *form = &m->change.rq->form;
	enum rc rc = RC_OK;

	m->changed = 0;
	for (size_t i = 0; rc == RC_OK && i < form->count; i++) {
		int64_t id = 0;
		struct str key = form->at[i].name;
		if (str_is(key, "event") || str_is(key, "delivery"))
			rc = read_id(db, m->change.rq, &form->at[i], &id);
		if (rc == RC_OK && id)
			rc = mend_one(db, m, key, id);
	}
	m->change.answer = m->changed == 0		 ? STR("/admin/outbox?said=none")
			   : m->asked.what == WHAT_DROP ? STR("/admin/outbox?said=dropped")
							: STR("/admin/outbox?said=again");
	return rc;
}

static bool has_chosen(const struct request *rq)
{
	return pairs_get(&rq->form, "event").len > 0 || pairs_get(&rq->form, "delivery").len > 0;
}

static enum rc outbox_post(struct request *rq, struct response *rs)
{
	struct mending m = {.change = change_of(rq)};
	enum rc rc;

	record_clear(&asked_record, &m.asked);
	rc = form_read(rq, &asked_form, &m.asked);
	m.asked.what = codes_find(&what_codes, pairs_get(&rq->form, "what"));
	if (rc == RC_OK && m.asked.what <= 0)
		return RC_BAD_REQUEST;
	if (rc == RC_OK && !has_chosen(rq))
		rc = problem_add(rq, "", N_("Choose at least one"));
	if (rc == RC_OK)
		rc = change_run(&m.change, rs, "outbox_mend", write_mending, &m);
	return rc == RC_INVALID ? show(rq, rs) : rc;
}

/* --- tasks --- */

static const struct code task_state_rows[] = {
	{"", ""},
	{"good", N_("In order")},
	{"running", N_("Running")},
	{"failing", N_("Failing")},
	{"late", N_("Late")},
	{"never", N_("Not run yet")},
	{NULL, NULL},
};
const struct codes outbox_task_state_codes = {"task_state", task_state_rows};

enum task_state outbox_task_state(const struct task_row *task, moment now)
{
	moment ended = task->last_success_at > task->last_failure_at ? task->last_success_at : task->last_failure_at;

	if (schedule_late_at(task) < now)
		return TASK_LATE;
	if (task->failures)
		return TASK_FAILING;
	if (task->last_start_at == MOMENT_NONE)
		return TASK_NEVER;
	/* Tasks that keep their lease begin anew all the time; only a long run is worth saying. */
	return task->lease_owner.len && task->last_start_at > ended && task->every_us >= MINUTES(1) ? TASK_RUNNING : TASK_GOOD;
}

static struct str interval_text(struct request *rq, int64_t every_us)
{
	if (every_us < MINUTES(1))
		return arena_printf(rq->arena, "%.10g s", (double)every_us / (double)SECONDS(1));
	if (every_us < HOURS(1))
		return arena_printf(rq->arena, "%lld min", (long long)(every_us / MINUTES(1)));
	return arena_printf(rq->arena, "%lld h", (long long)(every_us / HOURS(1)));
}

static void add_task(struct request *rq, struct view_list *list, const struct task_row *task, const struct rows *workers)
{
	struct view *item = view_add(list);

	view_merge(item, &task_row_record, task);
	view_code(item, "state", &outbox_task_state_codes, outbox_task_state(task, rq->now));
	view_text(item, "interval", interval_text(rq, task->every_us));
	view_printf(item, "took", "%.3f", (double)task->took_us / (double)SECONDS(1));
	for (size_t i = 0; i < workers->count; i++) {
		const struct worker_row *worker = ROW(struct worker_row, *workers, i);
		if (task->lease_owner.len && str_equal(worker->id, task->lease_owner))
			view_printf(item, "held_by", "%.*s %lld", STR_ARG(worker->host), (long long)worker->pid);
	}
}

static enum rc tasks_get(struct request *rq, struct response *rs)
{
	struct view *page = view_new(rq->arena);
	struct view_list *list = view_list(page, "tasks");
	struct schedule_state state;
	struct rows tasks, workers;
	enum rc rc = schedule_state(rq->db, rq->arena, rq->config, rq->now, &state);

	if (rc == RC_OK)
		rc = schedule_tasks(rq->db, rq->arena, &tasks);
	if (rc == RC_OK)
		rc = schedule_workers(rq->db, rq->arena, &workers);
	if (rc != RC_OK)
		return rc;
	for (size_t i = 0; i < tasks.count; i++)
		add_task(rq, list, ROW(struct task_row, tasks, i), &workers);
	view_records(page, "workers", &worker_row_record, workers.at, workers.count);
	view_flag(page, "is_silent", !state.is_ever_seen || state.is_silent);
	view_moment(page, "seen_at", state.seen_at);
	view_int(page, "late_count", (int64_t)state.late.count);
	return respond_page(rq, rs, "event/tasks", page);
}

static const struct api_schema mend_body = {
	"OutboxMend", NULL,
	(const struct api_member[]){
		{API_FIELDS, .form = &asked_form},
		{API_CODE, "what", .codes = &what_codes, .flags = API_REQUIRED},
		{API_INTS, "event", .help = "ids of events"},
		{API_TEXTS, "delivery", .help = "uuids of deliveries"},
		API_MEMBERS_END,
	}};

const struct route outbox_routes[] = {
	{METHOD_GET, "/admin/outbox", MAY_ADMINISTER, 0, show, "events and deliveries that were given up, and how full the queues are",
	 .offered_by = "getOutbox listDeadEvents listDeadDeliveries"},
	{METHOD_POST, "/admin/outbox", MAY_ADMINISTER, 0, outbox_post, "try some of them again, or drop them with a reason",
	 .api = API_CHANGE("mendOutbox", "Administration", API_ADMIN_WRITE, &mend_body, .path = "/api/v1/outbox")},
	{METHOD_GET, "/admin/tasks", MAY_ADMINISTER, 0, tasks_get, "scheduled tasks and the workers that run them",
	 .offered_by = "listTasks"},
	ROUTE_END,
};
