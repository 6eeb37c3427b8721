#ifndef AUDIT_AUDIT_VERB_H
#define AUDIT_AUDIT_VERB_H

#include "base/verb.h"

/* muster audit verify | export | checkpoint | seal | keys | rotate-key | resume */
extern const struct verb audit_verb;

#endif
