#ifndef PORTAL_TABLES_H
#define PORTAL_TABLES_H

#include "archive/archive_pages.h"
#include "audit/audit_pages.h"
#include "audit/proof_pages.h"
#include "capa/capa_edit_pages.h"
#include "capa/capa_list_pages.h"
#include "capa/capa_pages.h"
#include "capa/capa_step_pages.h"
#include "deadline/calendar_pages.h"
#include "deadline/deadline_list_pages.h"
#include "deadline/rule_pages.h"
#include "environment/release_pages.h"
#include "environment/releases_pages.h"
#include "environment/substance_pages.h"
#include "event/channel_pages.h"
#include "event/contact_pages.h"
#include "event/outbox_pages.h"
#include "exchange/exchange_pages.h"
#include "exchange/system_pages.h"
#include "http/health.h"
#include "http/program.h"
#include "identity/account_admin_pages.h"
#include "identity/account_pages.h"
#include "identity/admin_pages.h"
#include "identity/api_key_pages.h"
#include "identity/header_pages.h"
#include "identity/language_pages.h"
#include "identity/oidc_pages.h"
#include "identity/password_pages.h"
#include "identity/role_mapping_pages.h"
#include "identity/second_factor_pages.h"
#include "identity/sign_in.h"
#include "impact/impact_pages.h"
#include "impact/injury_pages.h"
#include "impact/lookup_pages.h"
#include "impact/master_pages.h"
#include "impact/statement_pages.h"
#include "impact/training_completion_pages.h"
#include "impact/training_pages.h"
#include "impact/training_requirement_pages.h"
#include "incident/assignment_pages.h"
#include "incident/category_pages.h"
#include "incident/draft_pages.h"
#include "incident/incident_comments_pages.h"
#include "incident/incident_configuration_pages.h"
#include "incident/incident_detail_pages.h"
#include "incident/incident_files_pages.h"
#include "incident/incident_link_pages.h"
#include "incident/incident_list_pages.h"
#include "incident/incident_proof_pages.h"
#include "incident/incident_status_pages.h"
#include "incident/incident_watch_pages.h"
#include "incident/mention_pages.h"
#include "incident/report_edit_pages.h"
#include "incident/report_link_pages.h"
#include "incident/report_pages.h"
#include "incident/report_send_pages.h"
#include "incident/unmask_pages.h"
#include "incident/work_pages.h"
#include "incident/workflow_admin_pages.h"
#include "insight/dashboard_pages.h"
#include "investigation/approval_pages.h"
#include "investigation/conclusion_pages.h"
#include "investigation/entry_pages.h"
#include "investigation/evidence_pages.h"
#include "investigation/frame_pages.h"
#include "investigation/move_pages.h"
#include "notify/inbox_pages.h"
#include "notify/message_text_pages.h"
#include "notify/notify_rule_pages.h"
#include "notify/notify_rules_pages.h"
#include "notify/preference_pages.h"
#include "notify/preview_pages.h"
#include "notify/told_pages.h"
#include "operations/desk_pages.h"
#include "operations/postmortem_pages.h"
#include "operations/timeline_pages.h"
#include "organization/import_pages.h"
#include "organization/import_preset_pages.h"
#include "organization/people_pages.h"
#include "organization/place_pages.h"
#include "organization/unit_pages.h"
#include "osha/case_days_pages.h"
#include "osha/case_pages.h"
#include "osha/case_record_pages.h"
#include "osha/case_report_pages.h"
#include "osha/ita_pages.h"
#include "osha/log_history_pages.h"
#include "osha/log_import_pages.h"
#include "osha/log_pages.h"
#include "osha/summary_pages.h"
#include "webhook/webhook_log_pages.h"
#include "webhook/webhook_pages.h"

/* Pages for people who are signed in. Each feature exports its routes; they are listed here and nowhere else. */
static const struct route *const portal_tables[] = {
	health_routes,
	exchange_routes,
	system_routes,
	archive_routes,
	release_routes,
	releases_routes,
	substance_routes,
	account_admin_routes,
	account_routes,
	api_key_routes,
	admin_routes,
	channel_routes,
	contact_routes,
	outbox_routes,
	webhook_log_routes,
	webhook_routes,
	audit_routes,
	proof_routes,
	password_routes,
	second_factor_routes,
	language_routes,
	sign_in_routes,
	oidc_routes,
	header_routes,
	role_mapping_routes,
	work_routes,
	inbox_routes,
	preference_routes,
	message_text_routes,
	notify_rule_routes,
	notify_rules_routes,
	preview_routes,
	told_routes,
	area_routes,
	establishment_year_routes,
	import_routes,
	import_batch_routes,
	import_preset_routes,
	people_routes,
	person_routes,
	place_routes,
	unit_routes,
	assignment_routes,
	category_routes,
	workflow_admin_routes,
	incident_list_routes,
	incident_detail_routes,
	incident_status_routes,
	incident_link_routes,
	incident_watch_routes,
	report_edit_routes,
	incident_configuration_routes,
	incident_files_routes,
	incident_comments_routes,
	mention_routes,
	draft_routes,
	approval_routes,
	conclusion_routes,
	entry_routes,
	evidence_routes,
	frame_routes,
	move_routes,
	desk_routes,
	postmortem_routes,
	timeline_routes,
	capa_edit_routes,
	capa_list_routes,
	capa_record_routes,
	capa_routes,
	capa_step_routes,
	incident_proof_routes,
	case_days_routes,
	case_record_routes,
	case_report_routes,
	case_routes,
	ita_routes,
	log_import_routes,
	log_history_routes,
	log_routes,
	summary_routes,
	report_link_routes,
	unmask_routes,
	report_details_routes,
	report_routes,
	report_sent_routes,
	report_short_routes,
	asset_routes,
	impact_routes,
	injury_routes,
	lookup_routes,
	master_routes,
	statement_routes,
	training_completion_routes,
	training_requirement_routes,
	training_routes,
	dashboard_routes,
	calendar_routes,
	deadline_list_routes,
	rule_routes,
	NULL,
};

#endif
