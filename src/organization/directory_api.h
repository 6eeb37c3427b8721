#ifndef ORGANIZATION_DIRECTORY_API_H
#define ORGANIZATION_DIRECTORY_API_H

#include "http/program.h"

/* Places with their areas and years, units and people, read by other systems. */
extern const struct route directory_api_routes[];

#endif
