#ifndef ORGANIZATION_IMPORT_PAGES_H
#define ORGANIZATION_IMPORT_PAGES_H

#include "http/program.h"

/* CSV files: choose what, upload or paste, look at what would happen, decide. */
extern const struct route import_routes[];
extern const struct route import_batch_routes[];

#endif
