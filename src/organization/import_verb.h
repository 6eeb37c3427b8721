#ifndef ORGANIZATION_IMPORT_VERB_H
#define ORGANIZATION_IMPORT_VERB_H

#include "base/verb.h"

/* muster import KIND FILE.csv, for all kinds of import_kind_at. */
extern const struct verb import_verb;

#endif
