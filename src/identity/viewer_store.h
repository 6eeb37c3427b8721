#ifndef IDENTITY_VIEWER_STORE_H
#define IDENTITY_VIEWER_STORE_H

#include "db/db.h"
#include "identity/session.h"

/* The viewer of an account that is in use. RC_NOT_FOUND: none, or deactivated. today ends temporary roles. */
enum rc viewer_load(struct db *db, struct arena *arena, int64_t account_id, day today,
		    struct viewer *viewer) MUST_CHECK;
/*
 * What a cookie stands for: the viewer and, of its session, id, method, is_pending, created_at and seen_at.
 * token_hash as in session_store.h. RC_NOT_FOUND: no such session, past its absolute limit, or the account is not
 * in use.
 */
enum rc viewer_by_token(struct db *db, struct arena *arena, struct str token_hash, moment now,
			struct session *session, struct viewer *viewer) MUST_CHECK;

#endif
