#include "capa/capa_summary.h"
#include "environment/release_summary.h"
#include "impact/impact_summary.h"
#include "incident/summary_program.h"
#include "investigation/investigation_summary.h"

/* Each feature exports the sections that it writes; they are listed here, in the order of the report. */
static summary_section *const sections[] = {
	summary_facts,
	summary_story,
	summary_people,
	impact_summary_assets,
	release_summary,
	impact_summary_violations,
	impact_summary_costs,
	impact_summary_witnesses,
	investigation_summary,
	capa_summary,
	summary_files,
	summary_messages,
	summary_signatures,
	summary_trail,
	NULL,
};

int main(int argc, char **argv)
{
	return summary_program_main(argc, argv, sections);
}
