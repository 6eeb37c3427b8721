#include "organization/leaver_task.h"

#include "base/log.h"
#include "organization/departure.h"
#include "organization/departure_store.h"
#include "organization/import_batch_store.h"
#include "organization/organization.h"
#include "organization/people_store.h"

struct leaving {
	const struct worker_call *call;
	const struct person *person;
	day today;
};

static enum rc leave(struct db *db, void *closure)
{
	const struct leaving *leaving = closure;
	const struct worker_call *call = leaving->call;
	const struct actor actor = actor_command(leaving->person->organization_id, "system", "leaver-task", call->now);
	struct departure departure = {
		.db = db,
		.arena = call->arena,
		.actor = &actor,
		.person = leaving->person,
		.today = leaving->today,
		.reason = STR("last day of employment"),
	};
	struct person after = *leaving->person;

	after.is_active = false;
	after.updated_at = call->now;
	enum rc rc = person_update(db, &after);
	if (rc == RC_OK)
		rc = audit_change(db, call->arena, &actor, "person.updated", &person_record, after.id, 0,
				  leaving->person, &after, departure.reason);
	return rc == RC_OK ? departure_take(&departure) : rc;
}

/* One transaction each: nobody waits for the others, and one who may not leave stops none. */
static enum rc leave_all(const struct worker_call *call, const struct organization *organization)
{
	const struct zone *zone;
	struct rows rows;
	enum rc rc = zone_find(organization->zone, &zone);

	if (rc != RC_OK)
		return rc;
	struct leaving leaving = {.call = call, .today = zone_day(zone, call->now)};
	rc = departure_due(call->db, call->arena, organization->id, leaving.today, &rows);
	for (size_t i = 0; i < rows.count && rc == RC_OK; i++) {
		leaving.person = ROW(struct person, rows, i);
		rc = db_transaction(call->db, "leave", leave, &leaving);
		if (rc == RC_CONFLICT) {
			LOG(LOG_WARN, "person.stays", "person %lld: changed meanwhile, or the only administrator",
			    (long long)leaving.person->id);
			rc = RC_OK;
		}
	}
	return rc;
}

static enum rc run_leavers(const struct worker_call *call)
{
	struct rows rows;
	enum rc rc = organization_list(call->db, call->arena, &rows);

	for (size_t i = 0; i < rows.count && rc == RC_OK; i++)
		rc = leave_all(call, ROW(struct organization, rows, i));
	return rc;
}

const struct worker_task leaver_task = {
	"leavers", HOURS(1), run_leavers, "switches people off whose last day of employment is over",
};

static enum rc run_forget(const struct worker_call *call)
{
	enum { BATCHES_MOST = 500 }; /* of one run; the next goes on */
	const moment before = call->now - DAYS(config_int(call->config, "import.undo_days"));
	int64_t count = 1;
	enum rc rc = RC_OK;

	for (int i = 0; i < BATCHES_MOST && count && rc == RC_OK; i++)
		rc = import_change_expire(call->db, call->arena, before, &count);
	return rc;
}

const struct worker_task import_forget_task = {
	"old-imports", HOURS(6), run_forget, "forgets what old imports changed; they can no longer be taken back",
};
