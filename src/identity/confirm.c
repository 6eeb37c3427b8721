#include "identity/confirm.h"

#include "base/random.h"
#include "identity/account_store.h"
#include "identity/attempt.h"
#include "identity/ldap_directory.h"
#include "identity/oidc.h"
#include "identity/password.h"
#include "identity/second_factor.h"
#include "identity/session_store.h"
#include "identity/viewer.h"

/* The hidden field that comes back from the provider. */
static const char proof_name[] = "signing_proof";

static enum rc own_account(struct request *rq, struct account *account)
{
	return account_by_id(rq->db, rq->arena, rq->viewer->organization_id, rq->viewer->account_id, account);
}

/* The directory vouched, by a password or behind the web server's word: its password proves it anew. */
static enum rc is_of_directory(struct request *rq, bool *is_so)
{
	struct session_origin origin;
	struct str method = rq->viewer->auth_method;

	*is_so = str_starts(method, STR("ldap"));
	if (!str_is(method, "header") || !ldap_directory_is_on(rq->config))
		return RC_OK;
	enum rc rc = session_origin_of(rq->db, rq->arena, rq->viewer->account_id, rq->viewer->session_id, &origin);
	*is_so = rc == RC_OK && str_equal(origin.issuer, ldap_directory_issuer(rq->arena, rq->config));
	return rc;
}

static enum rc way_of(struct request *rq, const struct account *account, enum confirm_way *way)
{
	bool is_so;

	*way = CONFIRM_PASSWORD;
	if (account->password_hash.len)
		return RC_OK;
	enum rc rc = is_of_directory(rq, &is_so);
	if (rc != RC_OK || is_so)
		return rc;
	if (!str_is(rq->viewer->auth_method, "oidc") || !oidc_is_on(rq->config))
		*way = CONFIRM_NONE;
	else
		*way = pairs_get(&rq->form, proof_name).len ? CONFIRM_DONE : CONFIRM_ELSEWHERE;
	return RC_OK;
}

enum rc identity_confirm_way(struct request *rq, enum confirm_way *way)
{
	struct account account;
	enum rc rc = own_account(rq, &account);

	return rc == RC_OK ? way_of(rq, &account, way) : rc;
}

/* RC_DENIED: not right. */
static enum rc check_typed(struct request *rq, const struct account *account, struct str typed)
{
	struct session_origin origin;

	if (account->password_hash.len)
		return password_fits(rq->arena, account->password_hash, typed) ? RC_OK : RC_DENIED;
	enum rc rc = session_origin_of(rq->db, rq->arena, account->id, rq->viewer->session_id, &origin);
	return rc == RC_OK ? ldap_directory_confirm(rq->arena, rq->config, origin.subject, typed) : rc;
}

static enum rc confirm_typed(struct request *rq, const struct account *account, const char *field)
{
	struct str typed = pairs_get(&rq->form, field);

	if (!typed.len)
		return problem_add(rq, field, N_("Enter your password"));
	if (!attempt_is_due(rq, account))
		return RC_INVALID;
	enum rc rc = check_typed(rq, account, typed);
	if (rc == RC_UNAVAILABLE)
		return problem_add(rq, field, N_("The directory that knows your password cannot be reached at the moment"));
	if (rc != RC_DENIED)
		return rc;
	rc = attempt_failed(rq, account, "session.confirm_failed", STR_NONE);
	return rc == RC_OK ? problem_add(rq, field, N_("This password is not right")) : rc;
}

/* The provider's fresh word; used up, too old or not there: it is asked for again. */
static enum rc confirm_elsewhere(struct request *rq)
{
	struct str proof = pairs_get(&rq->form, proof_name);

	if (!proof.len)
		return RC_UNAUTHENTICATED;
	enum rc rc = session_use_confirmation(rq->db, rq->viewer->account_id, rq->viewer->session_id,
					      sha256(rq->arena, proof), rq->now);
	return rc == RC_NOT_FOUND ? RC_UNAUTHENTICATED : rc;
}

enum rc identity_confirm_password(struct request *rq, const char *field)
{
	struct account account;
	enum confirm_way way;
	enum rc rc = own_account(rq, &account);

	if (rc == RC_OK)
		rc = way_of(rq, &account, &way);
	if (rc != RC_OK)
		return rc;
	switch (way) {
	case CONFIRM_ELSEWHERE:
	case CONFIRM_DONE:
		return confirm_elsewhere(rq);
	case CONFIRM_NONE:
		return problem_add(rq, field, N_("You have no password here to sign with. Ask the administrator for one."));
	case CONFIRM_PASSWORD:
		break;
	}
	return confirm_typed(rq, &account, field);
}

static enum rc use_code(struct db *db, void *closure)
{
	struct request *rq = closure;
	struct account account;
	const char *method;
	enum rc rc = own_account(rq, &account);

	(void)db;
	return rc == RC_OK ? second_factor_accept(rq, &account, pairs_get(&rq->form, "code"), &method) : rc;
}

enum rc identity_confirm_owner(struct request *rq, const char *field)
{
	struct account account;
	enum rc rc = identity_confirm_password(rq, field);

	if (rc == RC_OK)
		rc = own_account(rq, &account);
	if (rc != RC_OK || !rq->api || !account_has_totp(&account))
		return rc;
	if (!attempt_is_due(rq, &account))
		return RC_INVALID;
	rc = db_transaction(rq->db, "confirm_code", use_code, rq);
	if (rc != RC_INVALID)
		return rc;
	rc = attempt_failed(rq, &account, "session.confirm_failed", STR_NONE);
	return rc == RC_OK ? problem_add(rq, "code", N_("This code is not right, or it was used already.")) : rc;
}
