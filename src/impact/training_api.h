#ifndef IMPACT_TRAINING_API_H
#define IMPACT_TRAINING_API_H

#include "http/program.h"

/* Training for other systems: what somebody has completed, and completions told by a learning system. */
extern const struct route training_api_routes[];

#endif
