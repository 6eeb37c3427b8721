#ifndef IDENTITY_ROLE_GRANT_STORE_H
#define IDENTITY_ROLE_GRANT_STORE_H

#include "db/db.h"
#include "identity/role_grant.h"

/* A role with the names of its limits, for lists. */
struct role_grant_line {
	int64_t id;
	int role;
	struct str establishment; /* name; STR_NONE: everywhere */
	struct str department;
	day until_on;
	struct str group_name; /* whose mapping gave it; STR_NONE: given by hand */
};
extern const struct record role_grant_line_record;

/* A place or department that a role may be limited to. */
struct role_grant_limit {
	int64_t id;
	struct str code;
	struct str name;
};
extern const struct record role_grant_limit_record;

enum rc role_grant_list(struct db *db, struct arena *arena, int64_t account_id,
			struct rows *lines) MUST_CHECK;
enum rc role_grant_by_id(struct db *db, struct arena *arena, int64_t account_id, int64_t id,
			 struct role_grant *grant) MUST_CHECK;
/* Sets grant->id. */
enum rc role_grant_insert(struct db *db, struct role_grant *grant) MUST_CHECK;
enum rc role_grant_delete(struct db *db, int64_t account_id, int64_t id) MUST_CHECK;

/* Roles that end from one day to another, of accounts in use; rows are struct role_ending. At most 10,000. */
struct role_ending {
	int64_t id;
	int64_t person_id;
	int role;
	int64_t establishment_id;
	int64_t department_id;
	day until_on;
};
extern const struct record role_ending_record;
enum rc role_grant_ending(struct db *db, struct arena *arena, int64_t organization_id, day from, day to,
			  struct rows *rows) MUST_CHECK;
/* Who holds a role on a day, limited to no department, the longest first; rows are struct role_ending. At most 10,000. */
enum rc role_grant_holders(struct db *db, struct arena *arena, int64_t organization_id, enum role role, day today,
			   struct rows *rows) MUST_CHECK;

/*
 * Active accounts but this one that are administrators today or later without an end. Locks the organization,
 * so that two administrators cannot remove each other at once; call in a transaction.
 */
enum rc role_grant_other_administrators(struct db *db, struct arena *arena, int64_t organization_id,
					int64_t account_id, day today, int64_t *count) MUST_CHECK;

/* Those in use, by name. */
enum rc role_grant_establishments(struct db *db, struct arena *arena, int64_t organization_id,
				  struct rows *limits) MUST_CHECK;
enum rc role_grant_departments(struct db *db, struct arena *arena, int64_t organization_id,
			       struct rows *limits) MUST_CHECK;

#endif
