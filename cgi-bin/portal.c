#include "audit/audit_health.h"
#include "departure_duties.h"
#include "identity/page.h"
#include "identity/session.h"
#include "import_list.h"
#include "incident/schedule_alarm.h"
#include "notify/inbox_pages.h"
#include "organization/import_kinds.h"
#include "organization/names_audit.h"
#include "portal_metrics.h"
#include "portal_tables.h"
#include "record_parts.h"

/* What the portal needs beside database, spool, disk and clock. */
static const struct health_check *const portal_checks[] = {
	&audit_health,
	NULL,
};

static const struct program portal = {
	.name = "portal",
	.help = "pages for people who are signed in",
	.account = "portal",
	.routes = portal_tables,
	.identify = session_identify,
	.authorise = session_authorise,
	.check_csrf = session_check_csrf,
	.challenge = page_challenge,
	.decorate = inbox_decorate,
	.watch = schedule_alarm_watch,
	.checks = portal_checks,
	.metrics = portal_metrics,
};

int main(int argc, char **argv)
{
	record_use(record_parts);
	audit_naming_use(&names_audit);
	import_kinds_use(import_list);
	departure_use(departure_duties);
	return program_main(argc, argv, &portal);
}
