#ifndef IDENTITY_SESSION_STORE_H
#define IDENTITY_SESSION_STORE_H

#include "db/db.h"
#include "identity/session.h"

enum { SESSION_NAME = 255, SESSION_HINT = 16000 };

/* token_hash: SHA-256 of the cookie value, 32 bytes. id_token: hint for the logout at the issuer, STR_NONE: none. */
enum rc session_insert(struct db *db, const struct session *session, struct str token_hash,
		       struct str id_token) MUST_CHECK;
/* RC_NOT_FOUND when the account has no such session. */
enum rc session_set_token(struct db *db, int64_t account_id, int64_t id, struct str token_hash) MUST_CHECK;
/* A session that has not passed its absolute limit. RC_NOT_FOUND otherwise. */
enum rc session_by_token(struct db *db, struct arena *arena, struct str token_hash, moment now,
			 struct session *session) MUST_CHECK;
enum rc session_touch(struct db *db, int64_t id, moment now) MUST_CHECK;
/* Sessions of an account, newest use first. */
enum rc session_list(struct db *db, struct arena *arena, int64_t account_id, moment now,
		     struct rows *sessions) MUST_CHECK;
/* RC_NOT_FOUND when the account has no such session. */
enum rc session_delete(struct db *db, int64_t account_id, int64_t id) MUST_CHECK;
/* All of an account but one; keep_id 0 ends them all. */
enum rc session_delete_others(struct db *db, int64_t account_id, int64_t keep_id) MUST_CHECK;

/* Where a session was proved, with the hint for the logout there. RC_NOT_FOUND: no such session of the account. */
enum rc session_origin_of(struct db *db, struct arena *arena, int64_t account_id, int64_t id,
			  struct session_origin *origin) MUST_CHECK;
/* Those of one session, or of one person (sid STR_NONE), at the issuer end here too; *count of them. */
enum rc session_delete_outside(struct db *db, struct arena *arena, struct str issuer, struct str subject, struct str sid,
			       struct rows *ended) MUST_CHECK;

/* A fresh authentication: one signature may be made with what hash stands for, until then. */
enum rc session_confirm(struct db *db, int64_t account_id, int64_t id, const struct session_origin *origin,
			struct str hash, moment until) MUST_CHECK;
/* RC_NOT_FOUND: not confirmed, too late, or used. */
enum rc session_use_confirmation(struct db *db, int64_t account_id, int64_t id, struct str hash,
				 moment now) MUST_CHECK;

/* Removes some of those that have ended before; *count is 0 when none is left. */
enum rc session_expire(struct db *db, moment before, int64_t *count) MUST_CHECK;

#endif
