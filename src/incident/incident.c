#include "incident/incident.h"

#include <stddef.h>

#include "incident/risk.h"
#include "organization/people.h"

static const struct code register_rows[] = {
	{"", ""},
	{"safety", N_("Safety")},
	{"environment", N_("Environment")},
	{"operations", N_("Operations")},
	{NULL, NULL},
};
const struct codes register_codes = {"register", register_rows};

static const struct code report_type_rows[] = {
	{"", ""},
	{"incident", N_("Incident")},
	{"near_miss", N_("Near Miss")},
	{"observation", N_("Observation")},
	{NULL, NULL},
};
const struct codes report_type_codes = {"report_type", report_type_rows};

static const struct code environment_rows[] = {
	{"", ""},
	{"prod", N_("Production")},
	{"sandbox", N_("Sandbox")},
	{NULL, NULL},
};
const struct codes environment_codes = {"environment", environment_rows};

static const struct code severity_rows[] = {
	{"", ""},
	{"low", N_("Low")},
	{"medium", N_("Medium")},
	{"high", N_("High")},
	{"critical", N_("Critical")},
	{NULL, NULL},
};
const struct codes severity_codes = {"severity", severity_rows};

static const struct code reporting_rows[] = {
	{"", ""},
	{"named", N_("With my name")},
	{"confidential", N_("Confidential")},
	{"anonymous", N_("Anonymous")},
	{NULL, NULL},
};
const struct codes reporting_codes = {"reporting", reporting_rows};

static const struct code source_rows[] = {
	{"", ""},
	{"wizard", N_("Report form")},
	{"short", N_("Short form")},
	{"anonymous", N_("Anonymous form")},
	{"link", N_("Invitation link")},
	{"spool", N_("Kept while the database was away")},
	{"import", N_("Import")},
	{"demo", N_("Demonstration data")},
	{"api", N_("Another system")},
	{NULL, NULL},
};
const struct codes source_codes = {"source", source_rows};

static const struct code status_rows[] = {
	{"", ""},
#define X(name, code, label) {code, N_(label)},
	STATUS_TABLE(X)
#undef X
		{NULL, NULL},
};
const struct codes status_codes = {"status", status_rows};

static const struct code care_rows[] = {
	{"", ""},
	{"unknown", N_("Not known yet")},
	{"none", N_("No treatment")},
	{"first_aid", N_("First aid")},
	{"medical", N_("Doctor or clinic")},
	{"emergency_room", N_("Emergency room")},
	{"hospital", N_("Stayed in hospital")},
	{"died", N_("Died")},
	{NULL, NULL},
};
const struct codes care_codes = {"care", care_rows};

static const struct code audience_rows[] = {
	{"", ""},
	{"internal", N_("Internal note")},
	{"reporter", N_("Message to the reporter")},
	{"from_reporter", N_("Message from the reporter")},
	{NULL, NULL},
};
const struct codes audience_codes = {"audience", audience_rows};

