#ifndef INCIDENT_INCIDENT_H
#define INCIDENT_INCIDENT_H

#include "base/record.h"
#include "identity/viewer.h"

/* One reported event, its words, and who may see it. */

enum reg { REGISTER_NONE, REGISTER_SAFETY, REGISTER_ENVIRONMENT, REGISTER_OPERATIONS };
enum report_type { REPORT_NONE, REPORT_INCIDENT, REPORT_NEAR_MISS, REPORT_OBSERVATION };
enum environment { ENVIRONMENT_NONE, ENVIRONMENT_PROD, ENVIRONMENT_SANDBOX };
enum severity { SEVERITY_NONE, SEVERITY_LOW, SEVERITY_MEDIUM, SEVERITY_HIGH, SEVERITY_CRITICAL };
enum reporting { REPORTING_NONE, REPORTING_NAMED, REPORTING_CONFIDENTIAL, REPORTING_ANONYMOUS };
enum source { SOURCE_NONE, SOURCE_WIZARD, SOURCE_SHORT, SOURCE_ANONYMOUS, SOURCE_LINK, SOURCE_SPOOL, SOURCE_IMPORT, SOURCE_DEMO, SOURCE_API };

/* The states of all registers; which follows which is data of the workflow. */
#define STATUS_TABLE(X)                                                    \
	X(STATUS_NEW,                 "new",                 "New")                 \
	X(STATUS_UNDER_REVIEW,        "under_review",        "Under Review")        \
	X(STATUS_INVESTIGATION,       "investigation",       "Investigation")       \
	X(STATUS_CAPA_PENDING,        "capa_pending",        "CAPA Pending")        \
	X(STATUS_OPEN,                "open",                "Open")                \
	X(STATUS_UNDER_INVESTIGATION, "under_investigation", "Under Investigation") \
	X(STATUS_MITIGATING,          "mitigating",          "Mitigating")          \
	X(STATUS_MITIGATED,           "mitigated",           "Mitigated")           \
	X(STATUS_RESOLVED,            "resolved",            "Resolved")            \
	X(STATUS_CLOSED,              "closed",              "Closed")              \
	X(STATUS_ARCHIVED,            "archived",            "Archived")

enum status {
	STATUS_NONE,
#define X(name, code, label) name,
	STATUS_TABLE(X)
#undef X
};

extern const struct codes register_codes;
extern const struct codes report_type_codes;
extern const struct codes environment_codes;
extern const struct codes severity_codes;
extern const struct codes reporting_codes;
extern const struct codes source_codes;
extern const struct codes status_codes;

struct incident {
	int64_t id;
	int64_t organization_id;
	struct str uuid;
	struct str number;
	int reg;                     /* column register */
	int report_type;
	int environment;
	int status;
	struct str title;
	struct str description;
	struct str immediate_actions;
	bool is_work_stopped;
	moment occurred_at;
	bool is_time_known;
	moment reported_at;
	int64_t establishment_id;
	int64_t area_id;
	struct str specific_location;
	int64_t latitude;            /* millionths of a degree; NUMBER_NONE: not given, see incident_has_position */
	int64_t longitude;
	int64_t department_id;
	int64_t business_unit_id;
	int64_t project_id;
	int64_t team_id;
	int64_t category_id;
	int severity;
	int severity_potential;
	int severity_suggested;
	int64_t severity_confidence; /* millionths */
	struct str impact_areas;
	int reporting;
	int64_t reporter_id;
	int64_t manager_id;
	struct str assigned_by;
	bool investigation_required;
	int64_t investigation_lead_id;
	int64_t investigation_approver_id;
	day investigation_due_on;
	struct str investigation_team; /* ids of people: "12,45"; see investigation_team */
	day target_on;
	int likelihood;              /* risk matrix, see risk.h */
	int consequence;
	struct str tags;
	struct str linked_tickets;
	int source;
	bool is_complete;
	moment closed_at;
	int64_t workflow_version_id; /* with which it began; 0: the one that ships with the product */
	int64_t merged_into_id;      /* it is a duplicate of that one; 0: it stands for itself */
	int64_t version;
	moment created_at;
	moment updated_at;
};
extern const struct record incident_record;

