#include "event/event_metrics.h"

#include "event/outbox_figures_store.h"
#include "event/schedule.h"

static enum rc read_events(const struct metric_call *call, struct metric_out *out)
{
	struct outbox_figures figures;
	enum rc rc = outbox_figures_read(call->db, call->arena, &figures);

	if (rc != RC_OK)
		return rc;
	metric_add(out, (double)figures.waiting_events, METRIC_LABELS({"state", STR("waiting")}));
	metric_add(out, (double)figures.dead_events, METRIC_LABELS({"state", STR("dead")}));
	return RC_OK;
}

static enum rc read_oldest(const struct metric_call *call, struct metric_out *out)
{
	struct outbox_figures figures;
	enum rc rc = outbox_figures_read(call->db, call->arena, &figures);

	if (rc == RC_OK)
		metric_add_age(out, call->now, figures.oldest_event_at == MOMENT_NONE ? call->now : figures.oldest_event_at,
			       NO_LABELS);
	return rc;
}

static enum rc read_deliveries(const struct metric_call *call, struct metric_out *out)
{
	struct outbox_figures figures;
	enum rc rc = outbox_figures_read(call->db, call->arena, &figures);

	if (rc != RC_OK)
		return rc;
	metric_add(out, (double)figures.waiting_deliveries, METRIC_LABELS({"state", STR("waiting")}));
	metric_add(out, (double)figures.late_deliveries, METRIC_LABELS({"state", STR("late")}));
	metric_add(out, (double)figures.dead_deliveries, METRIC_LABELS({"state", STR("dead")}));
	return RC_OK;
}

static enum rc read_channels(const struct metric_call *call, struct metric_out *out)
{
	struct rows channels;
	enum rc rc = outbox_figures_channels(call->db, call->arena, &channels);

	for (size_t i = 0; rc == RC_OK && i < channels.count; i++) {
		const struct channel_figures *row = ROW(struct channel_figures, channels, i);
		metric_add(out, (double)row->waiting, METRIC_LABELS({"channel", row->channel}, {"state", STR("waiting")}));
		metric_add(out, (double)row->late, METRIC_LABELS({"channel", row->channel}, {"state", STR("late")}));
		metric_add(out, (double)row->dead, METRIC_LABELS({"channel", row->channel}, {"state", STR("dead")}));
	}
	return rc;
}

static enum rc read_workers(const struct metric_call *call, struct metric_out *out)
{
	struct schedule_state state;
	enum rc rc = schedule_state(call->db, call->arena, call->config, call->now, &state);

	if (rc == RC_OK)
		metric_add_age(out, call->now, state.seen_at, NO_LABELS);
	return rc;
}

/* One value for each task that is not retired. */
static enum rc each_task(const struct metric_call *call, struct metric_out *out,
			 void (*add)(const struct metric_call *call, struct metric_out *out, const struct task_row *task))
{
	struct rows tasks;
	enum rc rc = schedule_tasks(call->db, call->arena, &tasks);

	for (size_t i = 0; rc == RC_OK && i < tasks.count; i++)
		add(call, out, ROW(struct task_row, tasks, i));
	return rc;
}

static void add_age(const struct metric_call *call, struct metric_out *out, const struct task_row *task)
{
	const moment since = task->last_success_at == MOMENT_NONE ? task->created_at : task->last_success_at;

	metric_add_age(out, call->now, since, METRIC_LABELS({"task", task->name}));
}

static enum rc read_task_ages(const struct metric_call *call, struct metric_out *out)
{
	return each_task(call, out, add_age);
}

static void add_failures(const struct metric_call *call, struct metric_out *out, const struct task_row *task)
{
	(void)call;
	metric_add(out, (double)task->failures, METRIC_LABELS({"task", task->name}));
}

static enum rc read_task_failures(const struct metric_call *call, struct metric_out *out)
{
	return each_task(call, out, add_failures);
}

static void add_late(const struct metric_call *call, struct metric_out *out, const struct task_row *task)
{
	metric_add(out, call->now > schedule_late_at(task), METRIC_LABELS({"task", task->name}));
}

static enum rc read_tasks_late(const struct metric_call *call, struct metric_out *out)
{
	return each_task(call, out, add_late);
}

const struct metric_source event_metrics[] = {
	{"muster_outbox_events", METRIC_GAUGE, "Events that wait for their consumers, and those given up.", read_events},
	{"muster_outbox_oldest_seconds", METRIC_GAUGE, "Age of the oldest event that waits; 0: none waits.", read_oldest},
	{"muster_deliveries", METRIC_GAUGE, "Messages that wait, those that failed at least once, and those given up.",
	 read_deliveries},
	{"muster_channel_deliveries", METRIC_GAUGE, "The same by channel, of channels that have any.", read_channels},
	{"muster_worker_seen_seconds", METRIC_GAUGE, "Time since the last sign of any worker.", read_workers},
	{"muster_task_age_seconds", METRIC_GAUGE, "Time since the last success of a scheduled task.", read_task_ages},
	{"muster_task_failures", METRIC_GAUGE, "Failures of a scheduled task in a row.", read_task_failures},
	{"muster_task_late", METRIC_GAUGE, "1: the task is without success for longer than it may be.", read_tasks_late},
	METRIC_END,
};
