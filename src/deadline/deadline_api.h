#ifndef DEADLINE_DEADLINE_API_H
#define DEADLINE_DEADLINE_API_H

#include "http/program.h"

extern const struct route deadline_api_routes[];

#endif
