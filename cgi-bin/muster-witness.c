#include "audit/witness_program.h"

int main(int argc, char **argv)
{
	return witness_program_main(argc, argv);
}
