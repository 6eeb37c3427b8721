#ifndef IDENTITY_PERMISSION_H
#define IDENTITY_PERMISSION_H

#include "base/record.h"

/* Roles, and what each may do. The one table behind every page, API call and report. */

/* code, label; stored in role_grant.role */
#define ROLE_TABLE(X)                                       \
	X(ROLE_EMPLOYEE,       "employee",       "Employee")        \
	X(ROLE_SUPERVISOR,     "supervisor",     "Supervisor")      \
	X(ROLE_EHS_SPECIALIST, "ehs_specialist", "EHS specialist")  \
	X(ROLE_INVESTIGATOR,   "investigator",   "Investigator")    \
	X(ROLE_OPERATOR,       "operator",       "Operator")        \
	X(ROLE_SUPERADMIN,     "superadmin",     "Superadmin")      \
	X(ROLE_AUDITOR,        "auditor",        "Auditor")         \
	X(ROLE_ADMINISTRATOR,  "administrator",  "Administrator")

enum role {
	ROLE_NONE,
#define X(name, code, label) name,
	ROLE_TABLE(X)
#undef X
	ROLE_COUNT
};
extern const struct codes role_codes;

/* For PERMISSION_TABLE: the roles that hold it, as bits. */
#define R_EMPLOYEE       (1u << ROLE_EMPLOYEE)
#define R_SUPERVISOR     (1u << ROLE_SUPERVISOR)
#define R_EHS_SPECIALIST (1u << ROLE_EHS_SPECIALIST)
#define R_INVESTIGATOR   (1u << ROLE_INVESTIGATOR)
#define R_OPERATOR       (1u << ROLE_OPERATOR)
#define R_SUPERADMIN     (1u << ROLE_SUPERADMIN)
#define R_AUDITOR        (1u << ROLE_AUDITOR)
#define R_ADMINISTRATOR  (1u << ROLE_ADMINISTRATOR)
#define R_ALL            (~1u)

/* name, roles, what it allows. Limits to places and departments are checked by viewer_may. */
#define PERMISSION_TABLE(X)                                                                             \
	X(MAY_SIGN_IN,          R_ALL, "own account, sessions and language")                            \
	X(MAY_REPORT,           R_EMPLOYEE | R_SUPERVISOR | R_EHS_SPECIALIST | R_INVESTIGATOR |         \
	                        R_OPERATOR | R_SUPERADMIN | R_ADMINISTRATOR, "report, see own reports") \
	X(MAY_SEE_INCIDENTS,    R_ALL, "see the incidents within one's scope")                          \
	X(MAY_MANAGE_INCIDENTS, R_SUPERVISOR | R_EHS_SPECIALIST | R_OPERATOR | R_SUPERADMIN |           \
	                        R_ADMINISTRATOR, "configure, assign, comment, add people and files")    \
	X(MAY_EDIT_REPORTS,     R_ADMINISTRATOR, "edit what a reporter has sent, with a reason")        \
	X(MAY_UNMASK,           R_ADMINISTRATOR, "see who a confidential reporter is")                  \
	X(MAY_INVESTIGATE,      R_EHS_SPECIALIST | R_INVESTIGATOR,                                      \
	                        "write investigations: one's own, EHS specialists those of their places") \
	X(MAY_APPROVE_INVESTIGATIONS, R_SUPERVISOR | R_EHS_SPECIALIST | R_SUPERADMIN,                   \
	                        "sign investigations as named approver; superadmins any")               \
	X(MAY_HOLD,             R_EHS_SPECIALIST | R_SUPERADMIN | R_ADMINISTRATOR, "place and release legal holds") \
	X(MAY_SEE_OSHA,         R_EHS_SPECIALIST | R_AUDITOR, "read the OSHA log and forms")            \
	X(MAY_KEEP_OSHA,        R_EHS_SPECIALIST, "decide recordability, keep the log, certify")        \
	X(MAY_SEE_FIGURES,      R_SUPERVISOR | R_EHS_SPECIALIST | R_SUPERADMIN | R_AUDITOR |            \
	                        R_ADMINISTRATOR | R_OPERATOR, "dashboards and exports")                 \
	X(MAY_SEE_PEOPLE,       R_SUPERVISOR | R_EHS_SPECIALIST | R_INVESTIGATOR | R_SUPERADMIN |       \
	                        R_ADMINISTRATOR, "look people up")                                      \
	X(MAY_SEE_AUDIT,        R_AUDITOR | R_ADMINISTRATOR | R_SUPERADMIN, "read the audit trail of everything") \
	X(MAY_DECIDE_WORKFLOWS, R_SUPERADMIN | R_ADMINISTRATOR, "see workflows, approve what somebody else proposes") \
	X(MAY_KEEP_SUBSTANCES,  R_EHS_SPECIALIST | R_ADMINISTRATOR, "keep substances with their data sheets and densities") \
	X(MAY_KEEP_TRAINING,    R_EHS_SPECIALIST | R_ADMINISTRATOR, "keep training records")             \
	X(MAY_ADMINISTER,       R_ADMINISTRATOR, "people, places, accounts, roles, rules, links")

enum permission {
	NO_PERMISSION,
#define X(name, roles, meaning) name,
	PERMISSION_TABLE(X)
#undef X
	PERMISSION_COUNT
};

/* The roles that hold it, as bits 1u << enum role. */
unsigned permission_roles(enum permission permission);

#endif
