#ifndef DEADLINE_SWEEP_H
#define DEADLINE_SWEEP_H

#include "event/outbox.h"

/*
 * Keeps the rows fresh. Events of an incident or an action bring theirs up to date in the same moment; the sweep
 * follows the audit log for changes that write no event, looks at years, training and roles every hour, and goes slowly round
 * everything that may have open deadlines.
 */
extern const struct event_consumer deadline_consumer;
extern const struct worker_task sweep_task;

/* One whole round at once: everything that may have open deadlines. The next is due as if the task had run. */
enum rc sweep_organization(struct db *db, moment now, int64_t organization_id) MUST_CHECK;

#endif
