#include "audit/audit_health.h"

#include "audit/log_store.h"
#include "audit/seal_store.h"

/* The worker seals each second. */
#define SLOW MINUTES(1)
#define STUCK MINUTES(15)

static void look(const struct health_call *call, struct finding *out)
{
	struct log_waiting waiting;
	struct seal_state sealer = {0};
	enum rc rc = log_waiting(call->db, &waiting);

	if (rc == RC_OK)
		rc = seal_look(call->db, call->arena, &sealer);
	*out = (struct finding){
		.level = FINDING_FAIL,
		.subject = N_("Audit log"),
		.says = str_of(rc_meaning(rc)),
		.advice = N_("Start the worker, which seals the log, or read its log. Audit trail, Sealed log shows what "
			     "it refuses to sign."),
	};
	if (rc != RC_OK)
		return;
	const moment age = waiting.since == MOMENT_NONE ? 0 : call->now - waiting.since;
	const bool is_slow = age > SLOW || sealer.trouble.len > 0;
	out->level = age > STUCK ? FINDING_FAIL : is_slow ? FINDING_WARN : FINDING_OK;
	out->says = sealer.trouble.len ? sealer.trouble
				       : arena_printf(call->arena, "%.1f s", (double)age / (double)SECONDS(1));
}

const struct health_check audit_health = {look};

static enum rc read_lag(const struct metric_call *call, struct metric_out *out)
{
	struct log_waiting waiting;
	enum rc rc = log_waiting(call->db, &waiting);

	if (rc == RC_OK)
		metric_add_age(out, call->now, waiting.since == MOMENT_NONE ? call->now : waiting.since, NO_LABELS);
	return rc;
}

static enum rc read_checkpoint(const struct metric_call *call, struct metric_out *out)
{
	struct log_checkpoint newest;
	enum rc rc = log_checkpoint_newest(call->db, call->arena, &newest);

	if (rc == RC_OK)
		metric_add_age(out, call->now, newest.signed_at, NO_LABELS);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

static enum rc read_sealed(const struct metric_call *call, struct metric_out *out)
{
	moment sealed_at;
	int64_t size;
	enum rc rc = log_size(call->db, &size, &sealed_at);

	if (rc == RC_OK)
		metric_add(out, (double)size, NO_LABELS);
	return rc;
}

static enum rc read_trouble(const struct metric_call *call, struct metric_out *out)
{
	struct seal_state sealer;
	enum rc rc = seal_look(call->db, call->arena, &sealer);

	if (rc == RC_OK)
		metric_add(out, sealer.trouble.len > 0, NO_LABELS);
	return rc;
}

static enum rc read_verification(const struct metric_call *call, struct metric_out *out)
{
	struct log_verification last;
	enum rc rc = log_verification_newest(call->db, call->arena, &last);

	if (rc == RC_OK)
		metric_add(out, (double)last.status, NO_LABELS);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

const struct metric_source audit_metrics[] = {
	{"muster_audit_lag_seconds", METRIC_GAUGE, "Age of the oldest entry that waits for its seal; 0: none waits.",
	 read_lag},
	{"muster_audit_sealed_entries", METRIC_GAUGE, "Entries in the sealed log.", read_sealed},
	{"muster_audit_checkpoint_age_seconds", METRIC_GAUGE, "Time since the newest checkpoint was signed.",
	 read_checkpoint},
	{"muster_audit_refused", METRIC_GAUGE, "1: the worker refuses to sign the log as it is.", read_trouble},
	{"muster_audit_verification_status", METRIC_GAUGE,
	 "Result of the last full check: 0 intact, 1 broken, 2 cannot be told.", read_verification},
	METRIC_END,
};
