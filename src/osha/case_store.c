#include "osha/case_store.h"

#include <stddef.h>

STATEMENT(case_uuid, &osha_case_record, NULL,
	  "SELECT {columns} FROM osha_case WHERE uuid = ? AND organization_id = ?");
STATEMENT(case_injured_person, &osha_case_record, NULL,
	  "SELECT {columns} FROM osha_case WHERE injured_person_id = ? AND organization_id = ?");
STATEMENT(case_log_number, &osha_case_record, NULL,
	  "SELECT {columns} FROM osha_case WHERE organization_id = ? AND establishment_id = ?"
	  " AND year = ? AND case_number = ?");
STATEMENT(case_incident, &osha_case_record, NULL,
	  "SELECT {columns} FROM osha_case WHERE incident_id = ? AND organization_id = ? ORDER BY id"
	  " LIMIT 1000");
/* Index running. */
STATEMENT(case_running, &osha_case_record, NULL,
	  "SELECT {columns} FROM osha_case WHERE is_days_running = 1 AND id > ? ORDER BY id LIMIT 500");
STATEMENT(case_add, NULL, &osha_case_record, "INSERT INTO osha_case ({names}) VALUES ({values})");
STATEMENT(case_change, NULL, &osha_case_record,
	  "UPDATE osha_case SET {assignments}, version = version + 1 WHERE id = ?"
	  " AND organization_id = ? AND version = ?");

struct counter {
	int64_t last;
};
static const struct field counter_fields[] = {
	{.kind = FIELD_INT, .name = "last", .offset = offsetof(struct counter, last)},
	FIELD_END,
};
static const struct record counter_record = {"osha_case_counter", sizeof(struct counter), counter_fields};

STATEMENT(case_counter_raise, NULL, NULL,
	  "INSERT INTO osha_case_counter (organization_id, establishment_id, year, last) VALUES (?, ?, ?, 1)"
	  " ON DUPLICATE KEY UPDATE last = last + 1");
STATEMENT(
	case_counter_read, &counter_record, NULL,
	"SELECT last FROM osha_case_counter WHERE organization_id = ? AND establishment_id = ? AND year = ?");
STATEMENT(case_counter_note, NULL, NULL,
	  "INSERT INTO osha_case_counter (organization_id, establishment_id, year, last) VALUES (?, ?, ?, ?)"
	  " ON DUPLICATE KEY UPDATE last = GREATEST(last, VALUES(last))");

STATEMENT(case_facts_one, &case_facts_record, NULL,
	  "SELECT {columns} FROM osha_case_facts WHERE case_id = ? AND organization_id = ?");
STATEMENT(case_facts_put, NULL, &case_facts_record,
	  "INSERT INTO osha_case_facts (case_id, organization_id, {names}) VALUES (?, ?, {values})"
	  " ON DUPLICATE KEY UPDATE {assignments}");
STATEMENT(case_report_one, &case_report_record, NULL,
	  "SELECT {columns} FROM osha_case_report WHERE case_id = ? AND organization_id = ?");
STATEMENT(case_report_put, NULL, &case_report_record,
	  "INSERT INTO osha_case_report (case_id, organization_id, {names}) VALUES (?, ?, {values})"
	  " ON DUPLICATE KEY UPDATE {assignments}");

STATEMENT(decision_add, NULL, &osha_decision_record, "INSERT INTO osha_decision ({names}) VALUES ({values})");
STATEMENT(decision_history, &osha_decision_record, NULL,
	  "SELECT {columns} FROM osha_decision WHERE case_id = ? AND organization_id = ?"
	  " ORDER BY id DESC LIMIT 200");

enum rc case_by_uuid(struct db *db, struct arena *arena, int64_t organization_id, struct str uuid,
		     struct osha_case *out)
{
	return db_one(db, arena, &case_uuid, PARAMS(P_TEXT(uuid), P_INT(organization_id)), out);
}

enum rc case_of_injured_person(struct db *db, struct arena *arena, int64_t organization_id,
			       int64_t injured_person_id, struct osha_case *out)
{
	return db_one(db, arena, &case_injured_person,
		      PARAMS(P_INT(injured_person_id), P_INT(organization_id)), out);
}

