#ifndef OSHA_LOG_IMPORT_VERB_H
#define OSHA_LOG_IMPORT_VERB_H

#include "base/verb.h"

/* muster import KIND FILE.csv: what an organization consists of, and its past OSHA logs. */
extern const struct verb log_import_verb;

#endif
