#include "incident/break_glass.h"

#include "base/log.h"
#include "incident/incident_store.h"
#include "organization/place_store.h"

static const char title[] = "The account for emergencies was used";
static const char description[] =
	"Somebody has signed in with the account that is kept for emergencies (break-glass). Find out who, what for and what "
	"was done: Audit trail, subject account. Give the account a new password afterwards (muster user password).";

static enum rc take(const struct worker_call *call, const struct event_row *event)
{
	struct actor actor = actor_command(event->organization_id, "system", "worker", call->now);
	struct incident_report report = {.reason = STR("use of the account for emergencies")};
	struct incident created;
	struct rows places;

	if (!str_is(event->kind, "account.break_glass_used"))
		return RC_OK;
	enum rc rc = establishment_list(call->db, call->arena, event->organization_id, true, &places);
	if (rc != RC_OK)
		return rc;
	if (places.count == 0) {
		LOG(LOG_WARN, "account.break_glass", "organization %lld has no establishment to report at",
		    (long long)event->organization_id);
		return RC_OK;
	}
	record_clear(&incident_record, &report.incident);
	report.incident.reg = REGISTER_OPERATIONS;
	report.incident.title = str_of(title);
	report.incident.description = str_of(description);
	report.incident.severity = SEVERITY_HIGH;
	report.incident.occurred_at = event->created_at;
	report.incident.is_time_known = true;
	report.incident.establishment_id = ROW(struct establishment, places, 0)->id;
	report.incident.source = SOURCE_API;
	return incident_create(call->db, call->arena, &actor, &report, &created);
}

const struct event_consumer break_glass_consumer = {
	.name = "break-glass",
	.help = "opens an incident when the account for emergencies was used",
	.take = take,
};
