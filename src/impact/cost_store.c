#include "impact/cost_store.h"

#include <stddef.h>

const struct incident_count cost_count = {
	"(SELECT COUNT(*) FROM incident_cost x FORCE INDEX (incident) WHERE x.incident_id = i.id AND x.removed_at IS NULL)"};
STATEMENT(costs, &incident_cost_record, NULL,
	  "SELECT {columns} FROM incident_cost WHERE incident_id = ? AND organization_id = ? AND removed_at IS NULL"
	  " ORDER BY id LIMIT 2000");
STATEMENT(cost_of_uuid, &incident_cost_record, NULL,
	  "SELECT {columns} FROM incident_cost WHERE uuid = ? AND incident_id = ? AND organization_id = ?"
	  " AND removed_at IS NULL");
STATEMENT(cost_insertion, NULL, &incident_cost_record, "INSERT INTO incident_cost ({names}) VALUES ({values})");
STATEMENT(cost_change, NULL, &incident_cost_record,
	  "UPDATE incident_cost SET {assignments}, version = version + 1 WHERE id = ? AND organization_id = ?"
	  " AND version = ?");

#define OFFSET(member) .name = #member, .offset = offsetof(struct cost_figures, member)
static const struct field figures_fields[] = {
	{.kind = FIELD_MONEY, OFFSET(actual)},
	{.kind = FIELD_MONEY, OFFSET(expected)},
	{.kind = FIELD_INT, OFFSET(incidents)},
	FIELD_END,
};
#undef OFFSET
const struct record cost_figures_record = {"incident_cost", sizeof(struct cost_figures), figures_fields};

/* From the entries (index figures) to their incidents: few incidents have any. Not those merged into another. */
STATEMENT(cost_sums, &cost_figures_record, NULL,
	  "SELECT COALESCE(SUM(k.actual), 0) AS actual, COALESCE(SUM(IF(k.has_actual, 0, k.estimated)), 0) AS expected,"
	  " COUNT(DISTINCT k.incident_id) AS incidents FROM (SELECT c.incident_id, c.kind,"
	  " SUM(IF(c.basis = 'actual', c.amount, 0)) AS actual, SUM(IF(c.basis = 'estimated', c.amount, 0)) AS estimated,"
	  " MAX(c.basis = 'actual') AS has_actual FROM incident_cost c FORCE INDEX (figures)"
	  " STRAIGHT_JOIN incident i ON i.id = c.incident_id"
	  " WHERE c.organization_id = ? AND c.currency = ? AND c.removed_at IS NULL AND i.environment = 'prod'"
	  " AND i.register = ? AND i.merged_into_id IS NULL AND i.occurred_at >= ? AND i.occurred_at < ?"
	  " AND (? = 0 OR i.establishment_id = ?) AND (? = 0 OR i.department_id = ?)"
	  " AND (? = 0 OR (? >> i.severity_rank) & 1) GROUP BY c.incident_id, c.kind) k");

enum rc cost_list(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id, struct rows *rows)
{
	return db_list(db, arena, &costs, PARAMS(P_INT(incident_id), P_INT(organization_id)), rows);
}

enum rc cost_find(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id, struct str uuid,
		  void *out)
{
	return db_one(db, arena, &cost_of_uuid, PARAMS(P_TEXT(uuid), P_INT(incident_id), P_INT(organization_id)), out);
}

enum rc cost_insert(struct db *db, struct incident_cost *cost)
{
	return db_insert(db, &cost_insertion, cost, &cost->id);
}

enum rc cost_update(struct db *db, const struct incident_cost *cost)
{
	return db_write_one(db, &cost_change, cost,
			    PARAMS(P_INT(cost->id), P_INT(cost->organization_id), P_INT(cost->version)), RC_CONFLICT);
}

enum rc cost_figures(struct db *db, struct arena *arena, const struct cost_query *query, struct cost_figures *out)
{
	return db_one(db, arena, &cost_sums,
		      PARAMS(P_INT(query->organization_id), P_TEXT(query->currency), P_TEXT(query->reg),
			     P_MOMENT(query->from), P_MOMENT(query->until), P_INT(query->establishment_id),
			     P_INT(query->establishment_id), P_INT(query->department_id), P_INT(query->department_id),
			     P_INT(query->severities), P_INT(query->severities)),
		      out);
}
