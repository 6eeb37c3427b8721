#ifndef API_TABLES_H
#define API_TABLES_H

#include "archive/archive_api.h"
#include "audit/audit_api.h"
#include "capa/capa_api.h"
#include "deadline/deadline_admin_api.h"
#include "deadline/deadline_api.h"
#include "environment/material_api.h"
#include "environment/release_api.h"
#include "event/channel_api.h"
#include "event/outbox_api.h"
#include "exchange/system_api.h"
#include "http/api_document_api.h"
#include "http/health.h"
#include "identity/account_api.h"
#include "identity/account_admin_api.h"
#include "identity/api_token_api.h"
#include "impact/asset_api.h"
#include "impact/impact_api.h"
#include "impact/master_api.h"
#include "impact/order_api.h"
#include "impact/training_api.h"
#include "impact/training_completion_api.h"
#include "incident/incident_alias_api.h"
#include "incident/incident_api.h"
#include "incident/incident_parts_api.h"
#include "incident/incident_rules_api.h"
#include "incident/report_draft_api.h"
#include "incident/workflow_api.h"
#include "insight/export_pages.h"
#include "insight/figure_api.h"
#include "investigation/investigation_api.h"
#include "notify/notify_admin_api.h"
#include "notify/notify_api.h"
#include "notify/preference_api.h"
#include "operations/operations_api.h"
#include "organization/directory_api.h"
#include "organization/import_api.h"
#include "organization/user_api.h"
#include "osha/osha_api.h"
#include "scim/scim_bulk_api.h"
#include "osha/osha_year_api.h"
#include "scim/scim_discovery_api.h"
#include "scim/scim_group_api.h"
#include "scim/scim_user_api.h"
#include "webhook/webhook_api.h"

/* The JSON interface beside the pages. Each feature exports its routes; they are listed here and nowhere else. */
static const struct route *const api_tables[] = {
	health_probe_routes,
	api_document_routes,
	account_api_routes,
	api_token_routes,
	account_admin_api_routes,
	archive_api_routes,
	asset_api_routes,
	audit_api_routes,
	capa_api_routes,
	channel_api_routes,
	deadline_admin_api_routes,
	deadline_api_routes,
	directory_api_routes,
	export_alias_routes,
	figure_api_routes,
	impact_api_routes,
	incident_alias_api_routes,
	incident_api_routes,
	incident_parts_api_routes,
	incident_rules_api_routes,
	import_api_routes,
	investigation_api_routes,
	master_api_routes,
	material_api_routes,
	notify_admin_api_routes,
	notify_api_routes,
	operations_api_routes,
	order_api_routes,
	osha_api_routes,
	osha_year_api_routes,
	outbox_api_routes,
	preference_api_routes,
	release_api_routes,
	report_draft_api_routes,
	scim_bulk_routes,
	scim_discovery_routes,
	scim_group_routes,
	scim_user_routes,
	system_api_routes,
	training_api_routes,
	training_completion_api_routes,
	user_api_routes,
	webhook_api_routes,
	workflow_api_routes,
	NULL,
};

#endif
