#include <time.h>

#include "base/log.h"
#include "base/random.h"
#include "db/ahead.h"

enum { RUNS_MOST = 6, RUNS_AFTER_LOSS = 2, FIRST_PAUSE_US = 2000 };

/* Growing and random, so that two that met once do not meet again. */
static void pause_before(int run)
{
	int64_t us = FIRST_PAUSE_US + random_below((uint32_t)FIRST_PAUSE_US << run);
	struct timespec wait = {.tv_sec = us / 1000000, .tv_nsec = us % 1000000 * 1000};
	nanosleep(&wait, NULL);
}

static struct failure begin(struct db *db)
{
	if (!db->read_only) {
		const enum rc rc = connection_need(db);
		db->must_begin = rc == RC_OK; /* goes out with the first statement */
		return (struct failure){.rc = rc};
	}
	/* One view for all its statements needs more than READ COMMITTED. */
	struct failure failure = connection_try(db, STR("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"));
	if (failure.rc == RC_OK)
		failure = connection_try(db, STR("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY"));
	return failure;
}

static enum rc join(struct db *db, enum rc (*body)(struct db *db, void *closure), void *closure)
{
	db->depth++;
	enum rc rc = body(db, closure);
	db->depth--;
	if (rc != RC_OK && db->trouble == RC_OK)
		db->trouble = rc;
	return rc;
}

/* How one run of the body ended. */
struct outcome {
	enum rc rc;
	bool again;
};

/* Reads what is outstanding. */
static enum rc settle(struct db *db, enum rc rc)
{
	struct failure failure = {.rc = RC_OK};
	enum rc behind = db->mysql ? ahead_settle(db, &failure) : RC_OK;

	if (failure.lost)
		connection_drop(db);
	return rc == RC_OK ? behind : rc;
}

static struct failure end(struct db *db, struct str how)
{
	struct failure failure = connection_try(db, how);

	db->depth = 0;
	return failure;
}

static struct outcome undone(struct db *db, enum rc rc, bool again)
{
	if (db->mysql && end(db, STR("ROLLBACK")).rc != RC_OK)
		connection_drop(db);
	db->depth = 0;
	return (struct outcome){rc, again};
}

static struct outcome run_once(struct db *db, const char *name, enum rc (*body)(struct db *db, void *closure),
			       void *closure)
{
	struct failure failure = begin(db);
	if (failure.lost && failure.unsent)
		failure = begin(db); /* the connection had gone stale; nothing has happened yet */
	if (failure.rc != RC_OK)
		return (struct outcome){failure.rc, failure.conflict};

	db->trouble = RC_OK;
	db->depth = 1;
	enum rc rc = settle(db, body(db, closure));
	const bool has_begun = !db->must_begin;
	db->must_begin = false;
	if (rc == RC_OK)
		rc = db->trouble;
	if (!has_begun) {
		db->depth = 0;
		return (struct outcome){rc, false};
	}
	if (db->trouble == RC_BUSY || db->trouble == RC_UNAVAILABLE)
		return undone(db, db->trouble, true);
	if (rc != RC_OK)
		return undone(db, rc, false);
	failure = end(db, STR("COMMIT"));
	if (failure.lost)
		LOG(LOG_WARN, "db.uncertain", "%s: the connection was lost at commit", name);
	return (struct outcome){failure.rc, failure.conflict};
}

enum rc db_transaction(struct db *db, const char *name, enum rc (*body)(struct db *db, void *closure),
		       void *closure)
{
	if (db->streaming)
		return FAULT("db.streaming", "%s: begun between the rows of another statement", name);
	if (db->depth)
		return join(db, body, closure);
	for (int run = 1;; run++) {
		struct outcome outcome = run_once(db, name, body, closure);
		if (!outcome.again)
			return outcome.rc;
		if (run >= (outcome.rc == RC_UNAVAILABLE ? RUNS_AFTER_LOSS : RUNS_MOST)) {
			LOG(LOG_WARN, "db.retry", "%s: given up after %d runs", name, run);
			return outcome.rc;
		}
		db->usage.retries++;
		pause_before(run);
	}
}
