#include "capa/capa_task.h"

#include "base/log.h"
#include "capa/flag_store.h"
#include "incident/incident_advance.h"
#include "organization/organization.h"

struct comparing {
	struct arena *arena;
	int64_t organization_id;
	moment now;
	int64_t count;
	bool is_behind;
};

static enum rc compare(struct db *db, void *closure)
{
	struct comparing *c = closure;

	return flag_compare(db, c->arena, c->organization_id, c->now, &c->count, &c->is_behind);
}

enum { ROUNDS_MOST = 20 };

static enum rc compare_organization(const struct worker_call *call, int64_t organization_id)
{
	struct comparing c = {.organization_id = organization_id, .now = call->now, .is_behind = true};
	enum rc rc = RC_OK;

	for (int round = 0; rc == RC_OK && c.is_behind && round < ROUNDS_MOST; round++) {
		c.arena = arena_new(0);
		rc = db_transaction(call->db, "capa.compare", compare, &c);
		arena_free(c.arena);
		if (rc == RC_OK && c.count)
			LOG(LOG_INFO, "capa.flagged", "%lld recurrences after actions", (long long)c.count);
	}
	return rc;
}

static enum rc run_radar(const struct worker_call *call)
{
	struct rows organizations;
	enum rc rc = organization_list(call->db, call->arena, &organizations);

	for (size_t i = 0; rc == RC_OK && i < organizations.count; i++)
		rc = compare_organization(call, ROW(struct organization, organizations, i)->id);
	return rc;
}

struct settling {
	struct arena *arena;
	const struct capa *capa;
	moment now;
};

static enum rc settle(struct db *db, void *closure)
{
	struct settling *s = closure;
	const struct actor actor = actor_command(s->capa->organization_id, "system", "worker", s->now);
	enum rc rc = RC_OK;

	if (s->capa->incident_id)
		rc = incident_advance(db, s->arena, &actor, s->capa->incident_id, "The last open action is done");
	return rc == RC_OK ? capa_settle(db, s->capa->organization_id, s->capa->id) : rc;
}

static enum rc run_settle(const struct worker_call *call)
{
	struct rows rows;
	enum rc rc = capa_unsettled(call->db, call->arena, &rows);

	for (size_t i = 0; rc == RC_OK && i < rows.count; i++) {
		struct settling s = {call->arena, ROW(struct capa, rows, i), call->now};
		rc = db_transaction(call->db, "capa.settle", settle, &s);
	}
	return rc;
}

const struct worker_task capa_radar_task = {
	"recurrences", MINUTES(1), run_radar, "flags actions after which the same happened again",
};
const struct worker_task capa_settle_task = {
	"outside-actions", SECONDS(30), run_settle, "moves incidents on whose last action was completed from outside",
};
