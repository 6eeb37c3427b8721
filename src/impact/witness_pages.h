#ifndef IMPACT_WITNESS_PAGES_H
#define IMPACT_WITNESS_PAGES_H

#include "http/program.h"

/* What a witness sees behind a statement link; for the anonymous door, which knows no session. */
extern const struct route witness_routes[];

#endif
