#ifndef EXCHANGE_EXCHANGE_TASK_H
#define EXCHANGE_EXCHANGE_TASK_H

#include "event/worker.h"

/* Tells the audit trail of a portal what it was rebuilt or restored from. */
extern const struct worker_task exchange_told_task;

#endif
