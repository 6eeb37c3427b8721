#ifndef INCIDENT_ASSIGNMENT_PAGES_H
#define INCIDENT_ASSIGNMENT_PAGES_H

#include "http/program.h"

/* Who becomes the manager of a new incident: rules in their order, tried out before they count. */
extern const struct route assignment_routes[];

#endif
