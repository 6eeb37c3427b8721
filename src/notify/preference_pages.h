#ifndef NOTIFY_PREFERENCE_PAGES_H
#define NOTIFY_PREFERENCE_PAGES_H

#include "http/program.h"

/* How one wants to be told: channels, quiet hours, digest, absence. */
extern const struct route preference_routes[];

#endif
