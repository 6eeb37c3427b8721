#ifndef ORGANIZATION_IMPORT_UNDO_H
#define ORGANIZATION_IMPORT_UNDO_H

#include "organization/import.h"
#include "organization/import_batch.h"

/*
 * An import taken back: rows that it changed are as they were, rows that it created are removed. A row that somebody has
 * changed since, or that something refers to by now, stays as it is, and the results say so.
 */
enum import_undo_outcome { IMPORT_UNDO_NONE, IMPORT_PUT_BACK, IMPORT_TAKEN_OUT, IMPORT_STAYS };
extern const struct codes import_undo_codes;

struct import_undo_result {
	struct str csv; /* what, outcome, problem */
	size_t put_back, taken_out, stays;
};

/*
 * In the caller's transaction; every row with its audit entry. The batch is as stored, done; it is marked as taken back.
 * RC_CONFLICT: it is not (any more), or what it changed is not kept any longer.
 */
enum rc import_undo(struct import_run *run, const struct import_kind *kind, const struct import_batch *batch,
		    struct import_undo_result *result) MUST_CHECK;

#endif
