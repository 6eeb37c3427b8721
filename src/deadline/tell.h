#ifndef DEADLINE_TELL_H
#define DEADLINE_TELL_H

#include "deadline/deadline_store.h"
#include "event/worker.h"

/* Writes the events of stages that are reached (see stage.h), each once. */

/*
 * One deadline whose next stage may be reached, in a transaction: looked up at its source again first, so that what
 * was done a moment ago is not called late. Only the highest stage that is reached is told, however many were missed.
 */
enum rc tell_one(struct db *db, struct arena *arena, moment now, const struct deadline_due *due) MUST_CHECK;

/* All that are due, at most 500 a run. */
extern const struct worker_task tell_task;

#endif
