#include "organization/people_store.h"

STATEMENT(units_all, &unit_record, NULL,
	  "SELECT {columns} FROM unit WHERE organization_id = ? AND kind = ? ORDER BY name, id LIMIT 5000");
STATEMENT(units_active, &unit_record, NULL,
	  "SELECT {columns} FROM unit WHERE organization_id = ? AND kind = ? AND is_active ORDER BY name, id "
	  "LIMIT 5000");
STATEMENT(unit_of_id, &unit_record, NULL, "SELECT {columns} FROM unit WHERE id = ? AND organization_id = ?");
STATEMENT(unit_of_code, &unit_record, NULL,
	  "SELECT {columns} FROM unit WHERE organization_id = ? AND kind = ? AND code = ?");
STATEMENT(unit_add, NULL, &unit_record, "INSERT INTO unit ({names}) VALUES ({values})");
STATEMENT(unit_change, NULL, &unit_record,
	  "UPDATE unit SET {assignments}, version = version + 1 WHERE id = ? AND organization_id = ? AND "
	  "version = ?");

STATEMENT(person_of_id, &person_record, NULL,
	  "SELECT {columns} FROM person WHERE id = ? AND organization_id = ?");
STATEMENT(person_of_uuid, &person_record, NULL,
	  "SELECT {columns} FROM person WHERE uuid = ? AND organization_id = ?");
STATEMENT(person_of_number, &person_record, NULL,
	  "SELECT {columns} FROM person WHERE organization_id = ? AND employee_number = ?");
STATEMENT(person_add, NULL, &person_record, "INSERT INTO person ({names}) VALUES ({values})");
STATEMENT(person_change, NULL, &person_record,
	  "UPDATE person SET {assignments}, version = version + 1 WHERE id = ? AND organization_id = ? AND "
	  "version = ?");

static enum rc settle(enum rc rc, const struct written *written)
{
	return rc == RC_OK && written->affected == 0 ? RC_CONFLICT : rc;
}

enum rc unit_list(struct db *db, struct arena *arena, int64_t organization_id, enum unit_kind kind,
		  bool only_active, struct rows *rows)
{
	struct str code = str_of(codes_code(&unit_kind_codes, kind));
	return db_list(db, arena, only_active ? &units_active : &units_all,
		       PARAMS(P_INT(organization_id), P_TEXT(code)), rows);
}

enum rc unit_by_id(struct db *db, struct arena *arena, int64_t organization_id, int64_t id, struct unit *out)
{
	return db_one(db, arena, &unit_of_id, PARAMS(P_INT(id), P_INT(organization_id)), out);
}

enum rc unit_by_code(struct db *db, struct arena *arena, int64_t organization_id, enum unit_kind kind,
		     struct str code, struct unit *out)
{
	struct str kind_code = str_of(codes_code(&unit_kind_codes, kind));
	return db_one(db, arena, &unit_of_code,
		      PARAMS(P_INT(organization_id), P_TEXT(kind_code), P_TEXT(code)), out);
}

enum rc unit_insert(struct db *db, struct unit *unit)
{
	struct written written;
	enum rc rc = db_write(db, &unit_add, unit, NO_PARAMS, &written);
	if (rc == RC_OK)
		unit->id = written.id;
	return rc;
}

enum rc unit_update(struct db *db, const struct unit *unit)
{
	struct written written;
	enum rc rc = db_write(db, &unit_change, unit,
			      PARAMS(P_INT(unit->id), P_INT(unit->organization_id), P_INT(unit->version)),
			      &written);
	return settle(rc, &written);
}

enum rc person_by_id(struct db *db, struct arena *arena, int64_t organization_id, int64_t id,
		     struct person *out)
{
	return db_one(db, arena, &person_of_id, PARAMS(P_INT(id), P_INT(organization_id)), out);
}

enum rc person_by_uuid(struct db *db, struct arena *arena, int64_t organization_id, struct str uuid,
		       struct person *out)
{
	return db_one(db, arena, &person_of_uuid, PARAMS(P_TEXT(uuid), P_INT(organization_id)), out);
}

enum rc person_by_number(struct db *db, struct arena *arena, int64_t organization_id,
			 struct str employee_number, struct person *out)
{
	return db_one(db, arena, &person_of_number, PARAMS(P_INT(organization_id), P_TEXT(employee_number)),
		      out);
}

enum rc person_insert(struct db *db, struct person *person)
{
	struct written written;
	enum rc rc = db_write(db, &person_add, person, NO_PARAMS, &written);
	if (rc == RC_OK)
		person->id = written.id;
	return rc;
}

enum rc person_update(struct db *db, const struct person *person)
{
	struct written written;
	enum rc rc = db_write(
		db, &person_change, person,
		PARAMS(P_INT(person->id), P_INT(person->organization_id), P_INT(person->version)), &written);
	return settle(rc, &written);
}
