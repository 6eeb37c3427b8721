#ifndef INCIDENT_WORK_PAGES_H
#define INCIDENT_WORK_PAGES_H

#include "http/program.h"

/* The front page: what waits for the viewer. */
extern const struct route work_routes[];

#endif
