#ifndef ORGANIZATION_IMPORT_VERB_H
#define ORGANIZATION_IMPORT_VERB_H

#include "base/verb.h"
#include "organization/import.h"

/* muster import KIND FILE.csv, for a table of kinds that is ended by NULL. The verb is in
 * osha/log_import_verb.h. */
int import_verb_run(const struct verb_call *call, const struct import_kind *const *kinds, int argc,
		    char **argv);

#endif
