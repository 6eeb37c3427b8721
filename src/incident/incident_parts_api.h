#ifndef INCIDENT_INCIDENT_PARTS_API_H
#define INCIDENT_INCIDENT_PARTS_API_H

#include "http/program.h"

/* What hangs on an incident, read by other systems: steps of the workflow, comments, files, people, links, trail. */
extern const struct route incident_parts_api_routes[];

#endif
