/*
 * The full check of the audit log over a million entries (tests/bench/audit.sql), which the worker of the instance
 * seals. Prints seconds; exit status 1 when the check takes longer than it may, or finds anything.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "audit/log_store.h"
#include "audit/log_verify.h"
#include "base/log.h"

enum { WANTED = 1000000, PATIENCE_SECONDS = 900, RUNS = 3 };
static const double limit_seconds = 5;

static double seconds_since(const struct timespec *begin)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)(now.tv_sec - begin->tv_sec) + (double)(now.tv_nsec - begin->tv_nsec) / 1e9;
}

static enum rc wait_for_seals(struct db *db)
{
	struct timespec begin;
	int64_t size = 0;
	moment at;

	clock_gettime(CLOCK_MONOTONIC, &begin);
	while (seconds_since(&begin) < PATIENCE_SECONDS) {
		enum rc rc = log_size(db, &size, &at);
		if (rc != RC_OK)
			return rc;
		if (size >= WANTED) {
			printf("audit: %lld entries sealed after %.0f s\n", (long long)size, seconds_since(&begin));
			return RC_OK;
		}
		sleep(1);
	}
	return RC_BUSY;
}

static enum rc check(struct db *db, const struct config *config, double *took)
{
	struct arena *arena = arena_new(0);
	const struct log_report *report;
	struct timespec begin;

	clock_gettime(CLOCK_MONOTONIC, &begin);
	enum rc rc = log_verify(db, arena, config, NULL, NULL, moment_now(), &report);
	*took = seconds_since(&begin);
	if (rc == RC_OK) {
		printf("audit: %lld entries and %lld checkpoints checked in %.2f s\n", (long long)report->entries,
		       (long long)report->checkpoints, *took);
		if (log_report_status(report)) {
			printf("%s", log_report_text(arena, report).at);
			rc = RC_INVALID;
		}
	}
	arena_free(arena);
	return rc;
}

int main(void)
{
	struct arena *arena = arena_new(0);
	const struct config *config;
	double best = PATIENCE_SECONDS, took;

	log_start("bench", LOG_WARN);
	if (config_load(arena, &config) != RC_OK)
		return EXIT_FAILURE;
	struct db *db = db_open(arena, config, "owner");
	enum rc rc = wait_for_seals(db);
	for (int run = 0; rc == RC_OK && run < RUNS; run++) {
		rc = check(db, config, &took);
		best = took < best ? took : best;
	}
	db_close(db);
	arena_free(arena);
	if (rc != RC_OK)
		fprintf(stderr, "audit: %s\n", rc_meaning(rc));
	return rc == RC_OK && best < limit_seconds ? EXIT_SUCCESS : EXIT_FAILURE;
}
