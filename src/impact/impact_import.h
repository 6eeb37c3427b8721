#ifndef IMPACT_IMPACT_IMPORT_H
#define IMPACT_IMPACT_IMPORT_H

#include "organization/import.h"

/* Assets, courses, training records, rules and required training from CSV files. */
extern const struct import_kind import_assets, import_courses, import_training, import_rules, import_requirements;

#endif
