#include "organization/organization.h"

STATEMENT(organization_of_code, &organization_record, NULL,
	  "SELECT {columns} FROM organization WHERE code = ?");
STATEMENT(organization_first_two, &organization_record, NULL,
	  "SELECT {columns} FROM organization ORDER BY id LIMIT 2");
STATEMENT(organizations_all, &organization_record, NULL,
	  "SELECT {columns} FROM organization ORDER BY code LIMIT 10000");
STATEMENT(organization_of_id, &organization_record, NULL, "SELECT {columns} FROM organization WHERE id = ?");
STATEMENT(organization_add, NULL, &organization_record,
	  "INSERT INTO organization ({names}) VALUES ({values})");

enum rc organization_find(struct db *db, struct arena *arena, struct str code, struct organization *out)
{
	struct rows rows;

	if (code.len)
		return db_one(db, arena, &organization_of_code, PARAMS(P_TEXT(code)), out);
	enum rc rc = db_list(db, arena, &organization_first_two, NO_PARAMS, &rows);
	if (rc != RC_OK)
		return rc;
	if (rows.count != 1)
		return RC_NOT_FOUND;
	*out = *ROW(struct organization, rows, 0);
	return RC_OK;
}

enum rc organization_list(struct db *db, struct arena *arena, struct rows *rows)
{
	return db_list(db, arena, &organizations_all, NO_PARAMS, rows);
}

enum rc organization_by_id(struct db *db, struct arena *arena, int64_t id, struct organization *out)
{
	return db_one(db, arena, &organization_of_id, PARAMS(P_INT(id)), out);
}

enum rc organization_insert(struct db *db, struct organization *organization)
{
	return db_insert(db, &organization_add, organization, &organization->id);
}
