#include "osha/form_files.h"
#include "osha/form_program.h"

static const struct form_program program = {
	.name = "osha301",
	.help = "Writes OSHA Form 301, the incident report, for one case or for all cases of a log.",
	.title = "OSHA Form 301",
	.parts = FORM_INCIDENTS,
	.takes_case = true,
	.formats = form_files_incidents,
	.content = form_files_incidents_content,
};

int main(int argc, char **argv)
{
	return form_program_main(argc, argv, &program);
}
