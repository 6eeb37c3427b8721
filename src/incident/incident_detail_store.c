#include "incident/incident_detail_store.h"

#include <stddef.h>
#include <string.h>

#include "base/text.h"
#include "incident/lookup_store.h"

#define OFFSET(member) .name = #member, .offset = offsetof(struct incident_around, member)
static const struct field around_fields[] = {
	{.kind = FIELD_TEXT, OFFSET(establishment)},
	{.kind = FIELD_TEXT, OFFSET(zone)},
	{.kind = FIELD_TEXT, OFFSET(area)},
	{.kind = FIELD_TEXT, OFFSET(department)},
	{.kind = FIELD_TEXT, OFFSET(business_unit)},
	{.kind = FIELD_TEXT, OFFSET(project)},
	{.kind = FIELD_TEXT, OFFSET(team)},
	{.kind = FIELD_TEXT, OFFSET(category)},
	{.kind = FIELD_TEXT, OFFSET(reporter)},
	{.kind = FIELD_TEXT, OFFSET(manager)},
	{.kind = FIELD_TEXT, OFFSET(lead)},
	{.kind = FIELD_TEXT, OFFSET(approver)},
	{.kind = FIELD_TEXT, OFFSET(merged_into)},
	{.kind = FIELD_CODE, OFFSET(merged_status), .codes = &status_codes},
	{.kind = FIELD_INT, OFFSET(injured_count)},
	{.kind = FIELD_INT, OFFSET(witness_count)},
	{.kind = FIELD_INT, OFFSET(file_count)},
	{.kind = FIELD_INT, OFFSET(comment_count)},
	{.kind = FIELD_INT, OFFSET(message_count)},
#define COUNTED(n) {.kind = FIELD_INT, .name = "counted_" #n, .offset = offsetof(struct incident_around, counted[n])}
	COUNTED(0),  COUNTED(1),  COUNTED(2),  COUNTED(3),  COUNTED(4),  COUNTED(5),  COUNTED(6),  COUNTED(7),
	COUNTED(8),  COUNTED(9),  COUNTED(10), COUNTED(11), COUNTED(12), COUNTED(13), COUNTED(14), COUNTED(15),
	COUNTED(16), COUNTED(17), COUNTED(18), COUNTED(19), COUNTED(20), COUNTED(21), COUNTED(22), COUNTED(23),
#undef COUNTED
	FIELD_END,
};
#undef OFFSET
const struct record incident_around_record = {"incident_around", sizeof(struct incident_around),
					      around_fields};

#define OFFSET(member) .name = #member, .offset = offsetof(struct incident_file, member)
static const struct field file_fields[] = {
	{.kind = FIELD_ID, OFFSET(id)},
	{.kind = FIELD_UUID, OFFSET(uuid)},
	{.kind = FIELD_TEXT, OFFSET(name)},
	{.kind = FIELD_TEXT, OFFSET(type)},
	{.kind = FIELD_INT, OFFSET(size)},
	{.kind = FIELD_BOOL, OFFSET(has_preview)},
	{.kind = FIELD_ID, OFFSET(added_by_id)},
	{.kind = FIELD_TEXT, OFFSET(added_by)},
	{.kind = FIELD_MOMENT, OFFSET(created_at)},
	FIELD_END,
};
#undef OFFSET
const struct record incident_file_record = {"incident_file", sizeof(struct incident_file), file_fields};

#define OFFSET(member) .name = #member, .offset = offsetof(struct incident_comment, member)
static const struct field comment_fields[] = {
	{.kind = FIELD_ID, OFFSET(id)},
	{.kind = FIELD_CODE, OFFSET(audience), .codes = &audience_codes},
	{.kind = FIELD_ID, OFFSET(author_id)},
	{.kind = FIELD_TEXT, OFFSET(author)},
	{.kind = FIELD_PROSE, OFFSET(body)},
	{.kind = FIELD_MOMENT, OFFSET(created_at)},
	FIELD_END,
};
#undef OFFSET
const struct record incident_comment_record = {"incident_comment", sizeof(struct incident_comment),
					       comment_fields};

