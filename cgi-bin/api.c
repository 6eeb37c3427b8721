#include "archive/archive_pages.h"
#include "audit/audit_api.h"
#include "capa/capa_api.h"
#include "capa/capa_edit_pages.h"
#include "capa/capa_pages.h"
#include "capa/capa_step_pages.h"
#include "deadline/deadline_api.h"
#include "departure_duties.h"
#include "environment/material_api.h"
#include "environment/release_api.h"
#include "environment/release_pages.h"
#include "environment/releases_pages.h"
#include "environment/substance_pages.h"
#include "event/answer.h"
#include "http/api_document_api.h"
#include "http/api_mount.h"
#include "http/health.h"
#include "identity/account_admin_pages.h"
#include "identity/api_token.h"
#include "identity/api_token_api.h"
#include "identity/page.h"
#include "impact/asset_api.h"
#include "impact/impact_api.h"
#include "impact/order_api.h"
#include "impact/training_api.h"
#include "incident/assignment_pages.h"
#include "incident/category_pages.h"
#include "incident/incident_alias_api.h"
#include "incident/incident_api.h"
#include "incident/incident_comments_pages.h"
#include "incident/incident_configuration_pages.h"
#include "incident/incident_files_pages.h"
#include "incident/incident_link_pages.h"
#include "incident/incident_parts_api.h"
#include "incident/incident_rules_api.h"
#include "incident/incident_status_pages.h"
#include "incident/incident_watch_pages.h"
#include "incident/report_edit_pages.h"
#include "incident/report_link_pages.h"
#include "incident/summary_download_pages.h"
#include "incident/unmask_pages.h"
#include "insight/export_pages.h"
#include "insight/figure_api.h"
#include "investigation/approval_pages.h"
#include "investigation/conclusion_pages.h"
#include "investigation/entry_pages.h"
#include "investigation/evidence_pages.h"
#include "investigation/frame_pages.h"
#include "investigation/investigation_api.h"
#include "investigation/move_pages.h"
#include "notify/inbox_pages.h"
#include "notify/notify_api.h"
#include "notify/notify_rule_pages.h"
#include "operations/operations_api.h"
#include "operations/postmortem_pages.h"
#include "organization/directory_api.h"
#include "organization/names_audit.h"
#include "organization/people_pages.h"
#include "organization/place_pages.h"
#include "organization/unit_pages.h"
#include "organization/user_api.h"
#include "osha/case_days_pages.h"
#include "osha/case_pages.h"
#include "osha/case_report_pages.h"
#include "osha/download_pages.h"
#include "osha/osha_api.h"
#include "osha/summary_pages.h"
#include "record_parts.h"
#include "scim/scim_discovery_api.h"
#include "scim/scim_group_api.h"
#include "scim/scim_user_api.h"
#include "webhook/webhook_api.h"
#include "webhook/webhook_log_pages.h"
#include "webhook/webhook_pages.h"

/* The JSON interface. Each feature exports its routes; they are listed here and nowhere else. */
static const struct route *const own[] = {
	health_probe_routes,
	api_document_routes,
	api_token_routes,
	asset_api_routes,
	audit_api_routes,
	capa_api_routes,
	deadline_api_routes,
	directory_api_routes,
	export_alias_routes,
	figure_api_routes,
	impact_api_routes,
	incident_alias_api_routes,
	incident_api_routes,
	incident_parts_api_routes,
	incident_rules_api_routes,
	investigation_api_routes,
	material_api_routes,
	notify_api_routes,
	operations_api_routes,
	order_api_routes,
	osha_api_routes,
	release_api_routes,
	scim_discovery_routes,
	scim_group_routes,
	scim_user_routes,
	training_api_routes,
	user_api_routes,
	webhook_api_routes,
	NULL,
};

/* Pages whose changes are offered as they are: their routes that have an operation, below /api/v1. */
static const struct route *const pages[] = {
	account_admin_routes,
	approval_routes,
	archive_routes,
	area_routes,
	assignment_routes,
	capa_edit_routes,
	capa_routes,
	capa_step_routes,
	case_days_routes,
	case_report_routes,
	case_routes,
	category_routes,
	conclusion_routes,
	download_routes,
	entry_routes,
	establishment_year_routes,
	evidence_routes,
	export_routes,
	frame_routes,
	inbox_routes,
	incident_comments_routes,
	incident_configuration_routes,
	incident_files_routes,
	incident_link_routes,
	incident_status_routes,
	incident_watch_routes,
	move_routes,
	notify_rule_routes,
	person_routes,
	place_routes,
	postmortem_routes,
	release_routes,
	releases_routes,
	report_edit_routes,
	report_link_routes,
	substance_routes,
	summary_download_routes,
	summary_routes,
	unit_routes,
	unmask_routes,
	webhook_log_routes,
	webhook_routes,
	NULL,
};

static const struct route *const *mounted;

static void print_openapi(struct arena *arena, const struct config *config, struct text *out)
{
	api_document_print(arena, mounted, config, out);
}

static const struct program_option options[] = {
	{"openapi", "print the OpenAPI document, then end", print_openapi},
	{.name = NULL},
};

int main(int argc, char **argv)
{
	struct arena *arena = arena_new(0);

	mounted = api_mount(arena, own, pages);
	const struct program api = {
		.name = "api",
		.help = "JSON interface for other systems",
		.account = "api",
		.routes = mounted,
		.options = options,
		.identify = api_token_identify,
		.authorise = api_token_authorise,
		.decorate = page_decorate,
		.call = answer_call,
		.is_api = true,
	};

	record_use(record_parts);
	departure_use(departure_duties);
	audit_naming_use(&names_audit);
	int status = program_main(argc, argv, &api);
	arena_free(arena);
	return status;
}
