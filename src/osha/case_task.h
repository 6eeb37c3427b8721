#ifndef OSHA_CASE_TASK_H
#define OSHA_CASE_TASK_H

#include "event/worker.h"

/* Counts absences whose end is not known up to the present day of their establishment. */
extern const struct worker_task case_task;

#endif
