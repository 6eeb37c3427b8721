#ifndef INCIDENT_INCIDENT_SCOPE_STORE_H
#define INCIDENT_INCIDENT_SCOPE_STORE_H

#include "identity/viewer.h"
#include "incident/incident_query.h"

/*
 * Which incidents a reader may see, as SQL: the twin of incident_is_visible. A test holds the two together.
 * The number of different texts is small, whatever the roles: limits are padded to powers of two.
 */
enum incident_reach {
	REACH_OWN,     /* only what the reader reported, manages, leads, approves or has on the team */
	REACH_LIMITED, /* and what roles with limits to registers, places or departments show */
	REACH_ALL,     /* everything of the organization */
};

/* One role's share; 0 is no limit. */
struct incident_share {
	unsigned registers; /* bits of incident_role_registers */
	int64_t establishment_id;
	int64_t department_id;
};

struct incident_scope {
	enum incident_reach reach;
	int64_t organization_id;
	int64_t person_id;
	struct incident_share *shares;
	size_t count;
};

struct incident_scope incident_scope_of(struct arena *arena, const struct viewer *viewer);

/*
 * Adds " AND (...)" about the table alias i; nothing for REACH_ALL. The organization is the caller's to
 * check.
 */
void incident_scope_condition(struct incident_query *query, const struct incident_scope *scope);

/*
 * Adds "(...)": those of them on which the reader works, and not only the reporter; twin of incident_shows_work.
 * Only for a reach below REACH_ALL.
 */
void incident_scope_work(struct incident_query *query, const struct incident_scope *scope);

#endif
