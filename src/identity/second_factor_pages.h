#ifndef IDENTITY_SECOND_FACTOR_PAGES_H
#define IDENTITY_SECOND_FACTOR_PAGES_H

#include "http/program.h"

/* Switching one's second factor on and off, and its recovery codes. */
extern const struct route second_factor_routes[];

#endif