#define FIXED (FIELD_STORED | FIELD_KEY | FIELD_QUIET)
#define OFFSET(member) .name = #member, .offset = offsetof(struct incident, member)
static const struct field incident_fields[] = {
	{.kind = FIELD_ID, OFFSET(id), .flags = FIXED},
	{.kind = FIELD_ID, OFFSET(organization_id), .flags = FIXED},
	{.kind = FIELD_UUID, OFFSET(uuid), .flags = FIXED},
	{.kind = FIELD_TEXT, OFFSET(number), .label = N_("Number"), .flags = FIXED, .max = 24},
	{.kind = FIELD_CODE,
	 .name = "register",
	 .offset = offsetof(struct incident, reg),
	 .label = N_("Register"),
	 .flags = FIELD_STORED | FIELD_KEY | FIELD_REQUIRED,
	 .codes = &register_codes},
	{.kind = FIELD_CODE,
	 OFFSET(report_type),
	 .label = N_("Report type"),
	 .flags = FIELD_STORED | FIELD_REQUIRED,
	 .codes = &report_type_codes},
	{.kind = FIELD_CODE,
	 OFFSET(environment),
	 .label = N_("Environment"),
	 .flags = FIELD_STORED | FIELD_KEY,
	 .codes = &environment_codes},
	{.kind = FIELD_CODE,
	 OFFSET(status),
	 .label = N_("Status"),
	 .flags = FIELD_STORED,
	 .codes = &status_codes},
	{.kind = FIELD_TEXT,
	 OFFSET(title),
	 .label = N_("Title"),
	 .flags = FIELD_STORED | FIELD_REQUIRED,
	 .max = 200,
	 .hint = N_("A few words, without names")},
	{.kind = FIELD_PROSE,
	 OFFSET(description),
	 .label = N_("What happened?"),
	 .flags = FIELD_STORED | FIELD_REQUIRED,
	 .max = 20000},
	{.kind = FIELD_PROSE,
	 OFFSET(immediate_actions),
	 .label = N_("What was done at once?"),
	 .flags = FIELD_STORED,
	 .max = 8000},
	{.kind = FIELD_BOOL, OFFSET(is_work_stopped), .label = N_("Work was stopped"), .flags = FIELD_STORED},
	{.kind = FIELD_MOMENT,
	 OFFSET(occurred_at),
	 .label = N_("When did it happen?"),
	 .flags = FIELD_STORED | FIELD_REQUIRED | FIELD_PAST},
	{.kind = FIELD_BOOL,
	 OFFSET(is_time_known),
	 .label = N_("The time of day is known"),
	 .flags = FIELD_STORED},
	{.kind = FIELD_MOMENT,
	 OFFSET(reported_at),
	 .label = N_("Reported"),
	 .flags = FIELD_STORED | FIELD_KEY},
	{.kind = FIELD_ID,
	 OFFSET(establishment_id),
	 .label = N_("Establishment"),
	 .flags = FIELD_STORED | FIELD_REQUIRED},
	{.kind = FIELD_ID, OFFSET(area_id), .label = N_("Area"), .flags = FIELD_STORED},
	{.kind = FIELD_TEXT,
	 OFFSET(specific_location),
	 .label = N_("Exact place"),
	 .flags = FIELD_STORED,
	 .max = 255,
	 .hint = N_("For example: near machine 4, north door")},
	{.kind = FIELD_DECIMAL,
	 OFFSET(latitude),
	 .label = N_("Latitude"),
	 .flags = FIELD_STORED | FIELD_OPTIONAL,
	 .least = -90000000,
	 .most = 90000000},
	{.kind = FIELD_DECIMAL,
	 OFFSET(longitude),
	 .label = N_("Longitude"),
	 .flags = FIELD_STORED | FIELD_OPTIONAL,
	 .least = -180000000,
	 .most = 180000000},
	{.kind = FIELD_ID, OFFSET(department_id), .label = N_("Department"), .flags = FIELD_STORED},
	{.kind = FIELD_ID, OFFSET(business_unit_id), .label = N_("Business unit"), .flags = FIELD_STORED},
	{.kind = FIELD_ID, OFFSET(project_id), .label = N_("Project"), .flags = FIELD_STORED},
	{.kind = FIELD_ID, OFFSET(team_id), .label = N_("Team"), .flags = FIELD_STORED},
	{.kind = FIELD_ID, OFFSET(category_id), .label = N_("Category"), .flags = FIELD_STORED},
	{.kind = FIELD_CODE,
	 OFFSET(severity),
	 .label = N_("Severity"),
	 .flags = FIELD_STORED | FIELD_REQUIRED,
	 .codes = &severity_codes},
	{.kind = FIELD_CODE,
	 OFFSET(severity_potential),
	 .label = N_("Potential severity"),
	 .flags = FIELD_STORED,
	 .codes = &severity_codes},
	{.kind = FIELD_CODE,
	 OFFSET(severity_suggested),
	 .label = N_("Suggested severity"),
	 .flags = FIELD_STORED | FIELD_KEY,
	 .codes = &severity_codes},
	{.kind = FIELD_DECIMAL,
	 OFFSET(severity_confidence),
	 .label = N_("Confidence"),
	 .flags = FIELD_STORED | FIELD_KEY},
	{.kind = FIELD_TEXT,
	 OFFSET(impact_areas),
	 .label = N_("Impact areas"),
	 .flags = FIELD_STORED | FIELD_NOT_NULL,
	 .max = 200},
	{.kind = FIELD_CODE,
	 OFFSET(reporting),
	 .label = N_("Reported"),
	 .flags = FIELD_STORED | FIELD_KEY,
	 .codes = &reporting_codes},
	{.kind = FIELD_ID,
	 OFFSET(reporter_id),
	 .label = N_("Reporter"),
	 .flags = FIELD_STORED | FIELD_KEY | FIELD_SEALED},
	{.kind = FIELD_ID, OFFSET(manager_id), .label = N_("Incident manager"), .flags = FIELD_STORED},
	{.kind = FIELD_TEXT,
	 OFFSET(assigned_by),
	 .label = N_("Assigned by"),
	 .flags = FIELD_STORED,
	 .max = 200},
	{.kind = FIELD_BOOL,
	 OFFSET(investigation_required),
	 .label = N_("Investigation required"),
	 .flags = FIELD_STORED},
	{.kind = FIELD_ID,
	 OFFSET(investigation_lead_id),
	 .label = N_("Investigation lead"),
	 .flags = FIELD_STORED},
	{.kind = FIELD_ID,
	 OFFSET(investigation_approver_id),
	 .label = N_("Investigation approver"),
	 .flags = FIELD_STORED,
	 .hint = N_("Signs the investigation; somebody else than its lead")},
	{.kind = FIELD_DAY, OFFSET(investigation_due_on), .label = N_("Investigation due"), .flags = FIELD_STORED},
	{.kind = FIELD_TEXT,
	 OFFSET(investigation_team),
	 .label = N_("Investigation team"),
	 .flags = FIELD_STORED | FIELD_NOT_NULL,
	 .max = 200},
	{.kind = FIELD_DAY, OFFSET(target_on), .label = N_("Target date"), .flags = FIELD_STORED},
	{.kind = FIELD_CODE,
	 OFFSET(likelihood),
	 .label = N_("Likelihood"),
	 .flags = FIELD_STORED,
	 .codes = &likelihood_codes},
	{.kind = FIELD_CODE,
	 OFFSET(consequence),
	 .label = N_("Consequence"),
	 .flags = FIELD_STORED,
	 .codes = &consequence_codes},
	{.kind = FIELD_TEXT,
	 OFFSET(tags),
	 .label = N_("Tags"),
	 .flags = FIELD_STORED | FIELD_NOT_NULL,
	 .max = 500,
	 .hint = N_("Separated by commas")},
	{.kind = FIELD_TEXT,
	 OFFSET(linked_tickets),
	 .label = N_("Linked tickets"),
	 .flags = FIELD_STORED | FIELD_NOT_NULL,
	 .max = 1000},
	{.kind = FIELD_CODE,
	 OFFSET(source),
	 .label = N_("Came in by"),
	 .flags = FIELD_STORED | FIELD_KEY,
	 .codes = &source_codes},
	{.kind = FIELD_BOOL, OFFSET(is_complete), .label = N_("Details complete"), .flags = FIELD_STORED},
	{.kind = FIELD_MOMENT, OFFSET(closed_at), .label = N_("Closed"), .flags = FIELD_STORED},
	{.kind = FIELD_ID, OFFSET(workflow_version_id), .flags = FIELD_STORED | FIELD_KEY | FIELD_QUIET},
	{.kind = FIELD_ID, OFFSET(merged_into_id), .label = N_("Merged into"), .flags = FIELD_STORED},
	{.kind = FIELD_INT, OFFSET(version), .flags = FIELD_STORED | FIELD_QUIET},
	{.kind = FIELD_MOMENT, OFFSET(created_at), .flags = FIXED},
	{.kind = FIELD_MOMENT,
	 OFFSET(updated_at),
	 .label = N_("Last change"),
	 .flags = FIELD_STORED | FIELD_QUIET},
	FIELD_END,
};
#undef OFFSET
const struct record incident_record = {"incident", sizeof(struct incident), incident_fields};

