#ifndef IMPACT_STATEMENT_PAGES_H
#define IMPACT_STATEMENT_PAGES_H

#include "http/program.h"

extern const struct route statement_routes[];

#endif
