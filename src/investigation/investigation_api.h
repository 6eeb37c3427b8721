#ifndef INVESTIGATION_INVESTIGATION_API_H
#define INVESTIGATION_INVESTIGATION_API_H

#include "http/program.h"

/* An investigation with everything that was found, read by other systems. */
extern const struct route investigation_api_routes[];

#endif
