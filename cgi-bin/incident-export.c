#include "insight/incident_export.h"

int main(int argc, char **argv)
{
	return export_program_main(argc, argv, &incident_export_program);
}
