#include "impact/training_report_program.h"

int main(int argc, char **argv)
{
	return training_report_main(argc, argv);
}
