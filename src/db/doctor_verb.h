#ifndef DB_DOCTOR_VERB_H
#define DB_DOCTOR_VERB_H

#include "base/verb.h"

/* muster doctor: one line a check, exit status 0 when none failed. */
extern const struct verb doctor_verb;

#endif
