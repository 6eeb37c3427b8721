#ifndef INCIDENT_WORKFLOW_API_H
#define INCIDENT_WORKFLOW_API_H

#include "http/program.h"

/* Versions of workflows with their states and steps: read, drafted, proposed, decided. */
extern const struct route workflow_api_routes[];

#endif
