#ifndef IMPACT_MASTER_API_H
#define IMPACT_MASTER_API_H

#include "http/program.h"

/* Courses and safety rules in the JSON interface; they are changed by their pages' handlers. */
extern const struct route master_api_routes[];

#endif
