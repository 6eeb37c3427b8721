#include "impact/violation_store.h"

#include <stddef.h>

STATEMENT(rule_of_id, &safety_rule_record, NULL,
	  "SELECT {columns} FROM safety_rule WHERE id = ? AND organization_id = ?");
STATEMENT(safety_rules, &safety_rule_record, NULL,
	  "SELECT {columns} FROM safety_rule WHERE organization_id = ? AND (? = 1 OR is_active) ORDER BY code"
	  " LIMIT 5000");
STATEMENT(safety_rule_add, NULL, &safety_rule_record, "INSERT INTO safety_rule ({names}) VALUES ({values})");
STATEMENT(safety_rule_change, NULL, &safety_rule_record,
	  "UPDATE safety_rule SET {assignments}, version = version + 1 WHERE id = ? AND organization_id = ?"
	  " AND version = ?");

#define OFFSET(member) .name = #member, .offset = offsetof(struct violation_row, member)
static const struct field violation_row_fields[] = {
	{.kind = FIELD_UUID, OFFSET(uuid)},
	{.kind = FIELD_TEXT, OFFSET(code), .max = 60},
	{.kind = FIELD_TEXT, OFFSET(title), .max = 200},
	{.kind = FIELD_CODE, OFFSET(kind), .codes = &safety_rule_kind_codes},
	{.kind = FIELD_TEXT, OFFSET(given_name), .max = 100},
	{.kind = FIELD_TEXT, OFFSET(family_name), .max = 100},
	{.kind = FIELD_PROSE, OFFSET(description)},
	{.kind = FIELD_CODE, OFFSET(training), .codes = &training_state_codes},
	{.kind = FIELD_TEXT, OFFSET(course), .max = 200},
	{.kind = FIELD_DAY, OFFSET(completed_on)},
	{.kind = FIELD_DAY, OFFSET(expires_on)},
	FIELD_END,
};
#undef OFFSET
const struct record violation_row_record = {"incident_violation", sizeof(struct violation_row), violation_row_fields};

const struct incident_count violation_count = {
	"(SELECT COUNT(*) FROM incident_violation x FORCE INDEX (incident) WHERE x.incident_id = i.id AND x.removed_at IS NULL)"};
STATEMENT(violation_row_list, &violation_row_record, NULL,
	  "SELECT v.uuid, r.code, r.title, r.kind, p.given_name, p.family_name, v.description, v.training,"
	  " c.name AS course, t.completed_on, t.expires_on FROM incident_violation v"
	  " JOIN safety_rule r ON r.id = v.rule_id LEFT JOIN person p ON p.id = v.person_id"
	  " LEFT JOIN training_record t ON t.id = v.training_record_id"
	  " LEFT JOIN training_course c ON c.id = t.course_id"
	  " WHERE v.incident_id = ? AND v.organization_id = ? AND v.removed_at IS NULL ORDER BY v.id LIMIT 500");
STATEMENT(violation_of_uuid, &incident_violation_record, NULL,
	  "SELECT {columns} FROM incident_violation WHERE uuid = ? AND incident_id = ? AND organization_id = ?"
	  " AND removed_at IS NULL");
STATEMENT(violation_add, NULL, &incident_violation_record,
	  "INSERT INTO incident_violation ({names}) VALUES ({values})");
STATEMENT(violation_change, NULL, &incident_violation_record,
	  "UPDATE incident_violation SET {assignments}, version = version + 1 WHERE id = ? AND organization_id = ?"
	  " AND version = ?");
STATEMENT(safety_rule_delete, NULL, NULL, "DELETE FROM safety_rule WHERE id = ? AND organization_id = ?");

enum rc safety_rule_by_id(struct db *db, struct arena *arena, int64_t organization_id, int64_t id,
			  struct safety_rule *out)
{
	return db_one(db, arena, &rule_of_id, PARAMS(P_INT(id), P_INT(organization_id)), out);
}

enum rc safety_rule_list(struct db *db, struct arena *arena, int64_t organization_id, bool with_inactive,
			 struct rows *rows)
{
	return db_list(db, arena, &safety_rules, PARAMS(P_INT(organization_id), P_INT(with_inactive)), rows);
}

enum rc safety_rule_insert(struct db *db, struct safety_rule *rule)
{
	return db_insert(db, &safety_rule_add, rule, &rule->id);
}

enum rc safety_rule_update(struct db *db, const struct safety_rule *rule)
{
	return db_write_one(db, &safety_rule_change, rule,
			    PARAMS(P_INT(rule->id), P_INT(rule->organization_id), P_INT(rule->version)), RC_CONFLICT);
}

enum rc violation_rows(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
		       struct rows *rows)
{
	return db_list(db, arena, &violation_row_list, PARAMS(P_INT(incident_id), P_INT(organization_id)), rows);
}

enum rc incident_violation_find(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
				struct str uuid, void *out)
{
	return db_one(db, arena, &violation_of_uuid,
		      PARAMS(P_TEXT(uuid), P_INT(incident_id), P_INT(organization_id)), out);
}

enum rc incident_violation_insert(struct db *db, struct incident_violation *row)
{
	return db_insert(db, &violation_add, row, &row->id);
}

enum rc incident_violation_update(struct db *db, const struct incident_violation *row)
{
	return db_write_one(db, &violation_change, row,
			    PARAMS(P_INT(row->id), P_INT(row->organization_id), P_INT(row->version)), RC_CONFLICT);
}

enum rc safety_rule_remove(struct db *db, int64_t organization_id, int64_t id)
{
	return db_write_one(db, &safety_rule_delete, NULL, PARAMS(P_INT(id), P_INT(organization_id)), RC_CONFLICT);
}
