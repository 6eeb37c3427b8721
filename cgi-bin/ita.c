#include "osha/ita_program.h"

int main(int argc, char **argv)
{
	return ita_program_main(argc, argv);
}
