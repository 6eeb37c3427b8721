#ifndef EVENT_SCHEDULE_CHECK_H
#define EVENT_SCHEDULE_CHECK_H

#include "db/doctor.h"

/* What muster doctor says of the workers, their tasks and what waits for them. */
void schedule_check(struct db *db, struct arena *arena, const struct config *config, struct doctor_findings *found);

#endif
