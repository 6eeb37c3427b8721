#include "incident/draft_task.h"

#include "incident/draft_store.h"

static enum rc run(const struct worker_call *call)
{
	return draft_expire(call->db, call->now - DAYS(90));
}

const struct worker_task draft_task = {
	"old-form-drafts", HOURS(6), run, "removes texts typed into forms and not touched for 90 days",
};
