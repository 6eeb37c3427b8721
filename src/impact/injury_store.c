#include "impact/injury_store.h"

#include <stddef.h>

#include "incident/incident.h"

STATEMENT(injury_of_person, &injury_record, NULL,
	  "SELECT {columns} FROM injury WHERE injured_person_id = ? AND organization_id = ?");
STATEMENT(injury_add, NULL, &injury_record, "INSERT INTO injury ({names}) VALUES ({values})");
STATEMENT(injury_change, NULL, &injury_record,
	  "UPDATE injury SET {assignments}, version = version + 1 WHERE injured_person_id = ? AND organization_id = ?"
	  " AND version = ?");

#define OFFSET(member) .name = #member, .offset = offsetof(struct injured_row, member)
static const struct field injured_row_fields[] = {
	{.kind = FIELD_ID, OFFSET(id)},
	{.kind = FIELD_UUID, OFFSET(uuid)},
	{.kind = FIELD_ID, OFFSET(person_id)},
	{.kind = FIELD_TEXT, OFFSET(full_name), .max = 200},
	{.kind = FIELD_TEXT, OFFSET(job_title)},
	{.kind = FIELD_TEXT, OFFSET(injury)},
	{.kind = FIELD_CODE, OFFSET(care), .codes = &care_codes},
	{.kind = FIELD_BOOL, OFFSET(is_private)},
	{.kind = FIELD_BOOL, OFFSET(has_part)},
	{.kind = FIELD_BOOL, OFFSET(is_coded)},
	{.kind = FIELD_BOOL, OFFSET(has_case)},
	FIELD_END,
};
#undef OFFSET
const struct record injured_row_record = {"injured_person", sizeof(struct injured_row), injured_row_fields};

/* Of the OSHA case only whether there is one: then the person stays. */
STATEMENT(injured_row_list, &injured_row_record, NULL,
	  "SELECT p.id, p.uuid, p.person_id, p.full_name, p.job_title, p.injury, p.care, p.is_private,"
	  " i.part_code IS NOT NULL AS has_part,"
	  " i.part_code IS NOT NULL AND i.nature_code IS NOT NULL AND i.event_code IS NOT NULL"
	  " AND i.source_code IS NOT NULL AS is_coded, c.id IS NOT NULL AS has_case"
	  " FROM injured_person p LEFT JOIN injury i ON i.injured_person_id = p.id"
	  " LEFT JOIN osha_case c ON c.injured_person_id = p.id"
	  " WHERE p.incident_id = ? AND p.organization_id = ? AND p.removed_at IS NULL ORDER BY p.id LIMIT 1000");

enum rc injury_find(struct db *db, struct arena *arena, int64_t organization_id, int64_t injured_person_id,
		    struct injury *out)
{
	return db_one(db, arena, &injury_of_person, PARAMS(P_INT(injured_person_id), P_INT(organization_id)), out);
}

enum rc injury_insert(struct db *db, const struct injury *injury)
{
	return db_write(db, &injury_add, injury, NO_PARAMS, NULL);
}

enum rc injury_update(struct db *db, const struct injury *injury)
{
	return db_write_one(
		db, &injury_change, injury,
		PARAMS(P_INT(injury->injured_person_id), P_INT(injury->organization_id), P_INT(injury->version)),
		RC_CONFLICT);
}

enum rc injured_rows(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id, struct rows *rows)
{
	return db_list(db, arena, &injured_row_list, PARAMS(P_INT(incident_id), P_INT(organization_id)), rows);
}