static const struct field candidate_fields[] = {
	{.kind = FIELD_ID, .name = "id", .offset = offsetof(struct incident_candidate, id)},
	{.kind = FIELD_TEXT, .name = "name", .offset = offsetof(struct incident_candidate, name)},
	{.kind = FIELD_TEXT, .name = "roles", .offset = offsetof(struct incident_candidate, roles)},
	FIELD_END,
};
const struct record incident_candidate_record = {"incident_candidate", sizeof(struct incident_candidate),
						 candidate_fields};

STATEMENT(incident_of_id, &incident_record, NULL,
	  "SELECT {columns} FROM incident WHERE id = ? AND organization_id = ?");
STATEMENT(incident_of_number, &incident_record, NULL,
	  "SELECT {columns} FROM incident WHERE organization_id = ? AND number = ?");
STATEMENT(incident_of_uuid, &incident_record, NULL,
	  "SELECT {columns} FROM incident WHERE uuid = ? AND organization_id = ?");
/* By primary keys and the keys "incident" of the tables around. */
#define AROUND_NAMES \
	"SELECT a.name AS area, CONCAT(r.given_name, ' ', r.family_name) AS reporter," \
	" CONCAT(m.given_name, ' ', m.family_name) AS manager," \
	" CONCAT(l.given_name, ' ', l.family_name) AS lead, CONCAT(v.given_name, ' ', v.family_name) AS approver," \
	" o.number AS merged_into, o.status AS merged_status," \
	" (SELECT COUNT(*) FROM injured_person x WHERE x.incident_id = i.id AND x.removed_at IS NULL) AS injured_count," \
	" (SELECT COUNT(*) FROM witness x WHERE x.incident_id = i.id AND x.removed_at IS NULL) AS witness_count," \
	" (SELECT COUNT(*) FROM attachment x WHERE x.incident_id = i.id AND NOT x.is_hidden) AS file_count," \
	" (SELECT COUNT(*) FROM comment x WHERE x.incident_id = i.id) AS comment_count," \
	" (SELECT COUNT(*) FROM comment x WHERE x.incident_id = i.id AND x.audience <> 'internal') AS" \
	" message_count"
#define AROUND_FROM \
	" FROM incident i LEFT JOIN area a ON a.id = i.area_id LEFT JOIN person r ON r.id = i.reporter_id" \
	" LEFT JOIN person m ON m.id = i.manager_id LEFT JOIN person l ON l.id = i.investigation_lead_id" \
	" LEFT JOIN person v ON v.id = i.investigation_approver_id LEFT JOIN incident o ON o.id = i.merged_into_id" \
	" WHERE i.organization_id = ? AND i.id = ?"
STATEMENT(around_of_incident, &incident_around_record, NULL, AROUND_NAMES AROUND_FROM);
STATEMENT(
	witnesses_of_incident, &witness_record, NULL,
	"SELECT {columns} FROM witness WHERE organization_id = ? AND incident_id = ? AND removed_at IS NULL"
	" ORDER BY id LIMIT 200");
STATEMENT(files_of_incident, &incident_file_record, NULL,
	  "SELECT f.id, f.uuid, f.name, f.type, f.size, f.preview_sha256 IS NOT NULL AS has_preview,"
	  " f.added_by_id,"
	  " CONCAT(p.given_name, ' ', p.family_name) AS added_by, f.created_at"
	  " FROM attachment f LEFT JOIN person p ON p.id = f.added_by_id"
	  " WHERE f.organization_id = ? AND f.incident_id = ? AND NOT f.is_hidden ORDER BY f.id LIMIT 500");
STATEMENT(file_of_incident, &attachment_record, NULL,
	  "SELECT {columns} FROM attachment WHERE organization_id = ? AND incident_id = ? AND uuid = ? AND"
	  " NOT is_hidden");
