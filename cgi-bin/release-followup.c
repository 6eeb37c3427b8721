#include "environment/followup_program.h"

int main(int argc, char **argv)
{
	return followup_main(argc, argv);
}
