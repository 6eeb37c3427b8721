#include "incident/workflow_store.h"

#include <stddef.h>

#include "base/log.h"

/* Both by primary key. A version belongs to one organization or to all; which one an incident has is in its row. */
STATEMENT(workflow_states, &workflow_state_record, NULL,
	  "SELECT {columns} FROM workflow_state WHERE workflow_version_id = ? ORDER BY position");
STATEMENT(workflow_transitions, &transition_record, NULL,
	  "SELECT {columns} FROM workflow_transition WHERE workflow_version_id = ? AND is_active"
	  " ORDER BY from_status, position");

struct current_row {
	int64_t id;
	int reg;
	moment effective_at;
};
static const struct field current_fields[] = {
	{.kind = FIELD_ID, .name = "id", .offset = offsetof(struct current_row, id)},
	{.kind = FIELD_CODE,
	 .name = "register",
	 .offset = offsetof(struct current_row, reg),
	 .codes = &register_codes},
	{.kind = FIELD_MOMENT, .name = "effective_at", .offset = offsetof(struct current_row, effective_at)},
	FIELD_END,
};
static const struct record current_record = {"workflow_version", sizeof(struct current_row), current_fields};
/* Key number: an organization has a handful of versions. */
STATEMENT(workflow_effective, &current_record, NULL,
	  "SELECT id, register, effective_at FROM workflow_version WHERE organization_id = ? AND stage = 'approved'"
	  " ORDER BY effective_at DESC, id DESC LIMIT 500");

/* Versions that were asked for, for the life of the process. */
enum { KEPT_MOST = 64, KEPT_SECONDS = 60 };
static struct {
	struct arena *arena;
	struct workflow at[KEPT_MOST];
	size_t count;
} kept;

static enum rc load(struct db *db, struct arena *arena, int64_t id, struct workflow *out)
{
	struct rows states, transitions;
	enum rc rc = db_list(db, arena, &workflow_states, PARAMS(P_INT(id)), &states);

	if (rc == RC_OK)
		rc = db_list(db, arena, &workflow_transitions, PARAMS(P_INT(id)), &transitions);
	if (rc != RC_OK)
		return rc;
	if (!states.count)
		return FAULT("workflow.empty", "version %lld has no states", (long long)id);
	*out = (struct workflow){id, states.at, states.count, transitions.at, transitions.count};
	return RC_OK;
}

enum rc workflow_of(struct db *db, const struct incident *incident, const struct workflow **out)
{
	/* Those that ship with the product have the numbers of their registers. */
	int64_t id = incident->workflow_version_id ? incident->workflow_version_id : incident->reg;

	for (size_t i = 0; i < kept.count; i++)
		if (kept.at[i].id == id) {
			*out = &kept.at[i];
			return RC_OK;
		}
	if (!kept.arena)
		kept.arena = arena_new(0);
	/* More than one process is ever likely to meet: the last place is given to whichever comes. */
	size_t place = kept.count < KEPT_MOST ? kept.count : KEPT_MOST - 1;
	enum rc rc = load(db, kept.arena, id, &kept.at[place]);
	if (rc != RC_OK)
		return rc;
	kept.count = place + 1;
	*out = &kept.at[place];
	return RC_OK;
}

/* What an organization begins with, for a minute. */
static struct {
	struct arena *arena;
	int64_t organization_id;
	struct rows rows;
	moment until;
} current;

static enum rc keep_current(struct db *db, int64_t organization_id, moment now)
{
	if (organization_id == current.organization_id && now < current.until &&
	    current.until - now <= SECONDS(KEPT_SECONDS))
		return RC_OK;
	if (!current.arena)
		current.arena = arena_new(0);
	arena_reset(current.arena);
	current.organization_id = 0;
	enum rc rc = db_list(db, current.arena, &workflow_effective, PARAMS(P_INT(organization_id)), &current.rows);
	if (rc != RC_OK)
		return rc;
	current.organization_id = organization_id;
	current.until = now + SECONDS(KEPT_SECONDS);
	return RC_OK;
}

void workflow_current_forget(void)
{
	current.until = MOMENT_NONE;
}

enum rc workflow_current(struct db *db, int64_t organization_id, int reg, moment now, int64_t *version_id)
{
	enum rc rc = keep_current(db, organization_id, now);

	*version_id = 0;
	for (size_t i = 0; rc == RC_OK && i < current.rows.count && !*version_id; i++) {
		const struct current_row *row = ROW(struct current_row, current.rows, i);
		if (row->reg == reg && row->effective_at <= now)
			*version_id = row->id;
	}
	return rc;
}
