#include "event/submission_task.h"

#include "event/submission_store.h"

static enum rc run(const struct worker_call *call)
{
	return submission_expire(call->db, call->now - DAYS(config_int(call->config, "session.forget_days")));
}

const struct worker_task submission_task = {
	"old-submissions", HOURS(1), run, "forgets the ids of forms accepted long ago",
};
