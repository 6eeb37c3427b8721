#include "incident/injured_store.h"

STATEMENT(injured_incident_number, &incident_record, NULL,
	  "SELECT {columns} FROM incident WHERE number = ? AND organization_id = ?");
STATEMENT(injured_of_incident, &injured_person_record, NULL,
	  "SELECT {columns} FROM injured_person WHERE incident_id = ? AND organization_id = ?"
	  " AND removed_at IS NULL ORDER BY id LIMIT 1000");
STATEMENT(injured_uuid, &injured_person_record, NULL,
	  "SELECT {columns} FROM injured_person WHERE uuid = ? AND incident_id = ? AND organization_id = ?"
	  " AND removed_at IS NULL");
STATEMENT(injured_person_insert, NULL, &injured_person_record, "INSERT INTO injured_person ({names}) VALUES ({values})");
STATEMENT(injured_person_update, NULL, &injured_person_record,
	  "UPDATE injured_person SET {assignments} WHERE id = ? AND organization_id = ? AND version = ?");
STATEMENT(witness_of_uuid, &witness_record, NULL,
	  "SELECT {columns} FROM witness WHERE uuid = ? AND incident_id = ? AND organization_id = ?"
	  " AND removed_at IS NULL");
STATEMENT(witness_add, NULL, &witness_record, "INSERT INTO witness ({names}) VALUES ({values})");
STATEMENT(witness_change, NULL, &witness_record,
	  "UPDATE witness SET {assignments} WHERE id = ? AND organization_id = ? AND version = ?");
STATEMENT(injured_mark, NULL, NULL,
	  "UPDATE injured_person SET is_private = ? WHERE id = ? AND organization_id = ? AND is_private <> ?");
/* No part of what people edit: the version stays, so that nobody's form is out of date by it. */
STATEMENT(injured_outcomes, NULL, NULL,
	  "UPDATE incident SET case_outcomes = ? WHERE id = ? AND organization_id = ? AND case_outcomes <> ?");

enum rc injured_incident(struct db *db, struct arena *arena, int64_t organization_id, struct str number,
			 struct incident *out)
{
	return db_one(db, arena, &injured_incident_number, PARAMS(P_TEXT(number), P_INT(organization_id)),
		      out);
}

enum rc injured_list(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
		     struct rows *rows)
{
	return db_list(db, arena, &injured_of_incident, PARAMS(P_INT(incident_id), P_INT(organization_id)),
		       rows);
}

enum rc injured_by_uuid(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
			struct str uuid, struct injured_person *out)
{
	return db_one(db, arena, &injured_uuid,
		      PARAMS(P_TEXT(uuid), P_INT(incident_id), P_INT(organization_id)), out);
}

enum rc injured_mark_private(struct db *db, int64_t organization_id, int64_t id, bool is_private)
{
	return db_write(db, &injured_mark, NULL,
			PARAMS(P_INT(is_private), P_INT(id), P_INT(organization_id), P_INT(is_private)), NULL);
}

enum rc injured_mark_outcomes(struct db *db, int64_t organization_id, int64_t incident_id, unsigned outcomes)
{
	return db_write(db, &injured_outcomes, NULL,
			PARAMS(P_INT(outcomes), P_INT(incident_id), P_INT(organization_id), P_INT(outcomes)), NULL);
}

enum rc injured_insert(struct db *db, struct injured_person *row)
{
	return db_insert(db, &injured_person_insert, row, &row->id);
}

enum rc injured_update(struct db *db, int64_t version, const struct injured_person *row)
{
	return db_write_one(db, &injured_person_update, row,
			    PARAMS(P_INT(row->id), P_INT(row->organization_id), P_INT(version)), RC_CONFLICT);
}

enum rc witness_by_uuid(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
			struct str uuid, struct witness *out)
{
	return db_one(db, arena, &witness_of_uuid, PARAMS(P_TEXT(uuid), P_INT(incident_id), P_INT(organization_id)),
		      out);
}

enum rc witness_insert(struct db *db, struct witness *row)
{
	return db_insert(db, &witness_add, row, &row->id);
}

enum rc witness_update(struct db *db, int64_t version, const struct witness *row)
{
	return db_write_one(db, &witness_change, row,
			    PARAMS(P_INT(row->id), P_INT(row->organization_id), P_INT(version)), RC_CONFLICT);
}
