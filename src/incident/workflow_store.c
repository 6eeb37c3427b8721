#include "incident/workflow_store.h"

/* The same for every organization. */
#define COLUMNS                                                                              \
	"SELECT register, from_status, to_status, label, permits, guard, needs_reason FROM " \
	"workflow_transition"

STATEMENT(workflow_all, &transition_record, NULL,
	  COLUMNS " WHERE is_active AND NOT is_automatic ORDER BY register, from_status, position");
STATEMENT(workflow_one_step, &transition_record, NULL,
	  COLUMNS " WHERE register = ? AND from_status = ? AND to_status = ? AND is_active");

enum { KEPT_SECONDS = 60 };

/* Which buttons there are, kept for a minute: steps themselves are looked up when they are taken. */
static struct {
	struct arena *arena;
	struct rows steps;
	moment until;
} kept;

static enum rc keep(struct db *db, moment now)
{
	if (now < kept.until && kept.until - now <= SECONDS(KEPT_SECONDS))
		return RC_OK;
	if (kept.arena)
		arena_reset(kept.arena);
	else
		kept.arena = arena_new(0);
	kept.until = MOMENT_NONE;
	enum rc rc = db_list(db, kept.arena, &workflow_all, NO_PARAMS, &kept.steps);
	if (rc == RC_OK)
		kept.until = now + SECONDS(KEPT_SECONDS);
	return rc;
}

enum rc workflow_from(struct db *db, struct arena *arena, int reg, int status, moment now, struct rows *rows)
{
	enum rc rc = keep(db, now);

	*rows = (struct rows){0};
	if (rc != RC_OK)
		return rc;
	struct transition *steps = ARENA_ARRAY(arena, struct transition, kept.steps.count + 1);
	for (size_t i = 0; i < kept.steps.count; i++) {
		const struct transition *step = ROW(struct transition, kept.steps, i);
		if (step->reg == reg && step->from_status == status)
			steps[rows->count++] =
				*(struct transition *)record_copy(arena, &transition_record, step);
	}
	rows->at = steps;
	return RC_OK;
}

static struct param code(const struct codes *codes, int value)
{
	return P_TEXT(str_of(codes_code(codes, value)));
}

enum rc workflow_step(struct db *db, struct arena *arena, int reg, int from, int to, struct transition *out)
{
	return db_one(db, arena, &workflow_one_step,
		      PARAMS(code(&register_codes, reg), code(&status_codes, from), code(&status_codes, to)),
		      out);
}
