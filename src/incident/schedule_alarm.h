#ifndef INCIDENT_SCHEDULE_ALARM_H
#define INCIDENT_SCHEDULE_ALARM_H

#include "event/worker.h"

/*
 * Missed heartbeats become incidents. A task that has not succeeded for too long is noticed by any worker that still
 * runs; that no worker runs at all is noticed by the portal's processes, which look once a minute. Each silence is
 * told once, however many notice it: by an incident in every organization, a line in the file outbox.alarm_file and
 * one in the system's log, for those who watch these.
 */
extern const struct worker_task schedule_alarm_task;

/* For the portal: a hook of struct program. */
void schedule_alarm_watch(const struct config *config, struct db *db, struct arena *arena, moment now);

#endif
