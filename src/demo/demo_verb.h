#ifndef DEMO_DEMO_VERB_H
#define DEMO_DEMO_VERB_H

#include "base/verb.h"

/* muster demo: loads the demonstration organisation. */
extern const struct verb demo_verb;

#endif
