#ifndef IDENTITY_API_KEY_VERB_H
#define IDENTITY_API_KEY_VERB_H

#include "base/verb.h"

/* `muster api-keys`: the keys that sign tokens of the JSON interface. */
extern const struct verb api_key_verb;

#endif
