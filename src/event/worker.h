#ifndef EVENT_WORKER_H
#define EVENT_WORKER_H

#include "db/db.h"

/*
 * The worker: what has to happen without anybody asking. A feature exports a task, cgi-bin/worker.c lists it. A
 * task does a bounded piece of work each time, must be safe to run again after a crash, and holds nothing between
 * its runs.
 */
struct worker_call {
	struct arena *arena;         /* of this run */
	const struct config *config;
	struct db *db;               /* account "worker" */
	moment now;
	struct str worker;           /* id of this worker in the schedule; STR_NONE in tests */
	/*
	 * The batch of events that is being taken, never the same again in this process: settings that were read for one
	 * event serve the others of its batch, which lasts seconds. 0: nothing may be kept.
	 */
	uint64_t batch;
};

struct worker_task {
	const char *name;            /* "spooled-reports", in logs */
	moment every;                /* between two runs */
	/* RC_UNAVAILABLE is taken calmly: the task runs again when the database is back. */
	enum rc (*run)(const struct worker_call *call);
	const char *help;            /* one line */
};

/*
 * main() of the worker, of which any number may run on any number of hosts. Both lists are ended by NULL: a task of
 * the first is run by one worker at a time (event/schedule.h), one of the second by every worker, for work that is
 * claimed row by row or lies on this host. Ends after the running task on SIGTERM or SIGINT.
 */
int worker_main(int argc, char **argv, const struct worker_task *const *tasks,
		const struct worker_task *const *shared);

/* A stop is asked for: a task with several pieces of work ends after the present one. */
bool worker_is_stopping(void);

#endif
