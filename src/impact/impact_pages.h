#ifndef IMPACT_IMPACT_PAGES_H
#define IMPACT_IMPACT_PAGES_H

#include "http/program.h"

extern const struct route impact_routes[];

#endif
