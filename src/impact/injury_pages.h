#ifndef IMPACT_INJURY_PAGES_H
#define IMPACT_INJURY_PAGES_H

#include "http/program.h"

extern const struct route injury_routes[];

#endif