static const struct code outcome_rows[] = {
	{"", ""},
	{"death", N_("Death")},
	{"days_away", N_("Days away from work")},
	{"restricted", N_("Job transfer or restriction")},
	{"other", N_("Other recordable case")},
	{NULL, NULL},
};
const struct codes outcome_codes = {"outcome", outcome_rows};

#define OFFSET(member) .name = #member, .offset = offsetof(struct injured_person, member)
static const struct field injured_person_fields[] = {
	{.kind = FIELD_ID, OFFSET(id), .flags = FIXED},
	{.kind = FIELD_ID, OFFSET(organization_id), .flags = FIXED},
	{.kind = FIELD_UUID, OFFSET(uuid), .flags = FIXED},
	{.kind = FIELD_ID, OFFSET(incident_id), .flags = FIXED},
	{.kind = FIELD_ID, OFFSET(person_id), .label = N_("Person"), .flags = FIELD_STORED | FIELD_SEALED},
	{.kind = FIELD_TEXT,
	 OFFSET(full_name),
	 .label = N_("Name of the injured or ill person"),
	 .flags = FIELD_STORED | FIELD_REQUIRED | FIELD_SEALED,
	 .max = 200},
	{.kind = FIELD_TEXT, OFFSET(job_title), .label = N_("Job title"), .flags = FIELD_STORED, .max = 255},
	{.kind = FIELD_CODE,
	 OFFSET(employment),
	 .label = N_("Employment"),
	 .flags = FIELD_STORED | FIELD_REQUIRED,
	 .codes = &employment_codes},
	{.kind = FIELD_TEXT,
	 OFFSET(injury),
	 .label = N_("Injury or illness"),
	 .flags = FIELD_STORED | FIELD_NOT_NULL | FIELD_SEALED,
	 .max = 255,
	 .hint = N_("Kind of injury, part of body, and what caused it")},
	{.kind = FIELD_TEXT,
	 OFFSET(body_part),
	 .label = N_("Part of body"),
	 .flags = FIELD_STORED | FIELD_SEALED,
	 .max = 120},
	{.kind = FIELD_TEXT,
	 OFFSET(nature),
	 .label = N_("Nature of the injury"),
	 .flags = FIELD_STORED | FIELD_SEALED,
	 .max = 120},
	{.kind = FIELD_CODE,
	 OFFSET(care),
	 .label = N_("Care so far"),
	 .flags = FIELD_STORED | FIELD_REQUIRED | FIELD_SEALED,
	 .codes = &care_codes},
	{.kind = FIELD_BOOL, OFFSET(is_private), .flags = FIXED},
	{.kind = FIELD_MOMENT, OFFSET(removed_at), .label = N_("Removed"), .flags = FIELD_STORED},
	{.kind = FIELD_INT, OFFSET(version), .flags = FIELD_STORED | FIELD_QUIET},
	{.kind = FIELD_MOMENT, OFFSET(created_at), .flags = FIXED},
	{.kind = FIELD_MOMENT, OFFSET(updated_at), .flags = FIELD_STORED | FIELD_QUIET},
	FIELD_END,
};
#undef OFFSET
const struct record injured_person_record = {"injured_person", sizeof(struct injured_person),
					     injured_person_fields};

