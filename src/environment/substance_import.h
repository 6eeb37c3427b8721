#ifndef ENVIRONMENT_SUBSTANCE_IMPORT_H
#define ENVIRONMENT_SUBSTANCE_IMPORT_H

#include "organization/import.h"

/* The organization's own substances from a CSV file, by name; those of the federal lists are nobody's to change. */
extern const struct import_kind import_substances;

#endif
