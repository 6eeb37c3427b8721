#ifndef EVENT_SCHEDULE_H
#define EVENT_SCHEDULE_H

#include "event/worker.h"

/*
 * The schedule: each task of the workers is a row with its last start, success and failure, what is due next and
 * who holds it. One worker of several, on whatever host, takes a due task by a conditional UPDATE and holds it by
 * a lease; a worker that starts gives back what dead ones of its host held, what a lost host held comes free
 * with its lease.
 */
struct task_row {
	struct str name;
	int64_t every_us;            /* microseconds between two runs */
	bool is_shared;              /* every worker runs it */
	moment created_at;
	moment next_due_at;
	struct str lease_owner;
	moment lease_until;
	moment last_start_at;
	moment last_success_at;
	moment last_failure_at;
	struct str last_message;     /* of the last failure */
	int64_t failures;            /* in a row */
	int64_t took_us;             /* the last run */
	moment told_at;              /* an incident was opened for its present silence */
};
extern const struct record task_row_record;

struct worker_row {
	struct str id;
	struct str host;
	int64_t pid;
	moment started_at;
	moment seen_at;
};
extern const struct record worker_row_record;

/* All tasks by name. */
enum rc schedule_tasks(struct db *db, struct arena *arena, struct rows *tasks) MUST_CHECK;
/* Workers that have not ended, newest first. */
enum rc schedule_workers(struct db *db, struct arena *arena, struct rows *workers) MUST_CHECK;

/* When a task must have succeeded at the latest: three of its intervals, at least ten minutes, after the last time. */
moment schedule_late_at(const struct task_row *task);

/* What there is to know about all of it: for alarms, doctor, /readyz and /metrics. */
struct schedule_state {
	bool is_ever_seen;           /* a worker ran once */
	moment seen_at;              /* last sign of any worker; MOMENT_NONE when never */
	bool is_silent;              /* that is longer ago than worker.silent_minutes */
	struct rows late;            /* struct task_row: without success for too long, while workers run */
};
enum rc schedule_state(struct db *db, struct arena *arena, const struct config *config, moment now,
		       struct schedule_state *state) MUST_CHECK;

#endif
