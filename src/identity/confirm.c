#include "identity/confirm.h"

#include "identity/account_store.h"
#include "identity/attempt.h"
#include "identity/password.h"
#include "identity/viewer.h"

enum rc identity_confirm_password(struct request *rq, const char *field)
{
	struct account account;
	struct str typed = pairs_get(&rq->form, field);
	enum rc rc = account_by_id(rq->db, rq->arena, rq->viewer->organization_id, rq->viewer->account_id,
				   &account);

	if (rc != RC_OK)
		return rc;
	if (!typed.len)
		return problem_add(rq, field, N_("Enter your password"));
	if (!attempt_is_due(rq, &account))
		return RC_INVALID;
	if (password_fits(rq->arena, account.password_hash, typed))
		return RC_OK;
	rc = attempt_failed(rq, &account, "session.confirm_failed", STR_NONE);
	return rc == RC_OK ? problem_add(rq, field, N_("This password is not right")) : rc;
}
