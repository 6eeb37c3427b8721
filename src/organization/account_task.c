#include "organization/account_task.h"

#include "base/log.h"
#include "identity/account_token_store.h"
#include "identity/kept_form_store.h"
#include "identity/logout_token_store.h"
#include "identity/session_store.h"

enum { BATCHES_MOST = 200 }; /* of one run; the next hour goes on */

static enum rc remove_all(const struct worker_call *call, moment before, const char *what,
			  enum rc (*expire)(struct db *db, moment before, int64_t *count))
{
	int64_t count = 1, total = 0;
	enum rc rc = RC_OK;

	for (int i = 0; rc == RC_OK && count && i < BATCHES_MOST; i++) {
		rc = expire(call->db, before, &count);
		total += count;
	}
	if (total)
		LOG(LOG_INFO, "account.forgotten", "%s: %lld", what, (long long)total);
	return rc;
}

static enum rc run(const struct worker_call *call)
{
	moment before = call->now - DAYS(config_int(call->config, "session.forget_days"));
	enum rc rc = remove_all(call, before, "sessions", session_expire);

	if (rc == RC_OK)
		rc = remove_all(call, before, "links and codes", account_token_expire);
	if (rc == RC_OK)
		rc = remove_all(call, call->now, "kept forms", kept_form_expire);
	return rc == RC_OK ? remove_all(call, call->now, "logout tokens", logout_token_expire) : rc;
}

const struct worker_task account_task = {
	"ended-sessions", HOURS(1), run, "removes sessions that have ended, and links and codes that are used or too old",
};
