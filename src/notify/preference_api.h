#ifndef NOTIFY_PREFERENCE_API_H
#define NOTIFY_PREFERENCE_API_H

#include "http/program.h"

/* How the holder of the token wants to be told. */
extern const struct route preference_api_routes[];

#endif
