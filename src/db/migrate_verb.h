#ifndef DB_MIGRATE_VERB_H
#define DB_MIGRATE_VERB_H

#include "base/verb.h"

/* muster migrate: brings the schema, the code lists and, with --grants, the accounts up to date. */
extern const struct verb migrate_verb;

#endif
