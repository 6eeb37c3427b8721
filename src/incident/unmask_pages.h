#ifndef INCIDENT_UNMASK_PAGES_H
#define INCIDENT_UNMASK_PAGES_H

#include "http/program.h"

/* Who sent a confidential report: asking, deciding, and what its reporter sees of that. */
extern const struct route unmask_routes[];

#endif
