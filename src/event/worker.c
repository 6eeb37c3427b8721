#include "event/worker.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>

#include "base/command.h"
#include "base/log.h"
#include "base/text.h"

enum { MOST_TASKS = 32 };

static volatile sig_atomic_t is_stopping;

static void on_stop(int number)
{
	(void)number;
	is_stopping = 1;
}

/* Signals arrive only while the loop waits, so that no task is torn. Returns the mask for waiting. */
static sigset_t take_signals(void)
{
	static const int stops[] = {SIGTERM, SIGINT, SIGHUP};
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

struct worker {
	const struct config *config;
	struct db *db;
	struct arena *arena;
	const struct worker_task *const *tasks;
	moment due[MOST_TASKS];
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

/* One round over the tasks that are due. Returns when the next one is. */
static moment run_due(struct worker *worker)
{
	moment next = moment_now() + SECONDS(60);

	for (size_t i = 0; worker->tasks[i] && !is_stopping; i++) {
		const struct worker_task *task = worker->tasks[i];
		moment now = moment_now();
		if (worker->due[i] <= now) {
			struct worker_call call = {worker->arena, worker->config, worker->db, now};
			note_database(worker, task, task->run(&call));
			arena_reset(worker->arena);
			worker->due[i] = moment_now() + task->every;
		}
		if (worker->due[i] < next)
			next = worker->due[i];
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
	LOG(LOG_INFO, "worker.stop", "done");
}

static const char *help_text(struct arena *arena, const struct worker_task *const *tasks)
{
	struct text text = TEXT_IN(arena);

	text_cstr(&text, "Does what has to happen without anybody asking. SIGTERM ends it after the present task. Tasks:\n");
	for (size_t i = 0; tasks[i]; i++)
		text_printf(&text, "\n  %-16s every %lld s: %s", tasks[i]->name, (long long)(tasks[i]->every / SECONDS(1)),
			    tasks[i]->help);
	return text_str(&text).at;
}

int worker_main(int argc, char **argv, const struct worker_task *const *tasks)
{
	struct arena *arena = arena_new(0);
	const char *is_once = NULL;
	struct option_row options[] = {
		{"once", 0, NULL, "run every task once and end", &is_once},
		{.name = NULL},
	};
	const struct command command = {
		.name = "worker", .usage = "[--once]", .help = help_text(arena, tasks), .options = options,
	};
	int status = EXIT_OK;
	struct worker worker = {.tasks = tasks};

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