enum care { CARE_NONE, CARE_UNKNOWN, CARE_NO_TREATMENT, CARE_FIRST_AID, CARE_MEDICAL, CARE_EMERGENCY_ROOM, CARE_HOSPITAL, CARE_DIED };
extern const struct codes care_codes;
/* Columns G to J of the OSHA log, as bits in incident.case_outcomes; the values are those of enum osha_outcome. */
extern const struct codes outcome_codes;

/* An injured or ill person; each can become one OSHA case. */
struct injured_person {
	int64_t id;
	int64_t organization_id;
	struct str uuid;
	int64_t incident_id;
	int64_t person_id;
	struct str full_name;
	struct str job_title;
	int employment;
	struct str injury;
	struct str body_part;
	struct str nature;
	int care;
	bool is_private; /* a privacy concern case (29 CFR 1904.29(b)(6)); set by injured_mark_private */
	moment removed_at;           /* was not hurt after all */
	int64_t version;
	moment created_at;
	moment updated_at;
};
extern const struct record injured_person_record;

struct witness {
	int64_t id;
	int64_t organization_id;
	struct str uuid;
	int64_t incident_id;
	int64_t person_id;
	struct str full_name;
	struct str contact;
	moment removed_at;
	int64_t version;
	moment created_at;
};
extern const struct record witness_record;

enum audience { AUDIENCE_NONE, AUDIENCE_INTERNAL, AUDIENCE_REPORTER, AUDIENCE_FROM_REPORTER };
extern const struct codes audience_codes;

struct comment {
	int64_t id;
	int64_t organization_id;
	int64_t incident_id;
	int audience;
	int64_t author_id;
	struct str body;
	moment created_at;
};
extern const struct record comment_record;

struct category {
	int64_t id;
	int64_t organization_id;
	int reg;
	struct str code;
	struct str name;
	int64_t position;
	bool is_active;
	int64_t version;
};
extern const struct record category_record;

struct attachment {
	int64_t id;
	int64_t organization_id;
	struct str uuid;
	int64_t incident_id;
	struct str sha256;           /* 32 raw bytes */
	struct str name;
	struct str type;
	int64_t size;
	struct str preview_sha256;
	int64_t added_by_id;
	bool is_hidden;
	moment created_at;
};
extern const struct record attachment_record;

/* The first state of a register's workflow. */
enum status incident_first_status(enum reg reg);
/* Where exactly is known by latitude and longitude. */
bool incident_has_position(const struct incident *incident);
/* Not Closed, Resolved or Archived. */
bool incident_is_open(enum status status);

/* Registers in which a role sees every incident within its limits, as bits 1u << enum reg; 0: none. */
unsigned incident_role_registers(enum role role);
/* By name, whatever the roles: manages it, leads or approves its investigation, or is on the team. */
bool incident_names(const struct incident *incident, const struct viewer *viewer);
/* May the viewer see this incident? Pure twin of the condition that lists carry (incident_scope_condition). */
bool incident_is_visible(const struct viewer *viewer, const struct incident *incident);
/* May the viewer manage it (configure, assign, comment, add)? Visible and not allowed is RC_DENIED. */
bool incident_may_manage(const struct viewer *viewer, const struct incident *incident);
/* More than its reporter: internal notes and the audit trail are for those who work on it. */
bool incident_shows_work(const struct viewer *viewer, const struct incident *incident);
/*
 * Is an injured person's name to be shown? That of a privacy case only to those who keep the OSHA log there, to the
 * incident manager and to that person.
 */
bool incident_shows_injured(const struct viewer *viewer, const struct incident *incident,
			    const struct injured_person *injured);
/* Is the reporter's name to be shown to this viewer? Anonymous: never; confidential: to administrators, audited. */
bool incident_shows_reporter(const struct viewer *viewer, const struct incident *incident);

#endif
