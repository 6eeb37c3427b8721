#ifndef IMPACT_LOOKUP_PAGES_H
#define IMPACT_LOOKUP_PAGES_H

#include "http/program.h"

/* Suggestions for text fields as people type (?q=): {"found": ["422 Elbow(s)", ...]}. The pages are complete without. */
extern const struct route lookup_routes[];

#endif
