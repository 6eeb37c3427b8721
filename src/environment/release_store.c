#include "environment/release_store.h"
#include "incident/incident.h"

#include <stddef.h>

const struct incident_count release_count = {
	"(SELECT COUNT(*) FROM incident_material x FORCE INDEX (incident) WHERE x.incident_id = i.id"
	" AND x.withdrawn_at IS NULL)"};
STATEMENT(
	release_of_incident, &release_record, NULL,
	"SELECT {columns} FROM incident_material FORCE INDEX (incident) WHERE incident_id = ? AND organization_id = ?"
	" AND withdrawn_at IS NULL ORDER BY id LIMIT 200");
STATEMENT(
	release_of_uuid, &release_record, NULL,
	"SELECT {columns} FROM incident_material WHERE uuid = ? AND organization_id = ? AND incident_id = ?");
STATEMENT(release_of_id, &release_record, NULL,
	  "SELECT {columns} FROM incident_material WHERE id = ? AND organization_id = ?");
STATEMENT(release_add, NULL, &release_record, "INSERT INTO incident_material ({names}) VALUES ({values})");
STATEMENT(release_change, NULL, &release_record,
	  "UPDATE incident_material SET {assignments}, version = version + 1"
	  " WHERE id = ? AND organization_id = ? AND version = ?");

STATEMENT(
	release_answer, NULL, NULL,
	"UPDATE incident_material SET cercla = ?, epcra = ?, oil = ?, reportable_at = COALESCE(reportable_at, ?)"
	" WHERE id = ? AND organization_id = ?");

STATEMENT(
	component_list, &release_component_record, NULL,
	"SELECT {columns} FROM material_component FORCE INDEX (position) WHERE material_id = ? AND organization_id = ?"
	" ORDER BY position LIMIT 20");
STATEMENT(component_clear, NULL, NULL,
	  "DELETE FROM material_component WHERE material_id = ? AND organization_id = ?");
STATEMENT(component_add, NULL, &release_component_record,
	  "INSERT INTO material_component ({names}) VALUES ({values})");
STATEMENT(component_count, NULL, NULL,
	  "UPDATE material_component SET counted = ? WHERE id = ? AND organization_id = ?");

#define AT(member) .name = #member, .offset = offsetof(struct release_near, member)
static const struct field near_fields[] = {
	{.kind = FIELD_ID, AT(material_id)},
	{.kind = FIELD_MOMENT, AT(released_from)},
	{.kind = FIELD_MOMENT, AT(released_to)},
	{.kind = FIELD_BOOL, AT(is_continuing)},
	{.kind = FIELD_INT, AT(counted), .flags = FIELD_OPTIONAL},
	{.kind = FIELD_TEXT, AT(number)},
	FIELD_END,
};
#undef AT
static const struct record near_record = {"release_near", sizeof(struct release_near), near_fields};

/* Index adding. A release that goes on reaches up to now. */
STATEMENT(release_near_some, &near_record, NULL,
	  "SELECT c.material_id, c.released_from, c.released_to, m.is_continuing, c.counted, i.number"
	  " FROM material_component c FORCE INDEX (adding)"
	  " STRAIGHT_JOIN incident_material m FORCE INDEX (PRIMARY) ON m.id = c.material_id"
	  " STRAIGHT_JOIN incident i FORCE INDEX (PRIMARY) ON i.id = m.incident_id"
	  " WHERE c.organization_id = ? AND c.establishment_id = ? AND c.environment = ? AND c.same_as = ?"
	  " AND c.material_id <> ? AND m.withdrawn_at IS NULL AND c.released_from <= ?"
	  " AND (m.is_continuing OR COALESCE(c.released_to, c.released_from) >= ?)"
	  " ORDER BY c.released_from, c.id LIMIT 500");

STATEMENT(facility_lock, &near_record, NULL,
	  "SELECT id AS material_id FROM establishment WHERE id = ? AND organization_id = ? FOR UPDATE");

STATEMENT(
	decision_list, &release_decision_record, NULL,
	"SELECT {columns} FROM release_decision FORCE INDEX (history) WHERE material_id = ? AND organization_id = ?"
	" ORDER BY id DESC LIMIT 50");
STATEMENT(decision_add, NULL, &release_decision_record,
	  "INSERT INTO release_decision ({names}) VALUES ({values})");

