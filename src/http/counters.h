#ifndef HTTP_COUNTERS_H
#define HTTP_COUNTERS_H

#include "db/db.h"
#include "http/program.h"

/*
 * What the processes of one program did, counted together in one small mapped file, var/run/PROGRAM-LAYOUT.count: it
 * costs a request a few additions in memory. Routes are counted by their pattern, so no id and no token is in it. Of an
 * anonymous program nothing is counted but faults: a figure that rises by one tells when somebody reported.
 */
struct counters;

enum {
	COUNTERS_BUCKETS = 12,      /* of the duration; the thirteenth is everything longer */
	COUNTERS_CLASSES = 5,       /* 1xx to 5xx */
	COUNTERS_PROCESSES = 64,    /* that are told apart; more are counted in the totals only */
	COUNTERS_PATH = 104,
};
/* Upper ends, in seconds. */
extern const double counters_bounds[COUNTERS_BUCKETS];

/* Opens or creates the file of this program and takes a place for this process. RC_FAULT (logged). */
enum rc counters_open(struct arena *arena, struct str run_folder, const struct program *program,
		      struct counters **out) MUST_CHECK;

/* A request begins and ends. route NULL: none was found. */
void counters_begin(struct counters *counters, moment now);
void counters_end(struct counters *counters, const struct route *route, int status, int64_t microseconds,
		  const struct db_usage *used);

/* One route of one program, as counted so far. */
struct counted_route {
	struct str method, path;    /* "-" where no route was found */
	uint64_t answers[COUNTERS_CLASSES];
	uint64_t buckets[COUNTERS_BUCKETS + 1];
	uint64_t count;
	uint64_t microseconds;
};
struct counted_program {
	struct str name;
	struct counted_route *routes; /* those with requests */
	size_t route_count;
	int64_t processes;          /* alive */
	int64_t busy;               /* of those, answering at this moment */
	int64_t memory;             /* resident bytes, all together */
	uint64_t statements, database_us, connects, retries;
};
/* All programs of this machine, sorted by name. */
enum rc counters_read(struct arena *arena, struct str run_folder, struct counted_program **out,
		      size_t *count) MUST_CHECK;

/* The same as text for Prometheus. RC_FAULT when the folder cannot be read. */
enum rc counters_write(struct text *text, struct arena *arena, struct str run_folder) MUST_CHECK;

#endif
