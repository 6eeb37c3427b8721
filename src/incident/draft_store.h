#ifndef INCIDENT_DRAFT_STORE_H
#define INCIDENT_DRAFT_STORE_H

#include "db/db.h"

/* One for each account and form. */
struct draft {
	int64_t id;
	int64_t organization_id;
	int64_t account_id;
	struct str path;
	struct str answers; /* JSON, see struct answers */
	moment created_at;
	moment updated_at;
};
extern const struct record draft_record;

/* RC_NOT_FOUND: nothing is kept for that form. */
enum rc draft_find(struct db *db, struct arena *arena, int64_t account_id, struct str path,
		   struct draft *out) MUST_CHECK;
/* In the place of what was kept before. */
enum rc draft_save(struct db *db, const struct draft *draft) MUST_CHECK;
enum rc draft_remove(struct db *db, int64_t account_id, struct str path) MUST_CHECK;
/* Those that nobody touched since. */
enum rc draft_expire(struct db *db, moment before) MUST_CHECK;

#endif