enum rc release_list(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
		     struct rows *rows)
{
	return db_list(db, arena, &release_of_incident, PARAMS(P_INT(incident_id), P_INT(organization_id)),
		       rows);
}

enum rc release_by_uuid(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
			struct str uuid, struct release *out)
{
	return db_one(db, arena, &release_of_uuid,
		      PARAMS(P_TEXT(uuid), P_INT(organization_id), P_INT(incident_id)), out);
}

enum rc release_by_id(struct db *db, struct arena *arena, int64_t organization_id, int64_t id,
		      struct release *out)
{
	return db_one(db, arena, &release_of_id, PARAMS(P_INT(id), P_INT(organization_id)), out);
}

enum rc release_insert(struct db *db, struct release *release)
{
	return db_insert(db, &release_add, release, &release->id);
}

enum rc release_update(struct db *db, struct release *release)
{
	enum rc rc = db_write_one(
		db, &release_change, release,
		PARAMS(P_INT(release->id), P_INT(release->organization_id), P_INT(release->version)),
		RC_CONFLICT);

	if (rc == RC_OK)
		release->version++;
	return rc;
}

enum rc release_answer_put(struct db *db, const struct release *release, moment reportable_at)
{
	const struct codes *codes = &release_answer_codes;

	return db_write_one(db, &release_answer, NULL,
			    PARAMS(P_TEXT(str_of(codes_code(codes, release->cercla))),
				   P_TEXT(str_of(codes_code(codes, release->epcra))),
				   P_TEXT(str_of(codes_code(codes, release->oil))), P_MOMENT(reportable_at),
				   P_INT(release->id), P_INT(release->organization_id)),
			    RC_CONFLICT);
}

enum rc release_components(struct db *db, struct arena *arena, int64_t organization_id, int64_t material_id,
			   struct rows *rows)
{
	return db_list(db, arena, &component_list, PARAMS(P_INT(material_id), P_INT(organization_id)), rows);
}

enum rc release_components_put(struct db *db, const struct release *release,
			       struct release_component *components, size_t count)
{
	enum rc rc = db_write(db, &component_clear, NULL,
			      PARAMS(P_INT(release->id), P_INT(release->organization_id)), NULL);

	for (size_t i = 0; rc == RC_OK && i < count; i++) {
		struct release_component *component = &components[i];
		component->id = 0;
		component->organization_id = release->organization_id;
		component->material_id = release->id;
		component->position = (int64_t)i + 1;
		component->establishment_id = release->establishment_id;
		component->environment = release->environment;
		component->released_from = release->released_from;
		component->released_to = release->released_to;
		rc = db_insert(db, &component_add, component, &component->id);
	}
	return rc;
}

enum rc release_component_count(struct db *db, int64_t organization_id, int64_t id, int64_t counted)
{
	return db_write_one(
		db, &component_count, NULL,
		PARAMS(counted == NUMBER_NONE ? P_NULL : P_INT(counted), P_INT(id), P_INT(organization_id)),
		RC_CONFLICT);
}

enum rc release_near_list(struct db *db, struct arena *arena, const struct release_component *component,
			  moment from, moment to, struct rows *rows)
{
	const char *environment = codes_code(&environment_codes, component->environment);

	return db_list(db, arena, &release_near_some,
		       PARAMS(P_INT(component->organization_id), P_INT(component->establishment_id),
			      P_TEXT(str_of(environment)), P_TEXT(component->same_as),
			      P_INT(component->material_id), P_MOMENT(to + HOURS(24)),
			      P_MOMENT(from - HOURS(24))),
		       rows);
}

enum rc release_lock_facility(struct db *db, struct arena *arena, const struct release *release)
{
	struct release_near row;
	return db_one(db, arena, &facility_lock,
		      PARAMS(P_INT(release->establishment_id), P_INT(release->organization_id)), &row);
}

enum rc release_decisions(struct db *db, struct arena *arena, int64_t organization_id, int64_t material_id,
			  struct rows *rows)
{
	return db_list(db, arena, &decision_list, PARAMS(P_INT(material_id), P_INT(organization_id)), rows);
}

enum rc release_decision_insert(struct db *db, struct release_decision *decision)
{
	return db_insert(db, &decision_add, decision, &decision->id);
}
