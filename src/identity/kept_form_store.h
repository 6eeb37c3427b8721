#ifndef IDENTITY_KEPT_FORM_STORE_H
#define IDENTITY_KEPT_FORM_STORE_H

#include "db/db.h"

/* A form that waits while its browser is away at another site. */

struct kept_form {
	struct str path;
	struct str fields; /* as a browser sends them */
	moment expires_at;
};

enum rc kept_form_insert(struct db *db, struct str token_hash, const struct kept_form *form) MUST_CHECK;
/* Reads it and removes it. RC_NOT_FOUND: unknown, taken or expired. */
enum rc kept_form_take(struct db *db, struct arena *arena, struct str token_hash, moment now,
		       struct kept_form *out) MUST_CHECK;
/* Removes some that ran out before; *count is 0 when none is left. */
enum rc kept_form_expire(struct db *db, moment before, int64_t *count) MUST_CHECK;

#endif
