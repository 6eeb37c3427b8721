#ifndef INCIDENT_ANONYMOUS_PAGES_H
#define INCIDENT_ANONYMOUS_PAGES_H

#include "http/program.h"

/* The anonymous form, its review, its receipt, and what it can and cannot hide. */
extern const struct route anonymous_routes[];

#endif
