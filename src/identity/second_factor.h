#ifndef IDENTITY_SECOND_FACTOR_H
#define IDENTITY_SECOND_FACTOR_H

#include "http/program.h"
#include "identity/account.h"

/* The second factor of an account: its sealed secret, and what is typed at sign-in. */

/* For the row: only this installation can open it, and only for this account. */
struct str second_factor_seal(struct request *rq, int64_t account_id, struct str secret);
enum rc second_factor_open(struct request *rq, const struct account *account, struct str *secret) MUST_CHECK;

/*
 * While it is being set up the secret goes to the browser and back sealed, for a quarter of an hour: nothing is stored
 * before the first code has proved that it arrived.
 */
struct str second_factor_setup(struct request *rq, struct str secret);
/* RC_INVALID: not ours, or too late. */
enum rc second_factor_setup_open(struct request *rq, struct str sealed, struct str *secret) MUST_CHECK;

/*
 * Takes a code of the app or a recovery code, in the caller's transaction; each works once. RC_INVALID:
 * neither. *method is then how the viewer has proved themselves ("password_totp", "password_recovery").
 */
enum rc second_factor_accept(struct request *rq, const struct account *account, struct str typed,
			     const char **method) MUST_CHECK;

/* New recovery codes in place of the old ones, in the caller's transaction; codes holds RECOVERY_CODES of
 * them. */
enum rc second_factor_write_codes(struct request *rq, int64_t account_id, const struct str *codes) MUST_CHECK;
const struct str *second_factor_codes_new(struct arena *arena);

#endif
