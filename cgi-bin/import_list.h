#ifndef IMPORT_LIST_H
#define IMPORT_LIST_H

#include "environment/substance_import.h"
#include "impact/impact_import.h"

/* What can be imported beside the organization itself. Each feature exports its kinds; they are listed here alone. */
static const struct import_kind *const import_list[] = {
	&import_assets, &import_courses, &import_training, &import_rules, &import_requirements, &import_substances, NULL,
};

#endif
