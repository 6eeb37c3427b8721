#ifndef EVENT_SUBMISSION_TASK_H
#define EVENT_SUBMISSION_TASK_H

#include "event/worker.h"

/* Forms accepted more than session.forget_days ago are forgotten: their pages are long gone. */
extern const struct worker_task submission_task;

#endif
