#include "audit/seal_task.h"

#include <stdio.h>
#include <unistd.h>

#include "audit/log_store.h"
#include "audit/log_verify.h"
#include "audit/seal.h"
#include "audit/seal_store.h"
#include "base/log.h"

enum { ROUNDS_MOST = 40 };

static struct str holder(struct arena *arena)
{
	char host[80] = "";

	if (gethostname(host, sizeof host - 1) != 0)
		host[0] = '\0';
	return arena_printf(arena, "%s:%d", host, (int)getpid());
}

static enum rc seal_run(const struct worker_call *call)
{
	struct str me = holder(call->arena);
	size_t count = SEAL_BATCH;
	enum rc rc = RC_OK;

	/* What was left by a long pause is taken in several transactions, and in several runs. */
	for (int round = 0; rc == RC_OK && count == SEAL_BATCH && round < ROUNDS_MOST; round++) {
		struct arena *arena = arena_new(0);
		rc = seal_entries(call->db, arena, me, moment_now(), &count);
		arena_free(arena);
	}
	if (rc == RC_BUSY)
		return RC_OK; /* another worker does it */
	return rc == RC_OK ? seal_sign(call->db, call->arena, call->config, moment_now(), false, NULL) : rc;
}

const struct worker_task seal_task = {
	"audit-seal", SECONDS(1), seal_run, "seals the audit trail and signs checkpoints",
};

/* Once a day; and again as soon as the sealer refuses to sign a log that was fine before. */
static bool is_due(const struct log_verification *last, const struct seal_state *sealer, moment now)
{
	return last->started_at / DAYS(1) != now / DAYS(1) || (sealer->trouble.len && last->status == 0);
}

/* By whichever worker comes first after midnight; the other finds it done. */
static enum rc verify_run(const struct worker_call *call)
{
	struct log_verification last, next = {.started_at = call->now};
	struct seal_state sealer;
	const struct log_report *report;
	enum rc rc = log_verification_newest(call->db, call->arena, &last);

	bool has_last = rc == RC_OK;
	if (rc == RC_OK || rc == RC_NOT_FOUND)
		rc = seal_look(call->db, call->arena, &sealer);
	if (rc != RC_OK || (has_last && !is_due(&last, &sealer, call->now)))
		return rc;
	int64_t size;
	moment sealed_at;
	rc = log_size(call->db, &size, &sealed_at);
	if (rc != RC_OK || size == 0)
		return rc;
	rc = log_verify(call->db, call->arena, call->config, NULL, NULL, call->now, &report);
	if (rc != RC_OK)
		return rc;
	next.took_us = moment_now() - call->now;
	next.status = log_report_status(report);
	next.report = log_report_json(call->arena, report);
	if (next.status)
		LOG(LOG_ERROR, "audit.verify", "integrity %s, completeness %s, %zu findings",
		    log_verdict_code(report->integrity), log_verdict_code(report->completeness), report->found);
	return log_verification_add(call->db, &next);
}

const struct worker_task log_verify_task = {
	"audit-verify", MINUTES(5), verify_run, "checks the whole audit log once a day",
};
