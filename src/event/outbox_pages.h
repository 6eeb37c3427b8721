#ifndef EVENT_OUTBOX_PAGES_H
#define EVENT_OUTBOX_PAGES_H

#include "event/schedule.h"
#include "http/program.h"

/* What was given up, and what people do about it; the state of the workers' tasks. */
extern const struct route outbox_routes[];

enum task_state { TASK_NONE, TASK_GOOD, TASK_RUNNING, TASK_FAILING, TASK_LATE, TASK_NEVER };
extern const struct codes outbox_task_state_codes;
enum task_state outbox_task_state(const struct task_row *task, moment now);

#endif