#define OFFSET(member) .name = #member, .offset = offsetof(struct witness, member)
static const struct field witness_fields[] = {
	{.kind = FIELD_ID, OFFSET(id), .flags = FIXED},
	{.kind = FIELD_ID, OFFSET(organization_id), .flags = FIXED},
	{.kind = FIELD_UUID, OFFSET(uuid), .flags = FIXED},
	{.kind = FIELD_ID, OFFSET(incident_id), .flags = FIXED},
	{.kind = FIELD_ID, OFFSET(person_id), .label = N_("Person"), .flags = FIELD_STORED},
	{.kind = FIELD_TEXT,
	 OFFSET(full_name),
	 .label = N_("Name of the witness"),
	 .flags = FIELD_STORED | FIELD_REQUIRED | FIELD_SEALED,
	 .max = 200},
	{.kind = FIELD_TEXT,
	 OFFSET(contact),
	 .label = N_("How to reach them"),
	 .flags = FIELD_STORED | FIELD_SEALED,
	 .max = 200},
	{.kind = FIELD_MOMENT, OFFSET(removed_at), .flags = FIELD_STORED | FIELD_QUIET},
	{.kind = FIELD_INT, OFFSET(version), .flags = FIELD_STORED | FIELD_QUIET},
	{.kind = FIELD_MOMENT, OFFSET(created_at), .flags = FIXED},
	FIELD_END,
};
#undef OFFSET
const struct record witness_record = {"witness", sizeof(struct witness), witness_fields};

