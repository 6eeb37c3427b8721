#ifndef ORGANIZATION_IMPORT_KEEP_H
#define ORGANIZATION_IMPORT_KEEP_H

#include "organization/import.h"
#include "organization/import_batch.h"

/* Imports with their batch: what was read, what came of it, and what it takes to undo it. */

/* A batch of that content, looked at and not yet stored. */
void import_keep_begin(const struct import_run *run, const struct import_kind *kind, enum import_source source,
		       struct str file_name, struct str content, struct import_batch *batch);
/* Counts and results of the rows into the batch. */
void import_keep_outcome(struct arena *arena, struct import_batch *batch, const struct import_result *result);

/*
 * A file that nobody looks at first: stores the batch and imports it, all in one. What cannot be imported is kept as
 * refused, what is held as looked through, for somebody to decide about on its page. Writes the event import.done,
 * import.refused or import.held. RC_OK also then: the batch tells.
 */
enum rc import_keep_file(struct import_run *run, const struct import_kind *kind, struct import_batch *batch,
			 struct import_result *result) MUST_CHECK;

#endif
