#ifndef IMPACT_MASTER_PAGES_H
#define IMPACT_MASTER_PAGES_H

#include "http/program.h"

/* Assets, courses and rules, which administrators keep. */
extern const struct route asset_routes[], master_routes[];

#endif
