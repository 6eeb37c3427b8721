#ifndef IMPACT_IMPACT_API_H
#define IMPACT_IMPACT_API_H

#include "http/program.h"

/* What an incident did, entry by entry, as JSON: the same kinds, rules and rights as the pages have. */
extern const struct route impact_api_routes[];

#endif
