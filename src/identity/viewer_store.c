#include "identity/viewer_store.h"

#include <stddef.h>

struct account_row {
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
};

#define OFFSET(member) .name = #member, .offset = offsetof(struct account_row, member)
static const struct field account_row_fields[] = {
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
	FIELD_END,
};
#undef OFFSET
static const struct record account_row_record = {"account", sizeof(struct account_row), account_row_fields};

struct grant_row {
	int role;
	int64_t establishment_id;
	int64_t department_id;
};

#define OFFSET(member) .name = #member, .offset = offsetof(struct grant_row, member)
static const struct field grant_row_fields[] = {
	{.kind = FIELD_CODE, OFFSET(role), .codes = &role_codes},
	{.kind = FIELD_ID, OFFSET(establishment_id)},
	{.kind = FIELD_ID, OFFSET(department_id)},
	FIELD_END,
};
#undef OFFSET
static const struct record grant_row_record = {"role_grant", sizeof(struct grant_row), grant_row_fields};

STATEMENT(viewer_account, &account_row_record, NULL,
	  "SELECT a.organization_id, o.code AS organization_code, o.name AS organization_name,"
	  " o.zone AS organization_zone, a.person_id, a.login, a.locale, p.given_name, p.family_name,"
	  " p.establishment_id, p.department_id, p.team_id FROM account a"
	  " JOIN person p ON p.id = a.person_id JOIN organization o ON o.id = a.organization_id"
	  " WHERE a.id = ? AND a.is_active");
STATEMENT(viewer_grants, &grant_row_record, NULL,
	  "SELECT role, establishment_id, department_id FROM role_grant"
	  " WHERE account_id = ? AND (until_on IS NULL OR until_on >= ?)");

static enum rc load_grants(struct db *db, struct arena *arena, day today, struct viewer *viewer)
{
	struct rows rows;
	enum rc rc =
		db_list(db, arena, &viewer_grants, PARAMS(P_INT(viewer->account_id), P_DAY(today)), &rows);
	if (rc != RC_OK)
		return rc;
	struct grant *grants = ARENA_ARRAY(arena, struct grant, rows.count);
	for (size_t i = 0; i < rows.count; i++) {
		const struct grant_row *row = ROW(struct grant_row, rows, i);
		grants[i] = (struct grant){(enum role)row->role, row->establishment_id, row->department_id};
		viewer->roles |= 1u << row->role;
	}
	viewer->grants = grants;
	viewer->grant_count = rows.count;
	return RC_OK;
}

enum rc viewer_load(struct db *db, struct arena *arena, int64_t account_id, day today, struct viewer *viewer)
{
	struct account_row row;
	enum rc rc = db_one(db, arena, &viewer_account, PARAMS(P_INT(account_id)), &row);
	if (rc != RC_OK)
		return rc;
	*viewer = (struct viewer){
		.organization_id = row.organization_id,
		.organization_code = row.organization_code,
		.organization_name = row.organization_name,
		.organization_zone = row.organization_zone,
		.account_id = account_id,
		.person_id = row.person_id,
		.name = arena_printf(arena, "%.*s %.*s", STR_ARG(row.given_name), STR_ARG(row.family_name)),
		.login = row.login,
		.locale = row.locale,
		.establishment_id = row.establishment_id,
		.department_id = row.department_id,
		.team_id = row.team_id,
	};
	return load_grants(db, arena, today, viewer);
}
