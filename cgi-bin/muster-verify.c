#include "audit/verify_program.h"

int main(int argc, char **argv)
{
	return verify_program_main(argc, argv);
}
