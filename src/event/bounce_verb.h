#ifndef EVENT_BOUNCE_VERB_H
#define EVENT_BOUNCE_VERB_H

#include "base/verb.h"

/* muster bounce: what a mail transfer agent pipes to it, one message that came back. */
extern const struct verb bounce_verb;

#endif
