#ifndef ORGANIZATION_USER_API_H
#define ORGANIZATION_USER_API_H

#include "http/program.h"

/* People for other systems: who works where, and for whom. */
extern const struct route user_api_routes[];

#endif
