#ifndef INVESTIGATION_ENTRY_PAGES_H
#define INVESTIGATION_ENTRY_PAGES_H

#include "http/program.h"

/* Lists of what was found, and forms to add, change, take out and move single entries. */
extern const struct route entry_routes[];

#endif
