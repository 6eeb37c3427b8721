#include "osha/form_files.h"
#include "osha/form_program.h"

static const struct form_program program = {
	.name = "osha-pack",
	.help = "Writes Forms 300, 300A and every 301 of one establishment and year as one file: pdf or xlsx.",
	.title = "OSHA Forms 300, 300A and 301",
	.parts = FORM_LOG | FORM_INCIDENTS,
	.takes_case = false,
	.formats = form_files_pack,
	.content = form_files_pack_content,
};

int main(int argc, char **argv)
{
	return form_program_main(argc, argv, &program);
}
