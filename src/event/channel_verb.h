#ifndef EVENT_CHANNEL_VERB_H
#define EVENT_CHANNEL_VERB_H

#include "base/verb.h"

/* muster channel test: one message straight through a channel, and what the other side said. */
extern const struct verb channel_verb;

#endif
