#ifndef ARCHIVE_ARCHIVE_TASK_H
#define ARCHIVE_ARCHIVE_TASK_H

#include "event/worker.h"

/* Moves incidents that are due into the archive, each in a transaction of its own. */
extern const struct worker_task archive_task;

struct archive_done {
	int64_t moved;
	int64_t kept; /* due, but something else refers to them, or their workflow has no such step */
};
/* All that are due now in one organization; most limits how many are moved. */
enum rc archive_run(const struct worker_call *call, int64_t organization_id, int64_t most,
		    struct archive_done *done) MUST_CHECK;

#endif
