#include "osha/log_import_verb.h"

#include "impact/impact_import.h"
#include "organization/import_kinds.h"
#include "organization/import_verb.h"
#include "osha/log_import.h"

static const struct import_kind *const kinds[] = {
	&import_establishments, &import_areas, &import_units, &import_people, &import_hours, &import_assets,
	&import_courses, &import_training, &import_rules, &import_cases, NULL,
};

static int run(const struct verb_call *call, int argc, char **argv)
{
	return import_verb_run(call, kinds, argc, argv);
}

const struct verb log_import_verb = {
	.name = "import",
	.help = "read establishments, areas, units, people, hours, assets, training, rules or OSHA cases from a CSV file",
	.account = "owner",
	.run = run,
};
