#ifndef IMPACT_IMPACT_IMPORT_H
#define IMPACT_IMPACT_IMPORT_H

#include "organization/import.h"

/* Assets, courses, training records and rules from CSV files; for import_kinds_use. Ended by NULL. */
extern const struct import_kind *const impact_import_kinds[];
extern const struct import_kind import_assets, import_courses, import_training, import_rules;

#endif
