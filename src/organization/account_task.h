#ifndef ORGANIZATION_ACCOUNT_TASK_H
#define ORGANIZATION_ACCOUNT_TASK_H

#include "event/worker.h"

/*
 * Sessions that have ended, and links and recovery codes that were used or ran out, are removed when they are older
 * than session.forget_days: in batches, each a statement of its own, so that nobody waits for a long one and a second
 * worker finds what the first has left.
 */
extern const struct worker_task account_task;

#endif
