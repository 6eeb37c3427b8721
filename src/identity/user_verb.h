#ifndef IDENTITY_USER_VERB_H
#define IDENTITY_USER_VERB_H

#include "base/verb.h"

/* `muster user`: accounts from the command line. */
extern const struct verb user_verb;

#endif
