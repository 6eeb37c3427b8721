#include "event/schedule_check.h"

#include "event/outbox_figures_store.h"
#include "event/schedule.h"

static void check_tasks(struct arena *arena, const struct schedule_state *state, struct doctor_findings *found)
{
	for (size_t i = 0; i < state->late.count; i++) {
		const struct task_row *task = ROW(struct task_row, state->late, i);
		bool is_never = task->last_success_at == MOMENT_NONE;
		doctor_add(found, FINDING_FAIL, "task",
			   arena_printf(arena, "%.*s has not succeeded since %.*s: %.*s", STR_ARG(task->name),
					STR_ARG(moment_text(arena, is_never ? task->created_at : task->last_success_at)),
					STR_ARG(task->last_message)),
			   "look into the log of the worker");
	}
	if (state->late.count == 0)
		doctor_add(found, FINDING_OK, "tasks", STR("all succeed in time"), NULL);
}

static void check_queues(struct db *db, struct arena *arena, struct doctor_findings *found)
{
	struct outbox_figures figures;
	enum rc rc = outbox_figures_read(db, arena, &figures);

	if (rc != RC_OK) {
		doctor_add(found, FINDING_FAIL, "outbox", str_of(rc_meaning(rc)), "see database");
		return;
	}
	int64_t dead = figures.dead_events + figures.dead_deliveries;
	doctor_add(found, dead ? FINDING_WARN : FINDING_OK, "outbox",
		   arena_printf(arena, "%lld events and %lld deliveries wait, %lld were given up", (long long)figures.waiting_events,
				(long long)figures.waiting_deliveries, (long long)dead),
		   "Administration, Outbox says why; try them again or drop them");
}

void schedule_check(struct db *db, struct arena *arena, const struct config *config, struct doctor_findings *found)
{
	moment now = moment_now();
	struct schedule_state state;
	enum rc rc = schedule_state(db, arena, config, now, &state);

	if (rc != RC_OK) {
		doctor_add(found, FINDING_FAIL, "worker", str_of(rc_meaning(rc)), "see database");
		return;
	}
	struct str seen = state.is_ever_seen ? arena_printf(arena, "last seen %.*s", STR_ARG(moment_text(arena, state.seen_at)))
					     : STR("none has ever run");
	bool is_missing = !state.is_ever_seen || state.is_silent;
	doctor_add(found, is_missing ? FINDING_FAIL : FINDING_OK, "worker", seen,
		   "start the worker: without it nothing is sent, no deadline is watched, the audit log is not sealed");
	if (!is_missing)
		check_tasks(arena, &state, found);
	check_queues(db, arena, found);
}
