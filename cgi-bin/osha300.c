#include "osha/form_files.h"
#include "osha/form_program.h"

static const struct form_program program = {
	.name = "osha300",
	.help = "Writes OSHA Form 300, the log of work-related injuries and illnesses of one establishment and year.",
	.title = "OSHA Form 300",
	.parts = FORM_LOG,
	.takes_case = false,
	.takes_as_of = true,
	.formats = form_files_log,
	.content = form_files_log_content,
};

int main(int argc, char **argv)
{
	return form_program_main(argc, argv, &program);
}
