#ifndef INCIDENT_LOOKUP_STORE_H
#define INCIDENT_LOOKUP_STORE_H

#include "db/db.h"
#include "identity/viewer.h"

/*
 * Names of places, groups, categories and incident managers, kept in the process: lists need no joins for them
 * and filters no statements. A change of a name shows with the next request, because the version of the
 * directory comes with the session; that somebody manages their first incident shows in the choices of filters
 * within LOOKUP_MANAGER_SECONDS.
 */
enum lookup_kind {
	LOOKUP_ESTABLISHMENT,
	LOOKUP_DEPARTMENT,
	LOOKUP_BUSINESS_UNIT,
	LOOKUP_TEAM,
	LOOKUP_PROJECT,
	LOOKUP_CATEGORY,
	LOOKUP_MANAGER,
	LOOKUP_KIND_COUNT
};
enum { LOOKUP_MANAGER_SECONDS = 15 };

struct lookup_row {
	int64_t id;
	struct str name;
	struct str zone;            /* these three of establishments only */
	struct str emergency_phone;
	struct str muster_point;
	bool is_active;
};

struct lookup {
	struct {
		const struct lookup_row *rows; /* by name */
		const struct lookup_row **by_id;
		size_t count;
	} kinds[LOOKUP_KIND_COUNT];
};

/* Those of the viewer's organization. *out stays as it is until the next call, which may fetch them anew. */
enum rc lookup_of(struct db *db, const struct viewer *viewer, const struct lookup **out) MUST_CHECK;

/* What this process knows from its last look, for the time when the database is away; NULL: nothing yet. */
const struct lookup *lookup_kept(void);

/* NULL when there is none. */
const struct lookup_row *lookup_find(const struct lookup *lookup, enum lookup_kind kind, int64_t id);
/* The name, "" when there is none. */
struct str lookup_name(const struct lookup *lookup, enum lookup_kind kind, int64_t id);

#endif
