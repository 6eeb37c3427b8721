#ifndef ENVIRONMENT_RELEASE_API_H
#define ENVIRONMENT_RELEASE_API_H

#include "http/program.h"

/* Releases of an incident, read by other systems. */
extern const struct route release_api_routes[];

#endif
