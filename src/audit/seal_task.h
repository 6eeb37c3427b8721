#ifndef AUDIT_SEAL_TASK_H
#define AUDIT_SEAL_TASK_H

#include "event/worker.h"

/* Seals what waits within a second of its commit, and signs checkpoints. */
extern const struct worker_task seal_task;
/* The full check, each night. */
extern const struct worker_task log_verify_task;

#endif
