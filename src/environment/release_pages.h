#ifndef ENVIRONMENT_RELEASE_PAGES_H
#define ENVIRONMENT_RELEASE_PAGES_H

#include "http/program.h"
#include "incident/record.h"

/* Entering what was released. */
extern const struct route release_routes[];

#endif
