#ifndef ORGANIZATION_ORGANIZATION_H
#define ORGANIZATION_ORGANIZATION_H

#include "db/db.h"
#include "organization/rule.h"

/* The tenant. */
struct organization {
	int64_t id;
	struct str code; /* for command lines and addresses */
	struct str name; /* legal company name */
	struct str zone; /* IANA */
	struct str locale;
	struct str currency; /* ISO 4217; amounts have two decimals */
	moment created_at;
};
extern const struct record organization_record;
extern const struct rule organization_rules[];

/*
 * By its code; an empty code takes the only organization there is. RC_NOT_FOUND: none, or several and
 * no code to choose by.
 */
enum rc organization_find(struct db *db, struct arena *arena, struct str code,
			  struct organization *out) MUST_CHECK;
/* All of them by code; rows are struct organization. */
enum rc organization_list(struct db *db, struct arena *arena, struct rows *rows) MUST_CHECK;
enum rc organization_by_id(struct db *db, struct arena *arena, int64_t id,
			   struct organization *out) MUST_CHECK;
/* Sets id. RC_DUPLICATE: the code is taken. */
enum rc organization_insert(struct db *db, struct organization *organization) MUST_CHECK;

#endif
