#ifndef INCIDENT_CATEGORY_PAGES_H
#define INCIDENT_CATEGORY_PAGES_H

#include "http/program.h"

/* Kinds of incidents, by register. */
extern const struct route category_routes[];

#endif