#define OFFSET(member) .name = #member, .offset = offsetof(struct comment, member)
static const struct field comment_fields[] = {
	{.kind = FIELD_ID, OFFSET(id), .flags = FIXED},
	{.kind = FIELD_ID, OFFSET(organization_id), .flags = FIXED},
	{.kind = FIELD_ID, OFFSET(incident_id), .flags = FIXED},
	{.kind = FIELD_CODE,
	 OFFSET(audience),
	 .label = N_("For whom"),
	 .flags = FIELD_STORED | FIELD_REQUIRED,
	 .codes = &audience_codes},
	{.kind = FIELD_ID, OFFSET(author_id), .label = N_("Author"), .flags = FIELD_STORED | FIELD_SEALED},
	{.kind = FIELD_PROSE,
	 OFFSET(body),
	 .label = N_("Text"),
	 .flags = FIELD_STORED | FIELD_REQUIRED | FIELD_SEALED,
	 .max = 10000},
	{.kind = FIELD_MOMENT, OFFSET(created_at), .flags = FIXED},
	FIELD_END,
};
#undef OFFSET
const struct record comment_record = {"comment", sizeof(struct comment), comment_fields};

#define OFFSET(member) .name = #member, .offset = offsetof(struct category, member)
static const struct field category_fields[] = {
	{.kind = FIELD_ID, OFFSET(id), .flags = FIXED},
	{.kind = FIELD_ID, OFFSET(organization_id), .flags = FIXED},
	{.kind = FIELD_CODE,
	 .name = "register",
	 .offset = offsetof(struct category, reg),
	 .label = N_("Register"),
	 .flags = FIELD_STORED | FIELD_KEY | FIELD_REQUIRED,
	 .codes = &register_codes},
	{.kind = FIELD_TEXT,
	 OFFSET(code),
	 .label = N_("Code"),
	 .flags = FIELD_STORED | FIELD_REQUIRED,
	 .max = 60},
	{.kind = FIELD_TEXT,
	 OFFSET(name),
	 .label = N_("Name"),
	 .flags = FIELD_STORED | FIELD_REQUIRED,
	 .max = 120},
	{.kind = FIELD_INT, OFFSET(position), .label = N_("Position"), .flags = FIELD_STORED, .most = 9999},
	{.kind = FIELD_BOOL, OFFSET(is_active), .label = N_("In use"), .flags = FIELD_STORED},
	{.kind = FIELD_INT, OFFSET(version), .flags = FIELD_STORED | FIELD_QUIET},
	FIELD_END,
};
#undef OFFSET
const struct record category_record = {"category", sizeof(struct category), category_fields};

#define OFFSET(member) .name = #member, .offset = offsetof(struct attachment, member)
static const struct field attachment_fields[] = {
	{.kind = FIELD_ID, OFFSET(id), .flags = FIXED},
	{.kind = FIELD_ID, OFFSET(organization_id), .flags = FIXED},
	{.kind = FIELD_UUID, OFFSET(uuid), .flags = FIXED},
	{.kind = FIELD_ID, OFFSET(incident_id), .flags = FIXED},
	{.kind = FIELD_BYTES, OFFSET(sha256), .flags = FIXED, .max = 32},
	{.kind = FIELD_TEXT,
	 OFFSET(name),
	 .label = N_("File name"),
	 .flags = FIELD_STORED | FIELD_KEY | FIELD_REQUIRED,
	 .max = 200},
	{.kind = FIELD_TEXT,
	 OFFSET(type),
	 .label = N_("Type"),
	 .flags = FIELD_STORED | FIELD_KEY,
	 .max = 100},
	{.kind = FIELD_INT, OFFSET(size), .label = N_("Size"), .flags = FIELD_STORED | FIELD_KEY},
	{.kind = FIELD_BYTES, OFFSET(preview_sha256), .flags = FIELD_STORED | FIELD_QUIET, .max = 32},
	{.kind = FIELD_ID,
	 OFFSET(added_by_id),
	 .label = N_("Added by"),
	 .flags = FIELD_STORED | FIELD_KEY | FIELD_SEALED},
	{.kind = FIELD_BOOL, OFFSET(is_hidden), .label = N_("Withdrawn"), .flags = FIELD_STORED},
	{.kind = FIELD_MOMENT, OFFSET(created_at), .label = N_("Added"), .flags = FIXED},
	FIELD_END,
};
#undef OFFSET
const struct record attachment_record = {"attachment", sizeof(struct attachment), attachment_fields};

