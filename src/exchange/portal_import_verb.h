#ifndef EXCHANGE_PORTAL_IMPORT_VERB_H
#define EXCHANGE_PORTAL_IMPORT_VERB_H

#include "base/verb.h"

/* muster import-portal; `muster import FOLDER` is the same. */
extern const struct verb portal_import_verb;

#endif
