#ifndef DEADLINE_DEADLINE_LIST_PAGES_H
#define DEADLINE_DEADLINE_LIST_PAGES_H

#include "http/program.h"

extern const struct route deadline_list_routes[];

#endif
