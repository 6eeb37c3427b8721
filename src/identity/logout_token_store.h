#ifndef IDENTITY_LOGOUT_TOKEN_STORE_H
#define IDENTITY_LOGOUT_TOKEN_STORE_H

#include "db/db.h"

/* Logout tokens that were used, until they would have run out anyway. */

/* RC_DUPLICATE: it was used before. */
enum rc logout_token_insert(struct db *db, struct str token_hash, moment expires_at) MUST_CHECK;
/* Removes some that ran out before; *count is 0 when none is left. */
enum rc logout_token_expire(struct db *db, moment before, int64_t *count) MUST_CHECK;

#endif
