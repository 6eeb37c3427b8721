#include "archive/archive_task.h"

#include "archive/archive_store.h"
#include "base/log.h"
#include "db/archive.h"
#include "incident/incident_advance.h"
#include "incident/incident_change_store.h"
#include "organization/organization.h"

/* One run is short: the same worker files reports that wait. */
enum { RUN_MOST = 50, PAGES_MOST = 10 };
/* From the end of one walk to the next: so long a released hold may wait. */
#define REST HOURS(1)

struct archiving {
	const struct worker_call *call;
	struct arena *arena; /* of this incident */
	int64_t organization_id;
	int64_t incident_id;
};

static enum rc move_one(struct db *db, void *closure)
{
	const struct archiving *a = closure;
	struct actor actor = actor_command(a->organization_id, "system", "archive", a->call->now);
	struct incident incident;
	enum rc rc = incident_advance(db, a->arena, &actor, a->incident_id,
				      "Closed for as long as the archive's rule says");

	if (rc == RC_OK)
		rc = incident_lock(db, a->arena, a->organization_id, a->incident_id, &incident);
	if (rc == RC_OK && incident.status != STATUS_ARCHIVED)
		rc = RC_CONFLICT;
	return rc == RC_OK ? archive_move(db, a->arena, a->call->config, a->incident_id) : rc;
}

/* One that cannot go stays as it is; the others go on. */
static enum rc archive_one(const struct worker_call *call, int64_t organization_id, int64_t incident_id,
			   struct archive_done *done)
{
	struct arena *arena = arena_new(0);
	struct archiving archiving = {call, arena, organization_id, incident_id};
	enum rc rc = db_transaction(call->db, "archive", move_one, &archiving);

	arena_free(arena);
	if (rc == RC_OK) {
		done->moved++;
		return RC_OK;
	}
	if (rc == RC_UNAVAILABLE || rc == RC_NOT_FOUND)
		return rc;
	LOG(LOG_WARN, "archive.kept", "incident %lld stays: %s", (long long)incident_id, rc_name(rc));
	done->kept++;
	return RC_OK;
}

/* The next page of the walk; most limits how many are moved in all. */
static enum rc walk_on(const struct worker_call *call, const struct archive_rule *rule, struct archive_walk *walk,
		       int64_t most, struct archive_done *done)
{
	struct arena *arena = arena_new(0);
	struct rows rows;
	enum rc rc = archive_look(call->db, arena, walk, call->now - DAYS(rule->closed_days), call->now, &rows);

	for (size_t i = 0; rc == RC_OK && i < rows.count && done->moved < most; i++) {
		const struct archive_candidate *candidate = ROW(struct archive_candidate, rows, i);
		if (candidate->is_due)
			rc = archive_one(call, walk->organization_id, candidate->id, done);
		if (rc != RC_OK)
			break;
		walk->occurred_at = candidate->occurred_at;
		walk->incident_id = candidate->id;
	}
	if (rc == RC_OK && rows.count == 0 && walk->environment == ENVIRONMENT_SANDBOX) {
		walk->ended_at = call->now;
	} else if (rc == RC_OK && rows.count == 0) {
		*walk = archive_walk_new(rule);
		walk->environment = ENVIRONMENT_SANDBOX;
	}
	arena_free(arena);
	return rc;
}

enum rc archive_run(const struct worker_call *call, int64_t organization_id, int64_t most,
		    struct archive_done *done)
{
	struct archive_rule rule;
	enum rc rc = archive_rule_find(call->db, call->arena, organization_id, &rule);

	*done = (struct archive_done){0};
	if (rc != RC_OK)
		return rc;
	struct archive_walk walk = archive_walk_new(&rule);
	while (rc == RC_OK && walk.ended_at == MOMENT_NONE && done->moved < most)
		rc = walk_on(call, &rule, &walk, most, done);
	return rc;
}

/* Goes on where the last run stopped, for a few pages; a new rule begins anew. */
static enum rc run_some(const struct worker_call *call, int64_t organization_id, struct archive_done *done)
{
	struct archive_walk walk;
	struct archive_rule rule;
	enum rc rc = archive_rule_find(call->db, call->arena, organization_id, &rule);

	*done = (struct archive_done){0};
	if (rc == RC_OK)
		rc = archive_walk_find(call->db, call->arena, &rule, &walk);
	if (rc != RC_OK)
		return rc;
	if (walk.ended_at != MOMENT_NONE) {
		if (call->now < walk.ended_at + REST)
			return RC_OK;
		walk = archive_walk_new(&rule);
	}
	for (int i = 0; rc == RC_OK && i < PAGES_MOST && walk.ended_at == MOMENT_NONE && done->moved < RUN_MOST; i++)
		rc = walk_on(call, &rule, &walk, RUN_MOST, done);
	return rc == RC_OK ? archive_walk_keep(call->db, &walk) : rc;
}

static enum rc run(const struct worker_call *call)
{
	struct rows organizations;
	enum rc rc = organization_list(call->db, call->arena, &organizations);

	for (size_t i = 0; rc == RC_OK && i < organizations.count; i++) {
		const struct organization *organization = ROW(struct organization, organizations, i);
		struct archive_done done;
		rc = run_some(call, organization->id, &done);
		if (done.moved)
			LOG(LOG_INFO, "archive.moved", "%lld incidents", (long long)done.moved);
	}
	return rc;
}

const struct worker_task archive_task = {
	"archive",
	SECONDS(10),
	run,
	"moves incidents into the archive that have been closed for long enough",
};
