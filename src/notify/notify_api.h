#ifndef NOTIFY_NOTIFY_API_H
#define NOTIFY_NOTIFY_API_H

#include "http/program.h"

/* What the holder of the token was told, and the rules that tell. */
extern const struct route notify_api_routes[];

#endif
