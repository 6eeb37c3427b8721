#include "event/outbox_metrics.h"

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

	if (rc == RC_OK && figures.oldest_event_at == MOMENT_NONE)
		metric_add(out, 0, NO_LABELS);
	else if (rc == RC_OK)
		metric_add_age(out, call->now, figures.oldest_event_at, NO_LABELS);
	return rc;
}

static enum rc read_deliveries(const struct metric_call *call, struct metric_out *out)
{
	struct rows channels;
	enum rc rc = outbox_figures_channels(call->db, call->arena, &channels);

	for (size_t i = 0; rc == RC_OK && i < channels.count; i++) {
		const struct channel_figures *channel = ROW(struct channel_figures, channels, i);
		const struct metric_label name = {"channel", channel->channel};
		metric_add(out, (double)channel->waiting, METRIC_LABELS(name, {"state", STR("waiting")}));
		metric_add(out, (double)channel->late, METRIC_LABELS(name, {"state", STR("late")}));
		metric_add(out, (double)channel->dead, METRIC_LABELS(name, {"state", STR("dead")}));
	}
	return rc;
}

static enum rc read_success(const struct metric_call *call, struct metric_out *out)
{
	struct rows tasks;
	enum rc rc = schedule_tasks(call->db, call->arena, &tasks);

	for (size_t i = 0; rc == RC_OK && i < tasks.count; i++) {
		const struct task_row *task = ROW(struct task_row, tasks, i);
		metric_add_age(out, call->now, task->last_success_at, METRIC_LABELS({"task", task->name}));
	}
	return rc;
}

static enum rc read_late(const struct metric_call *call, struct metric_out *out)
{
	struct rows tasks;
	enum rc rc = schedule_tasks(call->db, call->arena, &tasks);

	for (size_t i = 0; rc == RC_OK && i < tasks.count; i++) {
		const struct task_row *task = ROW(struct task_row, tasks, i);
		metric_add(out, schedule_late_at(task) < call->now, METRIC_LABELS({"task", task->name}));
	}
	return rc;
}

static enum rc read_seen(const struct metric_call *call, struct metric_out *out)
{
	struct schedule_state state;
	enum rc rc = schedule_state(call->db, call->arena, call->config, call->now, &state);

	if (rc == RC_OK)
		metric_add_age(out, call->now, state.seen_at, NO_LABELS);
	return rc;
}

const struct metric_source outbox_metrics[] = {
	{"muster_outbox_events", METRIC_GAUGE, "Events that wait for their consumers, and those that were given up.", read_events},
	{"muster_outbox_oldest_seconds", METRIC_GAUGE, "Age of the oldest event that waits; 0 when none does.", read_oldest},
	{"muster_deliveries", METRIC_GAUGE,
	 "Deliveries that wait, of these the ones that failed before (late), and those that were given up.", read_deliveries},
	{"muster_task_success_age_seconds", METRIC_GAUGE, "Time since a scheduled task last succeeded.", read_success},
	{"muster_task_late", METRIC_GAUGE, "1 when a scheduled task has not succeeded for too long.", read_late},
	{"muster_worker_seen_age_seconds", METRIC_GAUGE, "Time since the last sign of life of any worker.", read_seen},
	METRIC_END,
};
