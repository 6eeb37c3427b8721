#include "event/submission_task.h"

#include "event/answer_store.h"
#include "event/submission_store.h"

static enum rc run(const struct worker_call *call)
{
	int64_t count = 1;
	enum rc rc = submission_expire(call->db, call->now - DAYS(config_int(call->config, "session.forget_days")));

	while (rc == RC_OK && count > 0)
		rc = answer_expire(call->db, call->now - HOURS(ANSWER_KEPT_HOURS), &count);
	return rc;
}

const struct worker_task submission_task = {
	"old-submissions", HOURS(1), run, "forgets the ids of forms accepted long ago, and answers kept for a day",
};
