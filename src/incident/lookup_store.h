#ifndef INCIDENT_LOOKUP_STORE_H
#define INCIDENT_LOOKUP_STORE_H

#include "base/moment.h"
#include "db/db.h"

/*
 * Names of places, groups, categories and incident managers, kept in the process for some seconds: lists need
 * no joins for them and filters no statements. A new name shows after LOOKUP_SECONDS at most.
 */
enum lookup_kind {
	LOOKUP_ESTABLISHMENT,
	LOOKUP_DEPARTMENT,
	LOOKUP_PROJECT,
	LOOKUP_CATEGORY,
	LOOKUP_MANAGER,
	LOOKUP_KIND_COUNT
};
enum { LOOKUP_SECONDS = 15 };

struct lookup_row {
	int64_t id;
	struct str name;
	struct str zone; /* establishments only */
	bool is_active;
};

struct lookup {
	int64_t organization_id;
	struct {
		const struct lookup_row *rows; /* by name */
		size_t count;
	} kinds[LOOKUP_KIND_COUNT];
};

/*
 * Those of an organization. *out stays as it is until the next call of lookup_of, which may fetch them anew.
 */
enum rc lookup_of(struct db *db, int64_t organization_id, moment now, const struct lookup **out) MUST_CHECK;

/* NULL when there is none. */
const struct lookup_row *lookup_find(const struct lookup *lookup, enum lookup_kind kind, int64_t id);
/* The name, "" when there is none. */
struct str lookup_name(const struct lookup *lookup, enum lookup_kind kind, int64_t id);

#endif
