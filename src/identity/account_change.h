#ifndef IDENTITY_ACCOUNT_CHANGE_H
#define IDENTITY_ACCOUNT_CHANGE_H

#include "audit/audit.h"
#include "identity/account.h"
#include "identity/role_grant.h"

/*
 * Changes of accounts with what belongs to each: sessions that end, links that are void, the audit entry. All
 * of them run in the caller's transaction. Shared by pages and commands.
 */
struct account_change {
	struct db *db;
	struct arena *arena;
	const struct actor *actor;
	struct str reason; /* may be empty */
};

/* Sets account->id and grant->id; grant NULL: no role yet. RC_DUPLICATE: the login or the person has an account. */
enum rc account_change_create(const struct account_change *change, struct account *account,
			      struct role_grant *grant) MUST_CHECK;

/* hash as password_hash makes it. Ends every session but keep_session_id and voids mailed links. */
enum rc account_change_password(const struct account_change *change, const struct account *account,
				struct str hash, int64_t keep_session_id) MUST_CHECK;

/* A mailed link in place of older ones; only its hash comes here. */
enum rc account_change_offer_reset(const struct account_change *change, const struct account *account,
				   struct str token_hash, moment expires_at) MUST_CHECK;

/* The one account for emergencies of its organization, in place of another. */
enum rc account_change_break_glass(const struct account_change *change, const struct account *account) MUST_CHECK;

/* RC_DUPLICATE: the name is, or was, somebody else's. */
enum rc account_change_login(const struct account_change *change, const struct account *account,
			     struct str login) MUST_CHECK;

/* Switching off ends every session. RC_CONFLICT: the last administrator. today in the organization's zone. */
enum rc account_change_active(const struct account_change *change, const struct account *account,
			      bool is_active, day today) MUST_CHECK;

/* Ends the account's sessions, so that the next one begins with the new rights. */
enum rc account_change_grant(const struct account_change *change, struct role_grant *grant) MUST_CHECK;
/* RC_CONFLICT: the role of the last administrator. RC_NOT_FOUND: no such role. */
enum rc account_change_revoke(const struct account_change *change, const struct account *account,
			      int64_t grant_id, day today) MUST_CHECK;

/* sealed STR_NONE and since MOMENT_NONE switch the second factor off. Recovery codes go with it. */
enum rc account_change_totp(const struct account_change *change, const struct account *account,
			    struct str sealed, int64_t step, moment since) MUST_CHECK;

/* An audit entry about the account without before and after. */
enum rc account_change_note(const struct account_change *change, const char *action,
			    int64_t account_id) MUST_CHECK;

#endif
