#ifndef IDENTITY_ACCOUNT_TOKEN_STORE_H
#define IDENTITY_ACCOUNT_TOKEN_STORE_H

#include "db/db.h"

/* Links and codes that work once; kind is "password_reset" or "recovery". Only hashes are stored. */

/* expires_at MOMENT_NONE: never. */
enum rc account_token_insert(struct db *db, int64_t account_id, const char *kind, struct str hash,
			     moment expires_at, moment now) MUST_CHECK;
/* Whose unused token it is. RC_NOT_FOUND: unknown, used or expired. */
enum rc account_token_find(struct db *db, struct arena *arena, const char *kind, struct str hash, moment now,
			   int64_t *account_id) MUST_CHECK;
/* Marks it used. RC_NOT_FOUND: unknown, used or expired, also when another request was faster. */
enum rc account_token_use(struct db *db, const char *kind, struct str hash, moment now) MUST_CHECK;
/* Removes all of that kind. */
enum rc account_token_delete(struct db *db, int64_t account_id, const char *kind) MUST_CHECK;
/* How many of that kind are left to use. */
enum rc account_token_left(struct db *db, struct arena *arena, int64_t account_id, const char *kind,
			   int64_t *left) MUST_CHECK;

/* Removes some that were used, or ran out, before; *count is 0 when none is left. */
enum rc account_token_expire(struct db *db, moment before, int64_t *count) MUST_CHECK;

#endif