enum rc case_of_number(struct db *db, struct arena *arena, int64_t organization_id, int64_t establishment_id,
		       int64_t year, struct str case_number, struct osha_case *out)
{
	return db_one(
		db, arena, &case_log_number,
		PARAMS(P_INT(organization_id), P_INT(establishment_id), P_INT(year), P_TEXT(case_number)),
		out);
}

enum rc case_list_of_incident(struct db *db, struct arena *arena, int64_t organization_id,
			      int64_t incident_id, struct rows *rows)
{
	return db_list(db, arena, &case_incident, PARAMS(P_INT(incident_id), P_INT(organization_id)), rows);
}

enum rc case_list_running(struct db *db, struct arena *arena, int64_t after_id, struct rows *rows)
{
	return db_list(db, arena, &case_running, PARAMS(P_INT(after_id)), rows);
}

enum rc case_insert(struct db *db, struct osha_case *c)
{
	return db_insert(db, &case_add, c, &c->id);
}

enum rc case_update(struct db *db, struct osha_case *c)
{
	enum rc rc =
		db_write_one(db, &case_change, c,
			     PARAMS(P_INT(c->id), P_INT(c->organization_id), P_INT(c->version)), RC_CONFLICT);

	if (rc == RC_OK)
		c->version++;
	return rc;
}

enum rc case_number_next(struct db *db, struct arena *arena, int64_t organization_id,
			 int64_t establishment_id, int64_t year, int64_t *number)
{
	struct counter counter;
	enum rc rc = db_write(db, &case_counter_raise, NULL,
			      PARAMS(P_INT(organization_id), P_INT(establishment_id), P_INT(year)), NULL);
	if (rc == RC_OK)
		rc = db_one(db, arena, &case_counter_read,
			    PARAMS(P_INT(organization_id), P_INT(establishment_id), P_INT(year)), &counter);
	if (rc == RC_OK)
		*number = counter.last;
	return rc;
}

enum rc case_number_used(struct db *db, int64_t organization_id, int64_t establishment_id, int64_t year,
			 int64_t number)
{
	return db_write(db, &case_counter_note, NULL,
			PARAMS(P_INT(organization_id), P_INT(establishment_id), P_INT(year), P_INT(number)),
			NULL);
}

enum rc case_facts_load(struct db *db, struct arena *arena, const struct osha_case *c, struct case_facts *out)
{
	enum rc rc = db_one(db, arena, &case_facts_one, PARAMS(P_INT(c->id), P_INT(c->organization_id)), out);
	if (rc != RC_NOT_FOUND)
		return rc;
	record_clear(&case_facts_record, out);
	return RC_OK;
}

enum rc case_facts_save(struct db *db, const struct osha_case *c, const struct case_facts *facts)
{
	return db_write(db, &case_facts_put, facts, PARAMS(P_INT(c->id), P_INT(c->organization_id)), NULL);
}

enum rc case_report_load(struct db *db, struct arena *arena, const struct osha_case *c,
			 struct case_report *out)
{
	enum rc rc =
		db_one(db, arena, &case_report_one, PARAMS(P_INT(c->id), P_INT(c->organization_id)), out);
	if (rc != RC_NOT_FOUND)
		return rc;
	record_clear(&case_report_record, out);
	return RC_OK;
}

enum rc case_report_save(struct db *db, const struct osha_case *c, const struct case_report *report)
{
	return db_write(db, &case_report_put, report, PARAMS(P_INT(c->id), P_INT(c->organization_id)), NULL);
}

enum rc case_decision_add(struct db *db, const struct osha_decision *decision)
{
	return db_write(db, &decision_add, decision, NO_PARAMS, NULL);
}

enum rc case_decision_list(struct db *db, struct arena *arena, const struct osha_case *c, struct rows *rows)
{
	return db_list(db, arena, &decision_history, PARAMS(P_INT(c->id), P_INT(c->organization_id)), rows);
}
