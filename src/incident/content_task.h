#ifndef INCIDENT_CONTENT_TASK_H
#define INCIDENT_CONTENT_TASK_H

#include "event/worker.h"

/*
 * Contents below var/files that nothing names any more (a refused submission, a draft thrown away) are removed. One of
 * the 256 folders is looked through in each run. What is unnamed moves to files/trash first: a content whose
 * name turns up after all comes back from there, the rest goes for good an hour later.
 */
extern const struct worker_task content_task;

/* As long as this a content may wait for a row to name it; forms hold on to theirs for less. */
#define CONTENT_WAIT DAYS(31)

/* Moves what is unnamed in files/HH, HH being the two hexadecimal digits of folder, to the trash. */
enum rc content_sweep(const struct worker_call *call, unsigned folder, size_t *moved) MUST_CHECK;
/* Brings back from the trash what is named, removes what has been there for an hour. */
enum rc content_settle(const struct worker_call *call, size_t *removed) MUST_CHECK;
/* Reports wait in the spool, and what they name is not known before they are filed: nothing is removed meanwhile. */
bool content_is_spooled(struct arena *arena, const struct config *config);

#endif
