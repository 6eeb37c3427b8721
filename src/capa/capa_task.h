#ifndef CAPA_CAPA_TASK_H
#define CAPA_CAPA_TASK_H

#include "event/worker.h"

/* Compares new incidents and causes with actions that are done. */
extern const struct worker_task capa_radar_task;
/* Moves incidents on after somebody outside completed their last action. */
extern const struct worker_task capa_settle_task;

#endif
