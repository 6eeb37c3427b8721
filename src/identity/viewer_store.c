#include "identity/viewer_store.h"

#include <stddef.h>

/* An account with its person and one of its roles: as many rows as roles. */
struct viewer_row {
	int64_t account_id;
	int64_t organization_id;
	struct str organization_code;
	struct str organization_name;
	struct str organization_zone;
	int64_t person_id;
	struct str login;
	struct str locale;
	struct str given_name;
	struct str family_name;
	int64_t establishment_id;
	int64_t department_id;
	int64_t team_id;
	int role;
	int64_t role_establishment_id;
	int64_t role_department_id;
	int64_t directory_version;
};

#define OFFSET(member) .name = #member, .offset = offsetof(struct viewer_row, member)
static const struct field viewer_row_fields[] = {
	{.kind = FIELD_ID, OFFSET(account_id)},
	{.kind = FIELD_ID, OFFSET(organization_id)},
	{.kind = FIELD_TEXT, OFFSET(organization_code)},
	{.kind = FIELD_TEXT, OFFSET(organization_name)},
	{.kind = FIELD_TEXT, OFFSET(organization_zone)},
	{.kind = FIELD_ID, OFFSET(person_id)},
	{.kind = FIELD_TEXT, OFFSET(login)},
	{.kind = FIELD_TEXT, OFFSET(locale)},
	{.kind = FIELD_TEXT, OFFSET(given_name)},
	{.kind = FIELD_TEXT, OFFSET(family_name)},
	{.kind = FIELD_ID, OFFSET(establishment_id)},
	{.kind = FIELD_ID, OFFSET(department_id)},
	{.kind = FIELD_ID, OFFSET(team_id)},
	{.kind = FIELD_CODE, OFFSET(role), .codes = &role_codes},
	{.kind = FIELD_ID, OFFSET(role_establishment_id)},
	{.kind = FIELD_ID, OFFSET(role_department_id)},
	{.kind = FIELD_INT, OFFSET(directory_version)},
	FIELD_END,
};
#undef OFFSET
static const struct record viewer_row_record = {"viewer", sizeof(struct viewer_row), viewer_row_fields};

STATEMENT(viewer_of_account, &viewer_row_record, NULL,
	  "SELECT a.id AS account_id, a.organization_id, o.code AS organization_code,"
	  " o.name AS organization_name, o.zone AS organization_zone, a.person_id, a.login, a.locale,"
	  " p.given_name, p.family_name, p.establishment_id, p.department_id, p.team_id, g.role,"
	  " g.establishment_id AS role_establishment_id, g.department_id AS role_department_id,"
	  " d.version AS directory_version"
	  " FROM account a"
	  " STRAIGHT_JOIN person p ON p.id = a.person_id"
	  " STRAIGHT_JOIN organization o ON o.id = a.organization_id"
	  " STRAIGHT_JOIN directory_version d ON d.organization_id = a.organization_id"
	  " LEFT JOIN role_grant g ON g.account_id = a.id AND (g.until_on IS NULL OR g.until_on >= ?)"
	  " WHERE a.id = ? AND a.is_active");

static void set_grants(struct arena *arena, struct rows rows, struct viewer *viewer)
{
	struct grant *grants = ARENA_ARRAY(arena, struct grant, rows.count);

	viewer->grants = grants;
	for (size_t i = 0; i < rows.count; i++) {
		const struct viewer_row *row = ROW(struct viewer_row, rows, i);
		if (row->role == ROLE_NONE)
			continue; /* an account without roles has one row all the same */
		grants[viewer->grant_count++] = (struct grant){(enum role)row->role, row->role_establishment_id,
							       row->role_department_id};
		viewer->roles |= 1u << row->role;
	}
}

static void set_viewer(struct arena *arena, struct rows rows, struct viewer *viewer)
{
	const struct viewer_row *row = rows.at;

	*viewer = (struct viewer){
		.organization_id = row->organization_id,
		.organization_code = row->organization_code,
		.organization_name = row->organization_name,
		.organization_zone = row->organization_zone,
		.account_id = row->account_id,
		.person_id = row->person_id,
		.name = arena_printf(arena, "%.*s %.*s", STR_ARG(row->given_name), STR_ARG(row->family_name)),
		.login = row->login,
		.locale = row->locale,
		.establishment_id = row->establishment_id,
		.department_id = row->department_id,
		.team_id = row->team_id,
		.directory_version = row->directory_version,
	};
	set_grants(arena, rows, viewer);
}

enum rc viewer_load(struct db *db, struct arena *arena, int64_t account_id, day today, struct viewer *viewer)
{
	struct rows rows;
	enum rc rc = db_list(db, arena, &viewer_of_account, PARAMS(P_DAY(today), P_INT(account_id)), &rows);

	if (rc == RC_OK && rows.count == 0)
		rc = RC_NOT_FOUND;
	if (rc == RC_OK)
		set_viewer(arena, rows, viewer);
	return rc;
}
