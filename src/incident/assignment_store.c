#include "incident/assignment_store.h"

#include <stddef.h>

/* A few hundred rows at most in an organization; key position. */
STATEMENT(assignment_rule_list, &assignment_rule_record, NULL,
	  "SELECT {columns} FROM assignment_rule WHERE organization_id = ? ORDER BY is_active DESC, position, id");

struct area_row {
	int64_t id;
};
static const struct field area_row_fields[] = {
	{.kind = FIELD_ID, .name = "id", .offset = offsetof(struct area_row, id)},
	FIELD_END,
};
static const struct record area_row_record = {"area", sizeof(struct area_row), area_row_fields};
STATEMENT(area_path, &area_row_record, NULL,
	  "WITH RECURSIVE up (id, parent_id, depth) AS ("
	  "SELECT id, parent_id, 0 FROM area WHERE id = ? AND organization_id = ?"
	  " UNION ALL SELECT a.id, a.parent_id, up.depth + 1 FROM up STRAIGHT_JOIN area a FORCE INDEX (PRIMARY) ON a.id = up.parent_id WHERE up.depth < 20"
	  ") SELECT id FROM up");

STATEMENT(assignment_rule_one, &assignment_rule_record, NULL,
	  "SELECT {columns} FROM assignment_rule WHERE id = ? AND organization_id = ?");
STATEMENT(assignment_rule_add, NULL, &assignment_rule_record, "INSERT INTO assignment_rule ({names}) VALUES ({values})");
STATEMENT(assignment_rule_set, NULL, &assignment_rule_record,
	  "UPDATE assignment_rule SET {assignments} WHERE id = ? AND organization_id = ? AND version = ?");
/* Key newest. */
STATEMENT(assignment_recent_incidents, &incident_record, NULL,
	  "SELECT id, register, severity, establishment_id, area_id, department_id, category_id, manager_id FROM incident"
	  " FORCE INDEX (newest) WHERE organization_id = ? AND environment = 'prod' ORDER BY occurred_at DESC, id DESC LIMIT ?");

enum rc assignment_rules(struct db *db, struct arena *arena, int64_t organization_id, struct rows *rules)
{
	return db_list(db, arena, &assignment_rule_list, PARAMS(P_INT(organization_id)), rules);
}

enum rc assignment_areas(struct db *db, struct arena *arena, int64_t organization_id, int64_t area_id,
			 int64_t **areas, size_t *count)
{
	struct rows rows;

	*areas = NULL;
	*count = 0;
	if (!area_id)
		return RC_OK;
	enum rc rc = db_list(db, arena, &area_path, PARAMS(P_INT(area_id), P_INT(organization_id)), &rows);
	if (rc != RC_OK || !rows.count)
		return rc;
	*areas = ARENA_ARRAY(arena, int64_t, rows.count);
	*count = rows.count;
	for (size_t i = 0; i < rows.count; i++)
		(*areas)[i] = ROW(struct area_row, rows, i)->id;
	return RC_OK;
}

/* Those of one organization, as long as its directory's version stands: a trigger raises it with every change. */
static struct {
	struct arena *arena;
	int64_t organization_id;     /* 0: none */
	int64_t version;
	struct rows rows;
} kept;

static enum rc rules_of(struct db *db, struct arena *arena, int64_t organization_id, int64_t version, struct rows *rows)
{
	enum rc rc = RC_OK;

	if (!version)
		return assignment_rules(db, arena, organization_id, rows);
	if (kept.organization_id != organization_id || kept.version != version) {
		if (kept.arena)
			arena_reset(kept.arena);
		else
			kept.arena = arena_new(0);
		kept.organization_id = 0;
		rc = assignment_rules(db, kept.arena, organization_id, &kept.rows);
		if (rc == RC_OK) {
			kept.organization_id = organization_id;
			kept.version = version;
		}
	}
	*rows = kept.rows;
	return rc;
}

enum rc assignment_apply(struct db *db, struct arena *arena, int64_t directory_version, struct incident *incident)
{
	struct rows rows;
	int64_t *areas = NULL;
	size_t area_count = 0;
	enum rc rc = rules_of(db, arena, incident->organization_id, directory_version, &rows);

	if (rc == RC_OK && assignment_needs_areas(rows.at, rows.count))
		rc = assignment_areas(db, arena, incident->organization_id, incident->area_id, &areas, &area_count);
	if (rc != RC_OK)
		return rc;
	const struct assignment_rule *rule = assignment_choose(rows.at, rows.count, incident, areas, area_count);
	if (rule) {
		incident->manager_id = rule->manager_id;
		incident->assigned_by = assignment_words(arena, rule);
	}
	return RC_OK;
}

enum rc assignment_rule_by_id(struct db *db, struct arena *arena, int64_t organization_id, int64_t id,
			      struct assignment_rule *out)
{
	return db_one(db, arena, &assignment_rule_one, PARAMS(P_INT(id), P_INT(organization_id)), out);
}

static enum rc last_position(struct db *db, int64_t organization_id, int64_t *position)
{
	struct arena *arena = arena_new(0);
	struct rows rows;
	enum rc rc = assignment_rules(db, arena, organization_id, &rows);

	*position = 0;
	for (size_t i = 0; rc == RC_OK && i < rows.count; i++)
		if (ROW(struct assignment_rule, rows, i)->position > *position)
			*position = ROW(struct assignment_rule, rows, i)->position;
	arena_free(arena);
	return rc;
}

enum rc assignment_rule_insert(struct db *db, struct assignment_rule *rule)
{
	enum rc rc = last_position(db, rule->organization_id, &rule->position);

	rule->position += 10;
	rule->version = 1;
	return rc == RC_OK ? db_insert(db, &assignment_rule_add, rule, &rule->id) : rc;
}

enum rc assignment_rule_update(struct db *db, const struct assignment_rule *rule)
{
	struct assignment_rule next = *rule;

	next.version++;
	return db_write_one(db, &assignment_rule_set, &next,
			    PARAMS(P_INT(rule->id), P_INT(rule->organization_id), P_INT(rule->version)), RC_CONFLICT);
}

enum rc assignment_recent(struct db *db, struct arena *arena, int64_t organization_id, int64_t most, struct rows *rows)
{
	return db_list(db, arena, &assignment_recent_incidents, PARAMS(P_INT(organization_id), P_INT(most)), rows);
}
