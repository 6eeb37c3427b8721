#ifndef INCIDENT_INCIDENT_RULES_API_H
#define INCIDENT_INCIDENT_RULES_API_H

#include "http/program.h"

/* What decides about incidents, read by other systems: categories, rules of assignment, workflows, report links. */
extern const struct route incident_rules_api_routes[];

#endif
