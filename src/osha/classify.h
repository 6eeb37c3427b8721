#ifndef OSHA_CLASSIFY_H
#define OSHA_CLASSIFY_H

#include "base/csv.h"
#include "osha/case_facts.h"

/*
 * Classifying whole files: rows with a column "facts" of key=value pairs separated by "|" come back with
 * recordable, column, days_away, days_restricted, type_column, privacy, paragraph and reason appended.
 */

/*
 * Reads a facts cell. Keys are the field names of case_facts_record or their short forms
 * (classify_vocabulary); facts that are absent take their usual value. RC_INVALID sets *key to the
 * offending key and *why to English.
 */
enum rc classify_facts(struct arena *arena, struct str cell, struct case_facts *out, struct str *key,
		       const char **why) MUST_CHECK;

/*
 * Classifies every row of a CSV file into out. A row whose facts cannot be read is left out and told in
 * errors, one line each ("line 12: treatment: ..."); *bad counts them. RC_INVALID when the file has no
 * header with a column "facts". as_of as in recordability_decide.
 */
enum rc classify_csv(struct arena *arena, struct str input, bool guard, day as_of, struct text *out,
		     struct text *errors, size_t *bad) MUST_CHECK;

/* Every key with its values, for --help. */
void classify_vocabulary(struct text *out);

#endif
