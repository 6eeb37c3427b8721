#ifndef ORGANIZATION_ISSUER_KEYS_TASK_H
#define ORGANIZATION_ISSUER_KEYS_TASK_H

#include "event/worker.h"

/* Fetches the keys of the outside token issuer before those at hand are too old (identity/issuer_keys.h). */
extern const struct worker_task issuer_keys_task;

#endif
