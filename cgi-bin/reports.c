#include "capa/capa_download_pages.h"
#include "environment/followup_pages.h"
#include "http/health.h"
#include "http/program.h"
#include "identity/page.h"
#include "identity/session.h"
#include "incident/report_poster_pages.h"
#include "incident/summary_download_pages.h"
#include "insight/export_pages.h"
#include "osha/download_pages.h"

/* Downloads. Each feature exports its routes; they are listed here and nowhere else. */
static const struct route *const downloads[] = {
	health_probe_routes,
	capa_download_routes,
	download_routes,
	export_routes,
	followup_routes,
	report_poster_routes,
	summary_download_routes,
	NULL,
};

static const struct program reports = {
	.name = "reports",
	.help = "downloads: starts report programs and passes on what they write",
	.account = "report",
	.routes = downloads,
	.identify = session_identify,
	.authorise = session_authorise,
	.check_csrf = session_check_csrf,
	.challenge = page_challenge,
	.decorate = page_decorate,
};

int main(int argc, char **argv)
{
	return program_main(argc, argv, &reports);
}
