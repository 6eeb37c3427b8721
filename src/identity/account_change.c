#include "identity/account_change.h"

#include "identity/account_store.h"
#include "identity/account_token_store.h"
#include "identity/role_grant_store.h"
#include "identity/session_store.h"

static enum rc note(const struct account_change *change, const char *action, int64_t account_id,
		    struct str changes)
{
	struct audit_entry entry = {
		.action = action,
		.subject = "account",
		.subject_id = account_id,
		.reason = change->reason,
		.changes = changes,
	};
	return audit_append(change->db, change->actor, &entry);
}

enum rc account_change_note(const struct account_change *change, const char *action, int64_t account_id)
{
	return note(change, action, account_id, STR_NONE);
}

/* Role changes are told with the account they belong to. */
static enum rc note_grant(const struct account_change *change, const char *action,
			  const struct role_grant *before, const struct role_grant *after)
{
	int64_t account_id = before ? before->account_id : after->account_id;

	return note(change, action, account_id,
		    record_diff(change->arena, &role_grant_record, before, after));
}

enum rc account_change_create(const struct account_change *change, struct account *account,
			      struct role_grant *grant)
{
	enum rc rc = account_login_is_free(change->db, change->arena, account->login, 0);

	if (rc == RC_OK)
		rc = account_insert(change->db, account);
	if (rc == RC_OK)
		rc = note(change, "account.created", account->id,
			  record_diff(change->arena, &account_record, NULL, account));
	if (rc != RC_OK || !grant)
		return rc;
	grant->account_id = account->id;
	rc = role_grant_insert(change->db, grant);
	return rc == RC_OK ? note_grant(change, "account.role_given", NULL, grant) : rc;
}

enum rc account_change_password(const struct account_change *change, const struct account *account,
				struct str hash, int64_t keep_session_id)
{
	enum rc rc = account_set_password(change->db, account->id, hash, change->actor->now);

	if (rc == RC_OK)
		rc = session_delete_others(change->db, account->id, keep_session_id);
	if (rc == RC_OK)
		rc = account_token_delete(change->db, account->id, "password_reset");
	return rc == RC_OK ? account_change_note(change, "account.password_changed", account->id) : rc;
}

enum rc account_change_offer_reset(const struct account_change *change, const struct account *account,
				   struct str token_hash, moment expires_at)
{
	enum rc rc = account_token_delete(change->db, account->id, "password_reset");

	if (rc == RC_OK)
		rc = account_token_insert(change->db, account->id, "password_reset", token_hash, expires_at,
					  change->actor->now);
	return rc == RC_OK ? account_change_note(change, "account.reset_requested", account->id) : rc;
}

enum rc account_change_login(const struct account_change *change, const struct account *account, struct str login)
{
	struct account after = *account;
	enum rc rc = account_set_login(change->db, change->arena, account, login, change->actor->now);

	after.login = login;
	return rc == RC_OK ? note(change, "account.renamed", account->id,
				  record_diff(change->arena, &account_record, account, &after))
			   : rc;
}

static enum rc keep_an_administrator(const struct account_change *change, const struct account *account,
				     day today)
{
	int64_t others;
	enum rc rc = role_grant_other_administrators(change->db, change->arena, account->organization_id,
						     account->id, today, &others);

	return rc == RC_OK && others == 0 ? RC_CONFLICT : rc;
}

static enum rc holds_administrator(const struct account_change *change, int64_t account_id, bool *holds)
{
	struct rows rows;
	enum rc rc = role_grant_list(change->db, change->arena, account_id, &rows);

	*holds = false;
	for (size_t i = 0; rc == RC_OK && i < rows.count; i++)
		if (ROW(struct role_grant_line, rows, i)->role == ROLE_ADMINISTRATOR)
			*holds = true;
	return rc;
}

enum rc account_change_active(const struct account_change *change, const struct account *account,
			      bool is_active, day today)
{
	struct account after = *account;
	bool holds;
	enum rc rc = holds_administrator(change, account->id, &holds);

	after.is_active = is_active;
	if (rc == RC_OK && holds && !is_active)
		rc = keep_an_administrator(change, account, today);
	if (rc == RC_OK)
		rc = account_set_active(change->db, account->id, is_active);
	if (rc == RC_OK && !is_active)
		rc = session_delete_others(change->db, account->id, 0);
	if (rc == RC_OK && !is_active)
		rc = account_token_delete(change->db, account->id, "password_reset");
	return rc == RC_OK ? note(change, is_active ? "account.activated" : "account.deactivated",
				  account->id, record_diff(change->arena, &account_record, account, &after))
			   : rc;
}

enum rc account_change_grant(const struct account_change *change, struct role_grant *grant)
{
	enum rc rc = role_grant_insert(change->db, grant);

	if (rc == RC_OK)
		rc = session_delete_others(change->db, grant->account_id, 0);
	return rc == RC_OK ? note_grant(change, "account.role_given", NULL, grant) : rc;
}

enum rc account_change_revoke(const struct account_change *change, const struct account *account,
			      int64_t grant_id, day today)
{
	struct role_grant grant;
	enum rc rc = role_grant_by_id(change->db, change->arena, account->id, grant_id, &grant);

	if (rc == RC_OK && grant.role == ROLE_ADMINISTRATOR && account->is_active)
		rc = keep_an_administrator(change, account, today);
	if (rc == RC_OK)
		rc = role_grant_delete(change->db, account->id, grant_id);
	if (rc == RC_OK)
		rc = session_delete_others(change->db, account->id, 0);
	return rc == RC_OK ? note_grant(change, "account.role_removed", &grant, NULL) : rc;
}

enum rc account_change_totp(const struct account_change *change, const struct account *account,
			    struct str sealed, int64_t step, moment since)
{
	struct account after = *account;
	const bool is_on = since != MOMENT_NONE;
	enum rc rc = account_set_totp(change->db, account->id, sealed, step, since);

	after.totp_since = since;
	if (rc == RC_OK && !is_on)
		rc = account_token_delete(change->db, account->id, "recovery");
	return rc == RC_OK ? note(change, is_on ? "account.second_factor_on" : "account.second_factor_off",
				  account->id, record_diff(change->arena, &account_record, account, &after))
			   : rc;
}

enum rc account_change_break_glass(const struct account_change *change, const struct account *account)
{
	enum rc rc = account_set_break_glass(change->db, account->organization_id, account->id);

	return rc == RC_OK ? account_change_note(change, "account.break_glass_set", account->id) : rc;
}
