#include "osha/form_files.h"
#include "osha/form_program.h"

static const struct form_program program = {
	.name = "osha300a",
	.help = "Writes OSHA Form 300A, the summary of one establishment and year, also for a year without cases.",
	.title = "OSHA Form 300A",
	.parts = FORM_LOG,
	.takes_case = false,
	.formats = form_files_summary,
	.content = form_files_summary_content,
};

int main(int argc, char **argv)
{
	return form_program_main(argc, argv, &program);
}
