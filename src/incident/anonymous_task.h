#ifndef INCIDENT_ANONYMOUS_TASK_H
#define INCIDENT_ANONYMOUS_TASK_H

#include "event/worker.h"

/* Files anonymous reports that were kept while the database was away; makes the key with which they are
 * sealed. */
extern const struct worker_task anonymous_filing_task;
/* Removes ways back that have expired (receipts and tokens); the reports stay. */
extern const struct worker_task anonymous_purge_task;

/* One kept report. RC_INVALID: can never be filed. Exported for tests. */
enum rc anonymous_task_file(struct db *db, struct arena *arena, const struct config *config,
			    struct str sealed) MUST_CHECK;

#endif
