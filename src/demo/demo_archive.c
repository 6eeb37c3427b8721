#include "demo/demo_archive.h"

#include "archive/archive_store.h"
#include "archive/archive_task.h"

enum { FIRST_MONTHS = 2, MOVED_MOST = 500 };

struct ruling {
	struct demo *demo;
	struct archive_rule before, after;
};

static enum rc put_rule(struct db *db, void *closure)
{
	struct ruling *r = closure;
	struct actor actor = actor_command(r->demo->organization.id, "command", "muster demo", r->demo->now);

	return archive_rule_put(db, r->demo->arena, &actor, &r->before, &r->after);
}

enum rc demo_archive(struct demo *demo, const struct config *config)
{
	struct worker_call call = {.arena = demo->arena, .config = config, .db = demo->db, .now = demo->now};
	struct ruling ruling = {.demo = demo};
	struct archive_done done;
	enum rc rc = archive_rule_find(demo->db, demo->arena, demo->organization.id, &ruling.before);

	if (rc != RC_OK)
		return rc;
	ruling.after = ruling.before;
	ruling.after.closed_days = demo->today - day_of(demo->first_year, 1 + FIRST_MONTHS, 1);
	rc = db_transaction(demo->db, "demo_archive", put_rule, &ruling);
	return rc == RC_OK ? archive_run(&call, demo->organization.id, MOVED_MOST, &done) : rc;
}
