#ifndef SCIM_SCIM_DISCOVERY_API_H
#define SCIM_SCIM_DISCOVERY_API_H

#include "http/program.h"

/* What this provider can do: ServiceProviderConfig, ResourceTypes, Schemas. */
extern const struct route scim_discovery_routes[];

#endif
