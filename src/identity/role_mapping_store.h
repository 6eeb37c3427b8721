#ifndef IDENTITY_ROLE_MAPPING_STORE_H
#define IDENTITY_ROLE_MAPPING_STORE_H

#include "db/db.h"
#include "identity/role_mapping.h"

/* Those of one source; rows are struct role_mapping. */
enum rc role_mapping_of_source(struct db *db, struct arena *arena, int64_t organization_id, int source,
			       struct rows *mappings) MUST_CHECK;
enum rc role_mapping_by_id(struct db *db, struct arena *arena, int64_t organization_id, int64_t id,
			   struct role_mapping *mapping) MUST_CHECK;

/* With the names of its limits and how many hold it now, for the list. */
struct role_mapping_line {
	int64_t id;
	int source;
	struct str group_name;
	int role;
	struct str establishment; /* name; STR_NONE: everywhere */
	struct str department;
	day until_on;
	int64_t holders;
};
extern const struct record role_mapping_line_record;
enum rc role_mapping_lines(struct db *db, struct arena *arena, int64_t organization_id,
			   struct rows *lines) MUST_CHECK;

/* Sets mapping->id. */
enum rc role_mapping_insert(struct db *db, struct role_mapping *mapping) MUST_CHECK;
/* With the grants that it gave. */
enum rc role_mapping_delete(struct db *db, int64_t organization_id, int64_t id) MUST_CHECK;

/* The grants of an account that mappings of this source gave; rows are struct role_grant. */
enum rc role_mapping_grants(struct db *db, struct arena *arena, int64_t account_id, int source,
			    struct rows *grants) MUST_CHECK;
/* Active administrators who are that without this mapping. */
enum rc role_mapping_other_administrators(struct db *db, struct arena *arena, int64_t organization_id,
					  int64_t mapping_id, day today, int64_t *count) MUST_CHECK;

#endif
