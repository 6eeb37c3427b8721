#ifndef INCIDENT_DRAFT_TASK_H
#define INCIDENT_DRAFT_TASK_H

#include "event/worker.h"

/* Drafts of forms that nobody has touched for 90 days go. */
extern const struct worker_task draft_task;

#endif
