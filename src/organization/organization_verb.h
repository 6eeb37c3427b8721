#ifndef ORGANIZATION_ORGANIZATION_VERB_H
#define ORGANIZATION_ORGANIZATION_VERB_H

#include "base/verb.h"

/* muster organization add CODE NAME --zone ZONE; muster organization list. */
extern const struct verb organization_verb;

#endif
