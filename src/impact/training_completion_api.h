#ifndef IMPACT_TRAINING_COMPLETION_API_H
#define IMPACT_TRAINING_COMPLETION_API_H

#include "http/program.h"

/* Completion of required training for other systems: the figure, who needs what, and the requirements. */
extern const struct route training_completion_api_routes[];

#endif
