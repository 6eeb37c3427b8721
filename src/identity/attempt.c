#include "identity/attempt.h"

#include "base/random.h"
#include "identity/account_store.h"

struct failure {
	struct request *rq;
	const struct account *account;
	const char *action;
	struct str login;
};

static enum rc write_failure(struct db *db, void *closure)
{
	const struct failure *failure = closure;
	struct request *rq = failure->rq;
	const struct account *account = failure->account;
	struct actor actor = actor_command(account->organization_id, "system", "sign-in", rq->now);
	struct audit_entry entry = {
		.action = failure->action, .subject = "account", .subject_id = account->id};

	actor.request_id = rq->id;
	if (!account->id)
		entry.changes = arena_printf(rq->arena, "{\"login_sha256\":[null,\"%.*s\"]}",
					     STR_ARG(hex(rq->arena, sha256(rq->arena, failure->login))));
	enum rc rc = account->id ? account_failed(db, account->id, rq->now) : RC_OK;
	return rc == RC_OK ? audit_append(db, &actor, &entry) : rc;
}

enum rc attempt_failed(struct request *rq, const struct account *account, const char *action,
		       struct str login)
{
	struct failure failure = {rq, account, action, login};

	return db_transaction(rq->db, "attempt_failed", write_failure, &failure);
}

bool attempt_is_due(struct request *rq, const struct account *account)
{
	int64_t wait = account_wait(account, rq->now);

	if (!wait)
		return true;
	rq->retry_after = wait;
	problem_add(rq, "", N_("Too many failed attempts. Wait a few minutes and try again."));
	return false;
}
