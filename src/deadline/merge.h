#ifndef DEADLINE_MERGE_H
#define DEADLINE_MERGE_H

#include "deadline/deadline.h"

/* What becomes of a row when the sources say something new: pure. */

/* Orders by what a row is: kind, record, part. */
int merge_compare(const void *a, const void *b);

/*
 * A deadline that is new to the engine, at now; it has no id yet. is_quiet: late before the engine began, brought
 * in late by an import, or of the sandbox: shown and never told.
 */
struct deadline merge_new(const struct deadline *wanted, bool is_quiet, moment now);

/*
 * The stored row as it must become; true when it differs and has to be written. wanted NULL: nobody says it any more.
 * A date that moves, or a row that opens again, begins a new round in which every stage is told anew.
 */
bool merge_changed(const struct deadline *stored, const struct deadline *wanted, bool is_quiet, moment now,
		   struct deadline *out);

#endif
