#include "incident/anonymous_view.h"
#include "intake_tables.h"

static const struct program intake = {
	.name = "intake",
	.help = "public and anonymous reporting",
	.account = "intake",
	.routes = intake_tables,
	.identify = anonymous_identify,
	.is_anonymous = true,
};

int main(int argc, char **argv)
{
	return program_main(argc, argv, &intake);
}
