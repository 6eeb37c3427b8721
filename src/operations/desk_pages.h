#ifndef OPERATIONS_DESK_PAGES_H
#define OPERATIONS_DESK_PAGES_H

#include "http/program.h"

/* The desk of those who run services: open operations incidents, and postmortems. */
extern const struct route desk_routes[];

#endif
