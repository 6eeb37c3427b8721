#include "incident/audit_alarm_task.h"

#include "audit/log_store.h"
#include "base/log.h"
#include "incident/incident_store.h"
#include "organization/organization.h"
#include "organization/place_store.h"

enum { BROKEN = 1 };

static const char title[] = "The audit log is broken or no longer signed";
static const char description[] =
	"The full check of the sealed audit log found that entries were changed, removed or lost, or that the database was set "
	"back. Audit trail, Sealed log names what was found. Keep the log as it is (muster audit export), the checkpoints and the "
	"backups, and let an auditor look before anything is repaired. See docs/proof.md.";

struct alarm {
	struct arena *arena;
	moment now;
	int64_t verification_id;
};

static enum rc open_in(struct db *db, const struct alarm *alarm, const struct organization *organization)
{
	struct actor actor = actor_command(organization->id, "system", "worker", alarm->now);
	struct incident_report report = {.reason = STR("the full check of the audit log")};
	struct incident created;
	struct rows places;
	enum rc rc = establishment_list(db, alarm->arena, organization->id, true, &places);

	if (rc != RC_OK)
		return rc;
	if (places.count == 0) {
		LOG(LOG_WARN, "audit.alarm", "organization %lld has no establishment to report at",
		    (long long)organization->id);
		return RC_OK;
	}
	record_clear(&incident_record, &report.incident);
	report.incident.reg = REGISTER_OPERATIONS;
	report.incident.title = str_of(title);
	report.incident.description = str_of(description);
	report.incident.severity = SEVERITY_CRITICAL;
	report.incident.occurred_at = alarm->now;
	report.incident.is_time_known = true;
	report.incident.establishment_id = ROW(struct establishment, places, 0)->id;
	report.incident.source = SOURCE_API;
	return incident_create(db, alarm->arena, &actor, &report, &created);
}

static enum rc open_everywhere(struct db *db, void *closure)
{
	const struct alarm *alarm = closure;
	struct rows organizations;
	enum rc rc = organization_list(db, alarm->arena, &organizations);

	for (size_t i = 0; rc == RC_OK && i < organizations.count; i++)
		rc = open_in(db, alarm, ROW(struct organization, organizations, i));
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
	return db_transaction(call->db, "audit-alarm", open_everywhere, &alarm);
}

const struct worker_task audit_alarm_task = {
	"audit-alarm", MINUTES(1), run, "opens an incident when the audit log was found broken",
};
