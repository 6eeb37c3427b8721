#include "identity/second_factor.h"

#include "identity/account_store.h"
#include "identity/account_token_store.h"
#include "identity/recovery.h"
#include "identity/totp.h"

static const char *purpose(struct arena *arena, int64_t account_id)
{
	return arena_printf(arena, "second factor of %lld", (long long)account_id).at;
}

struct str second_factor_seal(struct request *rq, int64_t account_id, struct str secret)
{
	return secret_seal(rq->arena, request_secret(rq), purpose(rq->arena, account_id), secret, INT64_MAX);
}

enum rc second_factor_open(struct request *rq, const struct account *account, struct str *secret)
{
	return secret_open(rq->arena, request_secret(rq), purpose(rq->arena, account->id),
			   account->totp_secret, rq->now, secret);
}

static const char *setup_purpose(const struct request *rq)
{
	return arena_printf(rq->arena, "second factor set-up of %lld", (long long)rq->viewer->account_id).at;
}

struct str second_factor_setup(struct request *rq, struct str secret)
{
	return secret_seal(rq->arena, request_secret(rq), setup_purpose(rq), secret, rq->now + MINUTES(15));
}

enum rc second_factor_setup_open(struct request *rq, struct str sealed, struct str *secret)
{
	return secret_open(rq->arena, request_secret(rq), setup_purpose(rq), sealed, rq->now, secret);
}

static enum rc accept_recovery(struct request *rq, const struct account *account, struct str typed,
			       const char **method)
{
	*method = "password_recovery";
	enum rc rc =
		account_token_use(rq->db, "recovery", recovery_hash(rq->arena, account->id, typed), rq->now);
	return rc == RC_NOT_FOUND ? RC_INVALID : rc;
}

enum rc second_factor_accept(struct request *rq, const struct account *account, struct str typed,
			     const char **method)
{
	struct str secret;
	enum rc rc = second_factor_open(rq, account, &secret);

	/* Sealed by another installation's key: only paper helps. */
	int64_t step = rc == RC_OK ? totp_accept(secret, typed, rq->now, account->totp_step) : 0;
	if (!step)
		return accept_recovery(rq, account, typed, method);
	*method = "password_totp";
	rc = account_use_totp_step(rq->db, account->id, step);
	return rc == RC_NOT_FOUND ? RC_INVALID : rc;
}

const struct str *second_factor_codes_new(struct arena *arena)
{
	struct str *codes = ARENA_ARRAY(arena, struct str, RECOVERY_CODES);

	for (size_t i = 0; i < RECOVERY_CODES; i++)
		codes[i] = recovery_code_new(arena);
	return codes;
}

enum rc second_factor_write_codes(struct request *rq, int64_t account_id, const struct str *codes)
{
	enum rc rc = account_token_delete(rq->db, account_id, "recovery");

	for (size_t i = 0; i < RECOVERY_CODES && rc == RC_OK; i++)
		rc = account_token_insert(rq->db, account_id, "recovery",
					  recovery_hash(rq->arena, account_id, codes[i]), MOMENT_NONE,
					  rq->now);
	return rc;
}
