#ifndef DEADLINE_RULE_PAGES_H
#define DEADLINE_RULE_PAGES_H

#include "http/program.h"

extern const struct route rule_routes[];

#endif
