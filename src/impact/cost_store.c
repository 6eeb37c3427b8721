#include "impact/cost_store.h"

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
