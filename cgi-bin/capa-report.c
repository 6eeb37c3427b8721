#include "capa/capa_report_program.h"

int main(int argc, char **argv)
{
	return capa_report_main(argc, argv);
}
