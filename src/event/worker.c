#include "event/worker.h"

#include <assert.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/command.h"
#include "base/log.h"
#include "base/random.h"
#include "base/text.h"
#include "base/trace.h"
#include "event/schedule_store.h"

enum { MOST_TASKS = 80 };
#define SHORT_TASK MINUTES(1)
#define LEASE MINUTES(5)
#define NOTE_EVERY SECONDS(30)
#define SEEN_EVERY SECONDS(10)
#define LOOK_EVERY MINUTES(1)

/* The last is what a supervisor of process pools sends. */
static const int stops[] = {SIGTERM, SIGINT, SIGHUP, SIGQUIT};

static volatile sig_atomic_t is_stopping;

static void on_stop(int number)
{
	(void)number;
	is_stopping = 1;
}

/* Signals arrive only while the loop waits, so that no task is torn. Returns the mask for waiting. */
static sigset_t take_signals(void)
{
	const struct sigaction stop = {.sa_handler = on_stop}, ignore = {.sa_handler = SIG_IGN};
	sigset_t blocked, waiting;

	sigemptyset(&blocked);
	for (size_t i = 0; i < sizeof stops / sizeof *stops; i++) {
		sigaction(stops[i], &stop, NULL);
		sigaddset(&blocked, stops[i]);
	}
	sigaction(SIGPIPE, &ignore, NULL);
	sigprocmask(SIG_BLOCK, &blocked, &waiting);
	for (size_t i = 0; i < sizeof stops / sizeof *stops; i++)
		sigdelset(&waiting, stops[i]);
	return waiting;
}

bool worker_is_stopping(void)
{
	sigset_t pending;

	if (is_stopping || sigpending(&pending) != 0)
		return is_stopping;
	for (size_t i = 0; i < sizeof stops / sizeof *stops; i++)
		if (sigismember(&pending, stops[i]) == 1)
			return true;
	return false;
}

/* One task in this worker. */
struct slot {
	const struct worker_task *task;
	bool is_shared;
	moment due;                  /* to be run, or to be asked for */
	moment held_until;           /* our lease */
	moment noted_at;             /* last row written */
	moment took;
	bool has_failed;
};

struct worker {
	const struct config *config;
	struct db *db;
	struct arena *arena;
	const struct worker_task *const *tasks, *const *shared;
	struct slot slots[MOST_TASKS];
	size_t slot_count;
	struct str id, host;
	moment seen_at;              /* last sign of life in the database */
	moment looked_at;            /* last look for dead workers of this host */
	bool is_registered;
	bool is_once;
	bool is_db_away;             /* said once, not every second */
};

static void note_database(struct worker *worker, const struct worker_task *task, enum rc rc)
{
	bool is_away = rc == RC_UNAVAILABLE;

	if (is_away && !worker->is_db_away)
		LOG(LOG_WARN, "worker.database", "away, tasks wait");
	if (!is_away && worker->is_db_away)
		LOG(LOG_INFO, "worker.database", "back");
	worker->is_db_away = is_away;
	if (rc != RC_OK && !is_away)
		LOG(LOG_ERROR, "worker.task", "%s: %s", task->name, rc_name(rc));
}

/*
 * Short tasks keep their lease from run to run and write their row now and then only; a task that runs long gets a
 * lease that its next run fits into.
 */
static bool is_short(const struct slot *slot)
{
	return slot->task->every < SHORT_TASK;
}

static enum rc take_slot(struct worker *worker, struct slot *slot, moment now)
{
	moment lease = 4 * slot->took > LEASE ? 4 * slot->took : LEASE;

	if (slot->is_shared || worker->is_once || slot->held_until > now + lease / 2)
		return RC_OK;
	enum rc rc = schedule_claim(worker->db, str_of(slot->task->name), worker->id, now, now + lease);
	if (rc == RC_OK)
		slot->held_until = now + lease;
	return rc;
}

static void note_run(struct worker *worker, struct slot *slot, enum rc rc, moment started_at)
{
	moment now = moment_now();
	bool is_news = (rc != RC_OK) != slot->has_failed || !is_short(slot) || now > slot->noted_at + NOTE_EVERY;
	const struct schedule_run run = {.task = slot->task, .owner = worker->id, .rc = rc, .started_at = started_at,
					 .now = now, .keeps_lease = is_short(slot) && !worker->is_once};

	slot->took = now - started_at;
	slot->has_failed = rc != RC_OK;
	if (rc == RC_UNAVAILABLE || !is_news)
		return;
	note_database(worker, slot->task, schedule_note(worker->db, &run));
	slot->noted_at = now;
	if (!run.keeps_lease)
		slot->held_until = 0;
}

static void run_slot(struct worker *worker, struct slot *slot)
{
	moment now = moment_now();
	enum rc rc = take_slot(worker, slot, now);

	if (rc == RC_CONFLICT) {
		/* Another worker has it; should that one be lost, this one takes over. */
		slot->held_until = 0;
		slot->due = now + (is_short(slot) ? SECONDS(5) : SECONDS(30));
		return;
	}
	if (rc == RC_OK) {
		struct worker_call call = {.arena = worker->arena, .config = worker->config, .db = worker->db, .now = now,
					   .worker = worker->id};
		trace_begin(STR_NONE);
		rc = slot->task->run(&call);
		note_database(worker, slot->task, rc);
		note_run(worker, slot, rc, now);
		trace_end();
	} else {
		note_database(worker, slot->task, rc);
	}
	arena_reset(worker->arena);
	slot->due = moment_now() + slot->task->every;
}

/* Host and, where it is not the host's own, the space of process ids: numbers mean something inside it only. */
static struct str host_name(struct arena *arena)
{
	char name[65] = "", space[64] = "";

