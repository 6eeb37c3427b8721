#ifndef RECORD_PARTS_H
#define RECORD_PARTS_H

#include "capa/capa_pages.h"
#include "archive/archive_pages.h"
#include "deadline/deadline_record.h"
#include "environment/releases_pages.h"
#include "impact/impact_record.h"
#include "incident/incident_comments_pages.h"
#include "incident/incident_files_pages.h"
#include "incident/incident_link_pages.h"
#include "incident/incident_proof_pages.h"
#include "incident/incident_signed.h"
#include "incident/incident_watch_pages.h"
#include "incident/record_configuration_view.h"
#include "investigation/investigation_view.h"
#include "notify/told_pages.h"
#include "operations/postmortem_pages.h"
#include "operations/timeline_pages.h"
#include "osha/case_record_pages.h"

/*
 * What the page of an incident is made of, for every program that shows incidents or moves them along. Each feature
 * exports its parts; they are listed here and nowhere else. The order is that of their positions.
 */
static const struct record_part *const record_parts[] = {
	&archive_banner_part,
	&release_banner_part,
	&release_card_part,
	&release_tab_part,
	&record_configuration_part,
	&incident_signed_part,
	&incident_link_part,
	&incident_merged_part,
	&incident_watch_part,
	&timeline_part,
	&deadline_record_part,
	&investigation_part,
	&postmortem_part,
	&capa_record_part,
	&impact_people_part,
	&impact_assets_part,
	&impact_violations_part,
	&impact_costs_part,
	&impact_witnesses_part,
	&case_record_part,
	&case_record_urgent_part,
	&incident_files_part,
	&incident_messages_part,
	&told_part,
	&incident_audit_part,
	&incident_proof_part,
	&archive_hold_part,
	NULL,
};

#endif
