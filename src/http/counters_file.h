#ifndef HTTP_COUNTERS_FILE_H
#define HTTP_COUNTERS_FILE_H

#include <stdatomic.h>

#include "http/counters.h"

/* Inside src/http only: the mapped file of http/counters.h. A fresh file is all zero. */

static const char counters_magic[8] = {'m', 'u', 's', 't', 'e', 'r', 'c', '1'};

struct counters_process {
	_Atomic int32_t pid;         /* 0: free */
	_Atomic int64_t busy_since;  /* moment; 0: waits for a request */
	_Atomic int64_t memory;      /* resident bytes */
};

struct counters_slot {
	char method[8];
	char path[COUNTERS_PATH];
	_Atomic uint64_t answers[COUNTERS_CLASSES];
	_Atomic uint64_t buckets[COUNTERS_BUCKETS + 1];
	_Atomic uint64_t microseconds;
};

struct counters_file {
	char magic[8];
	char program[32];
	uint32_t slot_count;
	_Atomic uint64_t statements, database_us, connects, retries;
	struct counters_process processes[COUNTERS_PROCESSES];
	struct counters_slot slots[];
};

bool counters_process_lives(int32_t pid);

#endif
