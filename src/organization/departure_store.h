#ifndef ORGANIZATION_DEPARTURE_STORE_H
#define ORGANIZATION_DEPARTURE_STORE_H

#include "db/db.h"
#include "identity/account.h"

/* The nearest one above the person who is active and has an active account; RC_NOT_FOUND: nobody. */
enum rc departure_heir(struct db *db, struct arena *arena, int64_t organization_id, int64_t person_id,
		       int64_t *heir_id) MUST_CHECK;
/* The person's active account, without what proves it; RC_NOT_FOUND: none. */
enum rc departure_account(struct db *db, struct arena *arena, int64_t organization_id, int64_t person_id,
			  struct account *account) MUST_CHECK;
/* Active people whose last day lies before today, at most 200; rows are struct person, complete. */
enum rc departure_due(struct db *db, struct arena *arena, int64_t organization_id, int64_t today,
		      struct rows *rows) MUST_CHECK;

#endif