STATEMENT(comments_of_incident, &incident_comment_record, NULL,
	  "SELECT c.id, c.audience, c.author_id, CONCAT(p.given_name, ' ', p.family_name) AS author, c.body,"
	  " c.created_at FROM comment c LEFT JOIN person p ON p.id = c.author_id WHERE c.organization_id = ?"
	  " AND c.incident_id = ? AND c.id < ? AND (? = 0 OR c.audience <> 'internal') ORDER BY c.id DESC"
	  " LIMIT 101");
/* Few accounts hold these roles; key "organization" of role_grant. */
STATEMENT(candidates_of_organization, &incident_candidate_record, NULL,
	  "SELECT STRAIGHT_JOIN p.id, CONCAT(p.given_name, ' ', p.family_name) AS name, g.roles FROM"
	  " (SELECT account_id, GROUP_CONCAT(DISTINCT role) AS roles FROM role_grant WHERE organization_id = ?"
	  "  AND role IN"
	  "  ('supervisor', 'ehs_specialist', 'investigator', 'operator', 'superadmin', 'administrator')"
	  "  GROUP BY account_id) g"
	  " JOIN account a FORCE INDEX (PRIMARY) ON a.id = g.account_id AND a.is_active"
	  " JOIN person p ON p.id = a.person_id"
	  " ORDER BY p.given_name, p.family_name LIMIT 2000");
STATEMENT(account_of_reporter, &incident_candidate_record, NULL,
	  "SELECT id FROM account WHERE organization_id = ? AND person_id = ?");

enum rc incident_by_number(struct db *db, struct arena *arena, int64_t organization_id, struct str number,
			   struct incident *out)
{
	return db_one(db, arena, &incident_of_number, PARAMS(P_INT(organization_id), P_TEXT(number)), out);
}

enum rc incident_by_uuid(struct db *db, struct arena *arena, int64_t organization_id, struct str uuid, struct incident *out)
{
	return db_one(db, arena, &incident_of_uuid, PARAMS(P_TEXT(uuid), P_INT(organization_id)), out);
}

enum rc incident_by_id(struct db *db, struct arena *arena, int64_t organization_id, int64_t id, struct incident *out)
{
	return db_one(db, arena, &incident_of_id, PARAMS(P_INT(id), P_INT(organization_id)), out);
}

/* What this program counts, and the statement that does. */
static struct {
	const struct incident_count *in_use[INCIDENT_COUNTS_MOST];
	size_t count;
	const struct statement *statement;
} counting = {.statement = &around_of_incident};

static const struct statement *counting_statement(void)
{
	struct arena *arena = arena_new(0);
	struct text sql = TEXT_IN(arena);

	text_cstr(&sql, AROUND_NAMES);
	for (size_t i = 0; i < counting.count; i++)
		text_printf(&sql, ", %s AS counted_%zu", counting.in_use[i]->sql, i);
	text_cstr(&sql, AROUND_FROM);
	const struct statement *statement = db_compose("around_with_counts", &incident_around_record, text_str(&sql));
	arena_free(arena);
	return statement;
}

void incident_count_use(const struct incident_count *count)
{
	for (size_t i = 0; i < counting.count; i++)
		if (counting.in_use[i] == count)
			return;
	if (counting.count == INCIDENT_COUNTS_MOST)
		return;
	counting.in_use[counting.count++] = count;
	counting.statement = NULL;
}

int64_t incident_count_of(const struct incident_around *around, const struct incident_count *count)
{
	for (size_t i = 0; i < counting.count; i++)
		if (counting.in_use[i] == count)
			return around->counted[i];
	return INCIDENT_NOT_COUNTED;
}

static void name_all(const struct lookup *lookup, const struct incident *incident, struct incident_around *out)
{
	const struct lookup_row *place = lookup_find(lookup, LOOKUP_ESTABLISHMENT, incident->establishment_id);

	out->establishment = place ? place->name : STR("");
	out->zone = place ? place->zone : STR_NONE;
	out->department = lookup_name(lookup, LOOKUP_DEPARTMENT, incident->department_id);
	out->business_unit = lookup_name(lookup, LOOKUP_BUSINESS_UNIT, incident->business_unit_id);
	out->project = lookup_name(lookup, LOOKUP_PROJECT, incident->project_id);
	out->team = lookup_name(lookup, LOOKUP_TEAM, incident->team_id);
	out->category = lookup_name(lookup, LOOKUP_CATEGORY, incident->category_id);
}

