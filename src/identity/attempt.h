#ifndef IDENTITY_ATTEMPT_H
#define IDENTITY_ATTEMPT_H

#include "http/response.h"
#include "identity/account.h"

/* Attempts to prove who one is: failures are counted and told in the audit trail, and make the next one wait.
 */

/*
 * Counts a failed attempt in a transaction of its own. account->id 0: no such account; then login is kept as
 * a hash only, since people type passwords into the wrong field. action: "session.failed" or the like.
 */
enum rc attempt_failed(struct request *rq, const struct account *account, const char *action,
		       struct str login) MUST_CHECK;

/* False when the account must wait; then a problem is added and rq->retry_after set. */
bool attempt_is_due(struct request *rq, const struct account *account);

#endif
