#include "incident/schedule_alarm.h"

#include "base/alarm.h"
#include "base/log.h"
#include "base/text.h"
#include "event/schedule_store.h"
#include "incident/incident.h"
#include "incident/self_report.h"

struct alarm {
	const struct config *config;
	struct arena *arena;
	moment now;
	struct schedule_state state;
	size_t told;                 /* tasks that this alarm is the first to tell of */
	struct text tasks;
};

/* The second way, for those who watch files or the system's log. */
static void say_elsewhere(const struct alarm *alarm, struct str what)
{
	LOG(LOG_ERROR, "schedule.alarm", "%.*s", STR_ARG(what));
	if (!alarm_say(alarm->arena, config_path(alarm->arena, alarm->config, "outbox.alarm_file"), what, alarm->now))
		LOG(LOG_ERROR, "schedule.alarm", "the alarm file cannot be written");
}

static void add_task(struct alarm *alarm, const struct task_row *task)
{
	bool is_never = task->last_success_at == MOMENT_NONE;

	text_printf(&alarm->tasks, "- %.*s: ", STR_ARG(task->name));
	if (is_never)
		text_cstr(&alarm->tasks, "has never succeeded");
	else
		text_printf(&alarm->tasks, "last success %.*s", STR_ARG(moment_text(alarm->arena, task->last_success_at)));
	if (task->failures)
		text_printf(&alarm->tasks, ", %lld failures in a row, the last one: %.*s", (long long)task->failures,
			    STR_ARG(task->last_message));
	text_cstr(&alarm->tasks, "\n");
}

/* May run again after a conflict. */
static enum rc tell_late(struct db *db, void *closure)
{
	struct alarm *alarm = closure;
	enum rc rc = RC_OK;

	alarm->told = 0;
	alarm->tasks = TEXT_IN(alarm->arena);
	for (size_t i = 0; rc == RC_OK && i < alarm->state.late.count; i++) {
		const struct task_row *task = ROW(struct task_row, alarm->state.late, i);
		rc = schedule_told(db, task->name, alarm->now);
		if (rc == RC_OK) {
			add_task(alarm, task);
			alarm->told++;
		}
		rc = rc == RC_CONFLICT ? RC_OK : rc;
	}
	if (rc != RC_OK || alarm->told == 0)
		return rc;
	text_cstr(&alarm->tasks, "\nWhat depends on these tasks does not happen: messages, deadlines, seals or clean-up. Administration,"
				 " Tasks shows their state; the log of the worker says why they fail. See docs/notifications.md.");
	const struct self_report report = {
		.title = "Scheduled work of the portal has stopped",
		.description = text_str(&alarm->tasks),
		.severity = SEVERITY_HIGH,
		.reason = "the watch over scheduled tasks",
	};
	return self_report_open(db, alarm->arena, &report, alarm->now);
}

static enum rc run(const struct worker_call *call)
{
	struct alarm alarm = {.config = call->config, .arena = call->arena, .now = call->now};
	enum rc rc = schedule_state(call->db, call->arena, call->config, call->now, &alarm.state);
	size_t fresh = 0;

	for (size_t i = 0; rc == RC_OK && i < alarm.state.late.count; i++)
		fresh += ROW(struct task_row, alarm.state.late, i)->told_at == MOMENT_NONE;
	if (rc != RC_OK || fresh == 0)
		return rc;
	rc = db_transaction(call->db, "schedule-alarm", tell_late, &alarm);
	if (rc == RC_OK && alarm.told)
		say_elsewhere(&alarm, arena_printf(call->arena, "%zu tasks of the worker are late", alarm.told));
	return rc;
}

static enum rc tell_silence(struct db *db, void *closure)
{
	struct alarm *alarm = closure;
	enum rc rc = schedule_silence_told(db, alarm->state.seen_at);

	if (rc != RC_OK)
		return rc;
	const struct self_report report = {
		.title = "No worker of the portal is running",
		.description = arena_printf(
			alarm->arena,
			"The last sign of a worker was at %.*s. Until one runs again nothing is sent, no deadline is watched and the"
			" audit log is not sealed; what is reported meanwhile is kept and dealt with then. Start the worker (systemctl"
			" start muster-worker) and look into its log. See docs/notifications.md.",
			STR_ARG(moment_text(alarm->arena, alarm->state.seen_at))),
		.severity = SEVERITY_CRITICAL,
		.reason = "the watch over the workers",
	};
	return self_report_open(db, alarm->arena, &report, alarm->now);
}

void schedule_alarm_watch(const struct config *config, struct db *db, struct arena *arena, moment now)
{
	struct alarm alarm = {.config = config, .arena = arena, .now = now};

	if (schedule_state(db, arena, config, now, &alarm.state) != RC_OK || !alarm.state.is_silent)
		return;
	enum rc rc = db_transaction(db, "silence-alarm", tell_silence, &alarm);
	if (rc == RC_OK)
		say_elsewhere(&alarm, STR("no worker is running"));
	else if (rc != RC_CONFLICT && rc != RC_UNAVAILABLE)
		LOG(LOG_ERROR, "schedule.alarm", "%s", rc_name(rc));
}

const struct worker_task schedule_alarm_task = {
	"task-alarm", MINUTES(1), run, "opens an incident when a task has not succeeded for too long",
};
