#include "incident/audit_alarm_task.h"

#include "audit/log_store.h"
#include "incident/incident.h"
#include "incident/self_report.h"

enum { BROKEN = 1 };

static const struct self_report broken_log = {
	.title = "The audit log is broken or no longer signed",
	.description = STR_INIT(
		"The full check of the sealed audit log found that entries were changed, removed or lost, or that the database"
		" was set back. Audit trail, Sealed log names what was found. Keep the log as it is (muster audit export), the"
		" checkpoints and the backups, and let an auditor look before anything is repaired. See docs/proof.md."),
	.severity = SEVERITY_CRITICAL,
	.reason = "the full check of the audit log",
};

struct alarm {
	struct arena *arena;
	moment now;
	int64_t verification_id;
};

static enum rc open_and_note(struct db *db, void *closure)
{
	const struct alarm *alarm = closure;
	enum rc rc = self_report_open(db, alarm->arena, &broken_log, alarm->now);

	return rc == RC_OK ? log_verification_told(db, alarm->verification_id, alarm->now) : rc;
}

static enum rc run(const struct worker_call *call)
{
	struct alarm alarm = {call->arena, call->now, 0};
	struct log_verification last;
	enum rc rc = log_verification_newest(call->db, call->arena, &last);

	if (rc != RC_OK || last.status != BROKEN || last.told_at != MOMENT_NONE)
		return rc == RC_NOT_FOUND ? RC_OK : rc;
	alarm.verification_id = last.id;
	return db_transaction(call->db, "audit-alarm", open_and_note, &alarm);
}

const struct worker_task audit_alarm_task = {
	"audit-alarm", MINUTES(1), run, "opens an incident when the audit log was found broken",
};
