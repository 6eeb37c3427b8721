#include "investigation/cause_store.h"

/* Key incident. */
const struct incident_count cause_count = {
	"(SELECT COUNT(*) FROM cause x FORCE INDEX (incident) WHERE x.incident_id = i.id AND NOT x.is_removed)"};
STATEMENT(cause_all, &cause_record, NULL,
	  "SELECT {columns} FROM cause WHERE organization_id = ? AND incident_id = ? AND NOT is_removed"
	  " ORDER BY position, id LIMIT 500");
STATEMENT(cause_of_id, &cause_record, NULL,
	  "SELECT {columns} FROM cause WHERE id = ? AND incident_id = ? AND organization_id = ?");
STATEMENT(cause_of_uuid, &cause_record, NULL,
	  "SELECT {columns} FROM cause WHERE uuid = ? AND incident_id = ? AND organization_id = ?");

enum rc cause_list(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
		   struct rows *rows)
{
	return db_list(db, arena, &cause_all, PARAMS(P_INT(organization_id), P_INT(incident_id)), rows);
}

enum rc cause_by_id(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id, int64_t id,
		    struct cause *out)
{
	return db_one(db, arena, &cause_of_id, PARAMS(P_INT(id), P_INT(incident_id), P_INT(organization_id)), out);
}

enum rc cause_by_uuid(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
		      struct str uuid, struct cause *out)
{
	return db_one(db, arena, &cause_of_uuid, PARAMS(P_TEXT(uuid), P_INT(incident_id), P_INT(organization_id)),
		      out);
}
