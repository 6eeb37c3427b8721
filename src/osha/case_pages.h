#ifndef OSHA_CASE_PAGES_H
#define OSHA_CASE_PAGES_H

#include "http/program.h"

/* /incidents/{number}/osha and .../people/{uuid}/case: is it recordable, and why. */
extern const struct route case_routes[];

#endif
