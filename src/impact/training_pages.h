#ifndef IMPACT_TRAINING_PAGES_H
#define IMPACT_TRAINING_PAGES_H

#include "http/program.h"

extern const struct route training_routes[];

#endif
