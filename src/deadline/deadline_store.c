#include "deadline/deadline_store.h"

#include <stddef.h>

/* The index named is a key of the table. */
const struct incident_count deadline_count_open = {
	"(SELECT COUNT(*) FROM deadline x FORCE INDEX (incident) WHERE x.organization_id = i.organization_id"
	" AND x.incident_id = i.id AND x.is_open)"};
const struct incident_count deadline_count_behind = {
	"EXISTS (SELECT 1 FROM event x FORCE INDEX (open) WHERE x.state = 'waiting')"};

STATEMENT(deadlines_of_incident, &deadline_record, NULL,
	  "SELECT {columns} FROM deadline FORCE INDEX (incident) WHERE organization_id = ? AND incident_id = ? LIMIT 5000");
STATEMENT(deadlines_of_capa, &deadline_record, NULL,
	  "SELECT {columns} FROM deadline FORCE INDEX (subject) WHERE organization_id = ?"
	  " AND kind IN ('capa', 'effectiveness') AND subject_id = ? LIMIT 10");
STATEMENT(deadlines_of_kind, &deadline_record, NULL,
	  "SELECT {columns} FROM deadline FORCE INDEX (kind) WHERE organization_id = ? AND kind = ?"
	  " AND (due_at >= ? OR is_open = 1) LIMIT 100000");
STATEMENT(deadline_one, &deadline_record, NULL, "SELECT {columns} FROM deadline WHERE id = ? AND organization_id = ?");
STATEMENT(deadline_locked, &deadline_record, NULL,
	  "SELECT {columns} FROM deadline WHERE id = ? AND organization_id = ? FOR UPDATE");
STATEMENT(deadline_add, NULL, &deadline_record, "INSERT INTO deadline ({names}) VALUES ({values})");
STATEMENT(deadline_change, NULL, &deadline_record,
	  "UPDATE deadline SET {assignments} WHERE id = ? AND organization_id = ? AND stage = ? AND round = ?"
	  " AND sequence = ?");

static const struct field due_fields[] = {
	{.kind = FIELD_ID, .name = "id", .offset = offsetof(struct deadline_due, id)},
	{.kind = FIELD_ID, .name = "organization_id", .offset = offsetof(struct deadline_due, organization_id)},
	{.kind = FIELD_ID, .name = "incident_id", .offset = offsetof(struct deadline_due, incident_id)},
	FIELD_END,
};
static const struct record due_record = {"deadline_due", sizeof(struct deadline_due), due_fields};
STATEMENT(deadlines_due, &due_record, NULL,
	  "SELECT id, organization_id, incident_id FROM deadline FORCE INDEX (next) WHERE next_at <= ?"
	  " ORDER BY next_at, id LIMIT ?");
STATEMENT(deadline_told_add, NULL, NULL,
	  "INSERT INTO deadline_told (deadline_id, round, stage, organization_id, told_at) VALUES (?, ?, ?, ?, ?)");
STATEMENT(deadline_look_again, NULL, NULL,
	  "UPDATE deadline FORCE INDEX (kind) SET next_at = ? WHERE organization_id = ? AND kind = ? AND is_open = 1"
	  " AND is_quiet = 0 AND environment = 'prod'");

STATEMENT(rules_stored, &deadline_rule_record, NULL,
	  "SELECT {columns} FROM deadline_rule WHERE organization_id = ? LIMIT 100");
STATEMENT(rule_add, NULL, &deadline_rule_record, "INSERT INTO deadline_rule ({names}) VALUES ({values})");
STATEMENT(rule_change, NULL, &deadline_rule_record,
	  "UPDATE deadline_rule SET {assignments} WHERE organization_id = ? AND kind = ? AND version = ?");

#define AT(member) .name = #member, .offset = offsetof(struct day_off, member)
static const struct field day_off_fields[] = {
	{.kind = FIELD_ID, AT(id), .flags = FIELD_STORED | FIELD_KEY | FIELD_QUIET},
	{.kind = FIELD_ID, AT(organization_id), .flags = FIELD_STORED | FIELD_KEY | FIELD_QUIET},
	{.kind = FIELD_ID, AT(establishment_id), .label = N_("Establishment"), .flags = FIELD_STORED},
	{.kind = FIELD_DAY, AT(off_on), .label = N_("Day"), .flags = FIELD_STORED | FIELD_REQUIRED},
	{.kind = FIELD_TEXT, AT(name), .label = N_("What is it?"), .flags = FIELD_STORED | FIELD_REQUIRED, .max = 120},
	{.kind = FIELD_MOMENT, AT(created_at), .flags = FIELD_STORED | FIELD_KEY | FIELD_QUIET},
	FIELD_END,
};
#undef AT
const struct record day_off_record = {"deadline_day_off", sizeof(struct day_off), day_off_fields};
STATEMENT(days_off_from, &day_off_record, NULL,
	  "SELECT {columns} FROM deadline_day_off FORCE INDEX (day) WHERE organization_id = ? AND off_on >= ?"
	  " ORDER BY off_on, id LIMIT 1000");
STATEMENT(day_off_one, &day_off_record, NULL,
	  "SELECT {columns} FROM deadline_day_off WHERE id = ? AND organization_id = ?");
