#include "archive/archive_task.h"

#include "archive/archive_store.h"
#include "base/log.h"
#include "db/archive.h"
#include "incident/incident_advance.h"
#include "incident/incident_change_store.h"
#include "organization/organization.h"

/* One run is short: the same worker files reports that wait. */
enum { RUN_MOST = 50 };

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

enum rc archive_run(const struct worker_call *call, int64_t organization_id, int64_t most,
		    struct archive_done *done)
{
	struct rows due;
	int64_t after = 0;
	enum rc rc;

	*done = (struct archive_done){0};
	do {
		rc = archive_due_list(call->db, call->arena, organization_id, after, call->now, &due);
		for (size_t i = 0; rc == RC_OK && i < due.count && done->moved < most; i++) {
			after = ROW(struct archive_due, due, i)->id;
			rc = archive_one(call, organization_id, after, done);
		}
	} while (rc == RC_OK && due.count && done->moved < most);
	return rc;
}

static enum rc run(const struct worker_call *call)
{
	struct rows organizations;
	enum rc rc = organization_list(call->db, call->arena, &organizations);

	for (size_t i = 0; rc == RC_OK && i < organizations.count; i++) {
		const struct organization *organization = ROW(struct organization, organizations, i);
		struct archive_done done;
		rc = archive_run(call, organization->id, RUN_MOST, &done);
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
