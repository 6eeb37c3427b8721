#include "organization/import_keep.h"

#include "base/random.h"
#include "event/event.h"
#include "organization/import_batch_store.h"

void import_keep_begin(const struct import_run *run, const struct import_kind *kind, enum import_source source,
		       struct str file_name, struct str content, struct import_batch *batch)
{
	record_clear(&import_batch_record, batch);
	batch->organization_id = run->actor.organization_id;
	batch->uuid = uuid_new(run->arena, run->actor.now);
	batch->kind = str_of(kind->name);
	batch->preset_id = run->preset ? run->preset->id : 0;
	batch->source = (int)source;
	batch->file_name = file_name;
	batch->content = content;
	batch->sha256 = sha256(run->arena, content);
	batch->state = IMPORT_BATCH_CHECKED;
	batch->actor_id = run->actor.account_id;
	batch->created_at = run->actor.now;
}

/* A file of which no row was looked at has its problems in the place of rows. */
static struct str problems_csv(struct arena *arena, const struct import_result *result)
{
	struct import_row row = {.line = 1, .outcome = IMPORT_REFUSED, .what = STR(""), .problems = result->problems};
	const struct import_result alone = {.rows = &row, .count = 1};

	return import_result_csv(arena, &alone);
}

void import_keep_outcome(struct arena *arena, struct import_batch *batch, const struct import_result *result)
{
	batch->rows_new = (int64_t)result->outcomes[IMPORT_NEW];
	batch->rows_changed = (int64_t)result->outcomes[IMPORT_CHANGED];
	batch->rows_same = (int64_t)result->outcomes[IMPORT_SAME];
	batch->rows_refused = (int64_t)result->outcomes[IMPORT_REFUSED];
	batch->rows_ended = (int64_t)result->outcomes[IMPORT_ENDED];
	batch->held = result->held.len ? result->held : STR_NONE;
	batch->results = result->problems ? problems_csv(arena, result) : import_result_csv(arena, result);
}

struct keeping {
	struct import_run *run;
	struct import_batch *batch;
	const struct import_result *result;
	enum import_batch_state state;
	const char *event;
};

static enum rc finish(struct db *db, const struct keeping *keeping)
{
	const struct import_run *run = keeping->run;
	struct import_batch after = *keeping->batch;

	after.state = (int)keeping->state;
	if (keeping->state != IMPORT_BATCH_CHECKED) {
		after.content = STR_NONE;
		after.finished_at = run->actor.now;
	}
	import_keep_outcome(run->arena, &after, keeping->result);
	const struct event event = {
		.kind = keeping->event,
		.subject = "import_batch",
		.subject_id = after.id,
		.payload = arena_printf(run->arena,
					"{\"new\":%lld,\"changed\":%lld,\"refused\":%lld,\"ended\":%lld}",
					(long long)after.rows_new, (long long)after.rows_changed,
					(long long)after.rows_refused, (long long)after.rows_ended),
	};
	enum rc rc = import_batch_finish(db, &after);
	if (rc == RC_OK)
		rc = audit_change(db, run->arena, &run->actor, "import_batch.updated", &import_batch_record, after.id, 0,
				  keeping->batch, &after, STR(""));
	if (rc == RC_OK)
		rc = event_add(db, run->arena, &run->actor, &event);
	if (rc == RC_OK)
		*keeping->batch = after;
	return rc;
}

static enum rc finish_done(struct db *db, void *closure, const struct import_result *result)
{
	struct keeping *keeping = closure;

	keeping->result = result;
	return finish(db, keeping);
}

static enum rc insert(struct db *db, void *closure)
{
	struct keeping *keeping = closure;
	enum rc rc = import_batch_insert(db, keeping->batch);

	if (rc != RC_OK)
		return rc;
	return audit_change(db, keeping->run->arena, &keeping->run->actor, "import_batch.created", &import_batch_record,
			    keeping->batch->id, 0, NULL, keeping->batch, STR(""));
}

static enum rc refuse(struct db *db, void *closure)
{
	return finish(db, closure);
}

enum rc import_keep_file(struct import_run *run, const struct import_kind *kind, struct import_batch *batch,
			 struct import_result *result)
{
	struct keeping keeping = {run, batch, result, IMPORT_BATCH_DONE, "import.done"};
	enum rc rc = db_transaction(run->db, "import_keep", insert, &keeping);

	if (rc != RC_OK)
		return rc;
	run->batch_id = batch->id;
	rc = import_file(run, kind, batch->content, false, result, finish_done, &keeping);
	if (rc != RC_OK || result->is_done)
		return rc;
	keeping.state = result->held.len ? IMPORT_BATCH_CHECKED : IMPORT_BATCH_REFUSED;
	keeping.event = result->held.len ? "import.held" : "import.refused";
	return db_transaction(run->db, "import_refused", refuse, &keeping);
}
