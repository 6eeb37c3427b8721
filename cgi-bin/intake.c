#include "capa/capa_outside_pages.h"
#include "http/health.h"
#include "http/program.h"
#include "impact/witness_pages.h"
#include "incident/anonymous_follow_pages.h"
#include "incident/anonymous_pages.h"
#include "incident/anonymous_view.h"

/* The anonymous door. It knows nobody: no session, no cookie, no address, no log of who came. */
static const struct route *const routes[] = {
	health_probe_routes,
	anonymous_routes,
	anonymous_follow_routes,
	witness_routes,
	capa_outside_routes,
	NULL,
};

static const struct program intake = {
	.name = "intake",
	.help = "public and anonymous reporting",
	.account = "intake",
	.routes = routes,
	.identify = anonymous_identify,
	.is_anonymous = true,
};

int main(int argc, char **argv)
{
	return program_main(argc, argv, &intake);
}