STATEMENT(day_off_add, NULL, &day_off_record, "INSERT INTO deadline_day_off ({names}) VALUES ({values})");
STATEMENT(day_off_remove, NULL, NULL, "DELETE FROM deadline_day_off WHERE id = ? AND organization_id = ?");

enum rc deadline_of_incident(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
			     struct rows *rows)
{
	return db_list(db, arena, &deadlines_of_incident, PARAMS(P_INT(organization_id), P_INT(incident_id)), rows);
}

enum rc deadline_of_capa(struct db *db, struct arena *arena, int64_t organization_id, int64_t capa_id,
			 struct rows *rows)
{
	return db_list(db, arena, &deadlines_of_capa, PARAMS(P_INT(organization_id), P_INT(capa_id)), rows);
}

static struct param kind_param(int kind)
{
	return P_TEXT(str_of(codes_code(&deadline_kind_codes, kind)));
}

enum rc deadline_of_kind(struct db *db, struct arena *arena, int64_t organization_id, enum deadline_kind kind,
			 moment after, struct rows *rows)
{
	return db_list(db, arena, &deadlines_of_kind,
		       PARAMS(P_INT(organization_id), kind_param((int)kind), P_MOMENT(after)), rows);
}

enum rc deadline_by_id(struct db *db, struct arena *arena, int64_t organization_id, int64_t id, struct deadline *out)
{
	return db_one(db, arena, &deadline_one, PARAMS(P_INT(id), P_INT(organization_id)), out);
}

enum rc deadline_lock(struct db *db, struct arena *arena, int64_t organization_id, int64_t id, struct deadline *out)
{
	return db_one(db, arena, &deadline_locked, PARAMS(P_INT(id), P_INT(organization_id)), out);
}

enum rc deadline_insert(struct db *db, struct deadline *deadline)
{
	return db_insert(db, &deadline_add, deadline, &deadline->id);
}

enum rc deadline_update(struct db *db, const struct deadline *before, const struct deadline *after)
{
	return db_write_one(db, &deadline_change, after,
			    PARAMS(P_INT(before->id), P_INT(before->organization_id), P_INT(before->stage),
				   P_INT(before->round), P_INT(before->sequence)),
			    RC_CONFLICT);
}

enum rc deadline_due_list(struct db *db, struct arena *arena, moment now, int64_t most, struct rows *rows)
{
	return db_list(db, arena, &deadlines_due, PARAMS(P_MOMENT(now), P_INT(most)), rows);
}

enum rc deadline_told_insert(struct db *db, const struct deadline *deadline, int64_t stage, moment now)
{
	return db_write(db, &deadline_told_add, NULL,
			PARAMS(P_INT(deadline->id), P_INT(deadline->round), P_INT(stage),
			       P_INT(deadline->organization_id), P_MOMENT(now)),
			NULL);
}

enum rc deadline_recheck(struct db *db, int64_t organization_id, enum deadline_kind kind, moment now)
{
	return db_write(db, &deadline_look_again, NULL,
			PARAMS(P_MOMENT(now), P_INT(organization_id), kind_param((int)kind)), NULL);
}

enum rc deadline_rules(struct db *db, struct arena *arena, int64_t organization_id, struct deadline_rule *rules)
{
	struct rows rows;
	enum rc rc = db_list(db, arena, &rules_stored, PARAMS(P_INT(organization_id)), &rows);

	for (int kind = 0; kind < DEADLINE_KIND_COUNT; kind++)
		rules[kind] = deadline_rule_default(organization_id, (enum deadline_kind)kind);
	for (size_t i = 0; rc == RC_OK && i < rows.count; i++)
		rules[ROW(struct deadline_rule, rows, i)->kind] = *ROW(struct deadline_rule, rows, i);
	return rc;
}

enum rc deadline_rule_put(struct db *db, struct deadline_rule *rule)
{
	const int64_t before = rule->version++;

	if (before == 0) {
		enum rc rc = db_write(db, &rule_add, rule, NO_PARAMS, NULL);
		return rc == RC_DUPLICATE ? RC_CONFLICT : rc;
	}
	return db_write_one(db, &rule_change, rule,
			    PARAMS(P_INT(rule->organization_id), kind_param(rule->kind), P_INT(before)), RC_CONFLICT);
}

enum rc deadline_days_off(struct db *db, struct arena *arena, int64_t organization_id, day from, struct rows *rows)
{
	return db_list(db, arena, &days_off_from, PARAMS(P_INT(organization_id), P_DAY(from)), rows);
}

enum rc deadline_day_off_insert(struct db *db, struct day_off *off)
{
	return db_insert(db, &day_off_add, off, &off->id);
}

enum rc deadline_day_off_by_id(struct db *db, struct arena *arena, int64_t organization_id, int64_t id,
			       struct day_off *out)
{
	return db_one(db, arena, &day_off_one, PARAMS(P_INT(id), P_INT(organization_id)), out);
}

enum rc deadline_day_off_remove(struct db *db, int64_t organization_id, int64_t id)
{
	return db_write_one(db, &day_off_remove, NULL, PARAMS(P_INT(id), P_INT(organization_id)), RC_NOT_FOUND);
}
