#ifndef INCIDENT_AUDIT_ALARM_TASK_H
#define INCIDENT_AUDIT_ALARM_TASK_H

#include "event/worker.h"

/* The portal reports itself: a full check that found the audit log broken opens an incident in every organization. */
extern const struct worker_task audit_alarm_task;

#endif
