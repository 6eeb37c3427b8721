#include "incident/report_poster.h"

int main(int argc, char **argv)
{
	return report_poster_main(argc, argv);
}
