#include "osha/case_task.h"

#include "organization/place_store.h"
#include "osha/case_decide.h"
#include "osha/case_store.h"

struct counting {
	struct arena *arena;
	moment now;
	const struct osha_case *c;
};

static enum rc count_one(struct db *db, void *closure)
{
	struct counting *counting = closure;
	struct osha_case c = *counting->c;
	struct actor actor = actor_command(c.organization_id, "system", "worker", counting->now);
	struct establishment place;
	const struct zone *zone = NULL;
	enum rc rc = establishment_by_id(db, counting->arena, c.organization_id, c.establishment_id, &place);

	/* A zone that is unknown counts by universal time rather than not at all. */
	if (rc == RC_OK && zone_find(place.zone, &zone) != RC_OK)
		zone = NULL;
	return rc == RC_OK ? case_recount(db, counting->arena, &actor, &c, zone_day(zone, counting->now)) : rc;
}

static enum rc run(const struct worker_call *call)
{
	int64_t after = 0;
	struct rows rows;
	enum rc rc;

	do {
		rc = case_list_running(call->db, call->arena, after, &rows);
		for (size_t i = 0; rc == RC_OK && i < rows.count; i++) {
			struct counting counting = {call->arena, call->now, ROW(struct osha_case, rows, i)};
			rc = db_transaction(call->db, "osha_case.count", count_one, &counting);
			/* Somebody is just changing it: the next hour counts it. */
			if (rc == RC_CONFLICT)
				rc = RC_OK;
			after = counting.c->id;
		}
	} while (rc == RC_OK && rows.count);
	return rc;
}

const struct worker_task case_task = {
	"running-absences", HOURS(1), run, "counts the days of absences whose end is not known",
};
