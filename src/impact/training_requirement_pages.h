#ifndef IMPACT_TRAINING_REQUIREMENT_PAGES_H
#define IMPACT_TRAINING_REQUIREMENT_PAGES_H

#include "http/program.h"

/* Who needs which course: the list and its forms. */
extern const struct route training_requirement_routes[];

#endif
