#ifndef OSHA_CLASSIFY_VERB_H
#define OSHA_CLASSIFY_VERB_H

#include "base/verb.h"

/* muster classify FILE.csv */
extern const struct verb classify_verb;

#endif