enum status incident_first_status(enum reg reg)
{
	return reg == REGISTER_SAFETY ? STATUS_NEW : STATUS_OPEN;
}

bool incident_has_position(const struct incident *incident)
{
	return incident->latitude != NUMBER_NONE && incident->longitude != NUMBER_NONE &&
	       (incident->latitude != 0 || incident->longitude != 0);
}

bool incident_is_open(enum status status)
{
	return status != STATUS_RESOLVED && status != STATUS_CLOSED && status != STATUS_ARCHIVED;
}

unsigned incident_role_registers(enum role role)
{
	static const unsigned registers[ROLE_COUNT] = {
		[ROLE_SUPERVISOR] = ~0u,
		[ROLE_EHS_SPECIALIST] = 1u << REGISTER_SAFETY | 1u << REGISTER_ENVIRONMENT,
		[ROLE_OPERATOR] = 1u << REGISTER_OPERATIONS,
		[ROLE_SUPERADMIN] = ~0u,
		[ROLE_AUDITOR] = ~0u,
		[ROLE_ADMINISTRATOR] = ~0u,
	};
	unsigned every = 1u << REGISTER_SAFETY | 1u << REGISTER_ENVIRONMENT | 1u << REGISTER_OPERATIONS;

	return registers[role] & every;
}

static bool role_sees(enum role role, enum reg reg)
{
	return incident_role_registers(role) & (1u << reg);
}

static bool role_manages(enum role role, enum reg reg)
{
	return role != ROLE_AUDITOR && role_sees(role, reg);
}

static bool some_grant(const struct viewer *viewer, const struct incident *incident,
		       bool (*allows)(enum role, enum reg))
{
	for (size_t i = 0; i < viewer->grant_count; i++) {
		const struct grant *grant = &viewer->grants[i];
		bool is_in_place =
			!grant->establishment_id || grant->establishment_id == incident->establishment_id;
		bool is_in_department =
			!grant->department_id || grant->department_id == incident->department_id;
		if (is_in_place && is_in_department && allows(grant->role, (enum reg)incident->reg))
			return true;
	}
	return false;
}

bool incident_names(const struct incident *incident, const struct viewer *viewer)
{
	struct str rest = incident->investigation_team, part;
	int64_t person_id;

	if (!viewer->person_id || viewer->organization_id != incident->organization_id)
		return false;
	if (viewer->person_id == incident->manager_id || viewer->person_id == incident->investigation_lead_id ||
	    viewer->person_id == incident->investigation_approver_id)
		return true;
	while (str_split(&rest, ',', &part))
		if (str_to_int(part, 1, INT64_MAX, &person_id) && person_id == viewer->person_id)
			return true;
	return false;
}

bool incident_is_visible(const struct viewer *viewer, const struct incident *incident)
{
	if (!viewer || viewer->organization_id != incident->organization_id)
		return false;
	if (incident->environment == ENVIRONMENT_SANDBOX ? viewer->is_production : viewer->is_sandbox)
		return false;
	if ((viewer->person_id && viewer->person_id == incident->reporter_id) || incident_names(incident, viewer))
		return true;
	return some_grant(viewer, incident, role_sees);
}

bool incident_may_manage(const struct viewer *viewer, const struct incident *incident)
{
	if (!incident_is_visible(viewer, incident))
		return false;
	return viewer->person_id == incident->manager_id || some_grant(viewer, incident, role_manages);
}

bool incident_shows_work(const struct viewer *viewer, const struct incident *incident)
{
	if (!incident_is_visible(viewer, incident))
		return false;
	return incident_names(incident, viewer) || some_grant(viewer, incident, role_sees);
}

bool incident_shows_injured(const struct viewer *viewer, const struct incident *incident,
			    const struct injured_person *injured)
{
	struct scope scope = {incident->establishment_id, incident->department_id};

	if (!injured->is_private || viewer_may_in(viewer, MAY_KEEP_OSHA, scope))
		return true;
	return viewer && viewer->person_id &&
	       (viewer->person_id == incident->manager_id || viewer->person_id == injured->person_id);
}

bool incident_shows_reporter(const struct viewer *viewer, const struct incident *incident)
{
	if (incident->reporting == REPORTING_NAMED)
		return true;
	return incident->reporting == REPORTING_CONFIDENTIAL && viewer->person_id == incident->reporter_id;
}
