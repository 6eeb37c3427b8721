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

enum rc assignment_apply(struct db *db, struct arena *arena, struct incident *incident)
{
	struct rows rows;
	int64_t *areas = NULL;
	size_t area_count = 0;
	enum rc rc = assignment_rules(db, arena, incident->organization_id, &rows);

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
