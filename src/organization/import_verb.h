#ifndef ORGANIZATION_IMPORT_VERB_H
#define ORGANIZATION_IMPORT_VERB_H

#include "base/verb.h"
#include "organization/import.h"

/* muster import KIND FILE.csv: what import_kinds.h lists. */
extern const struct verb import_verb;

/* The same for a table of kinds, ended by NULL. */
int import_verb_run(const struct verb_call *call, const struct import_kind *const *kinds, int argc, char **argv);

#endif
