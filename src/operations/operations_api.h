#ifndef OPERATIONS_OPERATIONS_API_H
#define OPERATIONS_OPERATIONS_API_H

#include "http/program.h"

/* Timeline and postmortem of operations incidents as JSON. */
extern const struct route operations_api_routes[];

#endif
