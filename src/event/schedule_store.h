#ifndef EVENT_SCHEDULE_STORE_H
#define EVENT_SCHEDULE_STORE_H

#include "event/schedule.h"

/* Tasks and workers as the workers' loop writes them. owner is the id of a worker. */

/* Makes the rows of all tasks; those that no program has any more are not asked for. Both lists end with NULL. */
enum rc schedule_register(struct db *db, const struct worker_task *const *tasks,
			  const struct worker_task *const *shared, moment now) MUST_CHECK;
/* The sign of life of a worker; the first one makes its row. */
enum rc schedule_seen(struct db *db, struct str owner, struct str host, int64_t pid, moment now) MUST_CHECK;
/* An orderly end: what it holds is free. */
enum rc schedule_ended(struct db *db, struct str owner, moment now) MUST_CHECK;
/* A worker found dead: its tasks, events and deliveries need not wait for the end of their leases. */
enum rc schedule_bury(struct db *db, struct str owner, moment now) MUST_CHECK;
/* Forgets workers that ended long ago; those of lost hosts count as ended after a day. */
enum rc schedule_forget(struct db *db, moment now) MUST_CHECK;

/* Takes the task if it is due and free, or held by the owner already. RC_CONFLICT: not now. */
enum rc schedule_claim(struct db *db, struct str name, struct str owner, moment now, moment until) MUST_CHECK;

/* How a run ended. */
struct schedule_run {
	const struct worker_task *task;
	struct str owner;
	enum rc rc;
	moment started_at, now;
	bool keeps_lease;            /* another run follows soon */
};
enum rc schedule_note(struct db *db, const struct schedule_run *run) MUST_CHECK;

/* Notes that an incident was opened for the task's silence; RC_CONFLICT: it was noted already. */
enum rc schedule_told(struct db *db, struct str name, moment now) MUST_CHECK;
/* The same for the silence of all workers since then. RC_CONFLICT: that silence was told. */
enum rc schedule_silence_told(struct db *db, moment silent_since) MUST_CHECK;

#endif
