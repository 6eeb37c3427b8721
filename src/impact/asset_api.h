#ifndef IMPACT_ASSET_API_H
#define IMPACT_ASSET_API_H

#include "http/program.h"

/* The list of assets, for systems that look one up. */
extern const struct route asset_api_routes[];

#endif