enum rc incident_around_bare(struct db *db, const struct viewer *viewer, const struct incident *incident,
			     struct incident_around *out)
{
	const struct lookup *lookup;
	enum rc rc = lookup_of(db, viewer, &lookup);

	if (rc != RC_OK)
		return rc;
	const struct lookup_row *manager = lookup_find(lookup, LOOKUP_MANAGER, incident->manager_id);
	if (incident->area_id || incident->investigation_lead_id || incident->investigation_approver_id ||
	    incident->merged_into_id || (incident->manager_id && !manager) ||
	    (incident->reporter_id && incident->reporter_id != viewer->person_id))
		return RC_NOT_FOUND;
	record_clear(&incident_around_record, out);
	memset(out->counted, 0, sizeof out->counted);
	out->manager = manager ? manager->name : STR_NONE;
	out->reporter = incident->reporter_id ? viewer->name : STR_NONE;
	name_all(lookup, incident, out);
	return RC_OK;
}

enum rc incident_around(struct db *db, struct arena *arena, const struct viewer *viewer,
			const struct incident *incident, struct incident_around *out)
{
	const struct lookup *lookup;

	if (!counting.statement)
		counting.statement = counting_statement();
	if (!counting.statement)
		return RC_FAULT;
	enum rc rc = db_one(db, arena, counting.statement,
			    PARAMS(P_INT(incident->organization_id), P_INT(incident->id)), out);
	if (rc == RC_OK)
		rc = lookup_of(db, viewer, &lookup);
	if (rc == RC_OK)
		name_all(lookup, incident, out);
	return rc;
}

enum rc incident_witnesses(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
			   struct rows *rows)
{
	return db_list(db, arena, &witnesses_of_incident, PARAMS(P_INT(organization_id), P_INT(incident_id)),
		       rows);
}

enum rc incident_files(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
		       struct rows *rows)
{
	return db_list(db, arena, &files_of_incident, PARAMS(P_INT(organization_id), P_INT(incident_id)),
		       rows);
}

enum rc incident_file_by_uuid(struct db *db, struct arena *arena, int64_t organization_id,
			      int64_t incident_id, struct str uuid, struct attachment *out)
{
	return db_one(db, arena, &file_of_incident,
		      PARAMS(P_INT(organization_id), P_INT(incident_id), P_TEXT(uuid)), out);
}

enum rc incident_comments(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
			  bool only_messages, int64_t before_id, struct rows *rows)
{
	return db_list(db, arena, &comments_of_incident,
		       PARAMS(P_INT(organization_id), P_INT(incident_id),
			      P_INT(before_id ? before_id : INT64_MAX), P_INT(only_messages)),
		       rows);
}

bool incident_candidate_may(const struct incident_candidate *candidate, enum permission permission)
{
	struct str roles = candidate->roles;

	for (struct str code; str_split(&roles, ',', &code);) {
		int role = codes_find(&role_codes, code);
		if (role > 0 && (permission_roles(permission) & (1u << role)))
			return true;
	}
	return false;
}

enum rc incident_candidates(struct db *db, struct arena *arena, int64_t organization_id, struct rows *rows)
{
	return db_list(db, arena, &candidates_of_organization, PARAMS(P_INT(organization_id)), rows);
}

enum rc incident_reporter_account(struct db *db, struct arena *arena, const struct incident *incident,
				  int64_t *account_id)
{
	struct incident_candidate row = {0};
	enum rc rc = RC_NOT_FOUND;

	if (incident->reporter_id)
		rc = db_one(db, arena, &account_of_reporter,
			    PARAMS(P_INT(incident->organization_id), P_INT(incident->reporter_id)), &row);
	*account_id = rc == RC_OK ? row.id : 0;
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}
