#ifndef INCIDENT_INCIDENT_ALIAS_API_H
#define INCIDENT_INCIDENT_ALIAS_API_H

#include "http/program.h"

/*
 * Addresses under which other systems know incidents: /api/incidents..., and /incidents... on a host name of the
 * interface's own. The same handlers; words and names of those systems are taken (incident_alias.h).
 */
extern const struct route incident_alias_api_routes[];

#endif