	if (gethostname(name, sizeof name - 1) != 0)
		name[0] = 0;
	if (readlink("/proc/self/ns/pid", space, sizeof space - 1) < 0 || strcmp(space, "pid:[4026531836]") == 0)
		space[0] = 0;
	return arena_printf(arena, "%s%s%s", name, space[0] ? " " : "", space);
}

/* What dead workers of this host held is free at once. */
static enum rc bury_dead(struct worker *worker, moment now)
{
	struct rows rows;
	enum rc rc = schedule_workers(worker->db, worker->arena, &rows);

	for (size_t i = 0; rc == RC_OK && i < rows.count; i++) {
		const struct worker_row *other = ROW(struct worker_row, rows, i);
		if (!str_equal(other->host, worker->host) || str_equal(other->id, worker->id))
			continue;
		/* Our own number belonged to one that ended. */
		if (other->pid != getpid() && (kill((pid_t)other->pid, 0) == 0 || errno != ESRCH))
			continue;
		LOG(LOG_WARN, "worker.dead", "process %lld ended without a word", (long long)other->pid);
		rc = schedule_bury(worker->db, other->id, now);
	}
	return rc == RC_OK ? schedule_forget(worker->db, now) : rc;
}

/* Registers once and gives a sign of life now and then. */
static void be_seen(struct worker *worker)
{
	moment now = moment_now();
	enum rc rc = RC_OK;

	if (worker->is_registered && now < worker->seen_at + SEEN_EVERY)
		return;
	if (!worker->is_registered)
		rc = schedule_register(worker->db, worker->tasks, worker->shared, now);
	worker->is_registered = worker->is_registered || rc == RC_OK;
	if (rc == RC_OK)
		rc = schedule_seen(worker->db, worker->id, worker->host, getpid(), now);
	if (rc == RC_OK && now > worker->looked_at + LOOK_EVERY) {
		rc = bury_dead(worker, now);
		worker->looked_at = now;
	}
	if (rc == RC_OK)
		worker->seen_at = now;
	arena_reset(worker->arena);
}

/* One round over the tasks that are due. Returns when the next one is. */
static moment run_due(struct worker *worker)
{
	moment next = moment_now() + SEEN_EVERY;

	for (size_t i = 0; i < worker->slot_count && !worker_is_stopping(); i++) {
		struct slot *slot = &worker->slots[i];
		be_seen(worker);
		if (slot->due <= moment_now())
			run_slot(worker, slot);
		if (slot->due < next)
			next = slot->due;
	}
	return next;
}

static void loop(struct worker *worker)
{
	sigset_t waiting = take_signals();

	LOG(LOG_INFO, "worker.start", "ready");
	while (!is_stopping) {
		moment left = run_due(worker) - moment_now();
		if (left < 0)
			left = 0;
		struct timespec pause = {.tv_sec = left / SECONDS(1), .tv_nsec = left % SECONDS(1) * 1000};
		if (!is_stopping && ppoll(NULL, 0, &pause, &waiting) < 0 && errno != EINTR)
			break;
	}
	if (schedule_ended(worker->db, worker->id, moment_now()) != RC_OK)
		LOG(LOG_WARN, "worker.stop", "what this one held comes free with its leases");
	LOG(LOG_INFO, "worker.stop", "done");
}

static void add_tasks(struct worker *worker, struct text *help, const struct worker_task *const *tasks, bool is_shared)
{
	for (size_t i = 0; tasks[i]; i++) {
		assert(worker->slot_count < MOST_TASKS);
		worker->slots[worker->slot_count++] = (struct slot){.task = tasks[i], .is_shared = is_shared};
		text_printf(help, "\n  %-18s every %.10g s: %s", tasks[i]->name, (double)tasks[i]->every / (double)SECONDS(1),
			    tasks[i]->help);
	}
}

static const char *take_tasks(struct worker *worker, struct arena *arena)
{
	struct text help = TEXT_IN(arena);

	text_cstr(&help, "Does what has to happen without anybody asking. SIGTERM ends it after the present task. Any number may"
			 " run.\nEvery worker runs:\n");
	add_tasks(worker, &help, worker->shared, true);
	text_cstr(&help, "\n\nOne worker at a time runs:\n");
	add_tasks(worker, &help, worker->tasks, false);
	return text_str(&help).at;
}

int worker_main(int argc, char **argv, const struct worker_task *const *tasks,
		const struct worker_task *const *shared)
{
	struct arena *arena = arena_new(0);
	struct worker worker = {.tasks = tasks, .shared = shared};
	const char *is_once = NULL;
	struct option_row options[] = {
		{"once", 0, NULL, "run every task once and end", &is_once},
		{.name = NULL},
	};
	const struct command command = {
		.name = "worker", .usage = "[--once]", .help = take_tasks(&worker, arena), .options = options,
	};
	int status = EXIT_OK;

	log_start("worker", LOG_INFO);
	if (command_parse(&command, argc, argv, &status) < 0) {
		arena_free(arena);
		return status;
	}
	if (config_load(arena, &worker.config) != RC_OK) {
		arena_free(arena);
		return EXIT_FAILED;
	}
	worker.arena = arena_new(0);
	worker.db = db_open(arena, worker.config, "worker");
	worker.id = uuid_new(arena, moment_now());
	worker.host = host_name(arena);
	worker.is_once = is_once != NULL;
	if (is_once)
		run_due(&worker);
	else
		loop(&worker);
	status = is_once && worker.is_db_away ? EXIT_FAILED : EXIT_OK;
	db_close(worker.db);
	arena_free(worker.arena);
	arena_free(arena);
	return status;
}
