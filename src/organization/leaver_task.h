#ifndef ORGANIZATION_LEAVER_TASK_H
#define ORGANIZATION_LEAVER_TASK_H

#include "event/worker.h"

/* Whoever's last day is over, in the organization's zone, becomes inactive as departure.h says. */
extern const struct worker_task leaver_task;
/* What imports changed is forgotten import.undo_days after them, and they cannot be taken back any more. */
extern const struct worker_task import_forget_task;

#endif
