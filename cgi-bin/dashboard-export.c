#include "insight/dashboard_export.h"

int main(int argc, char **argv)
{
	return export_program_main(argc, argv, &dashboard_export_program);
}
