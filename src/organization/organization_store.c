#include "organization/organization.h"

#include <stddef.h>

#define AT(member) .name = #member, .offset = offsetof(struct organization, member)
static const struct field organization_fields[] = {
	{.kind = FIELD_ID, AT(id), .flags = FIELD_STORED | FIELD_KEY | FIELD_QUIET},
	{.kind = FIELD_TEXT, AT(code), .label = N_("Code"), .flags = FIELD_STORED | FIELD_KEY | FIELD_REQUIRED, .max = 40},
	{.kind = FIELD_TEXT, AT(name), .label = N_("Legal company name"), .flags = FIELD_STORED | FIELD_REQUIRED, .max = 200},
	{.kind = FIELD_TEXT, AT(zone), .label = N_("Time zone"), .flags = FIELD_STORED | FIELD_REQUIRED, .max = 60},
	{.kind = FIELD_TEXT, AT(locale), .label = N_("Language"), .flags = FIELD_STORED | FIELD_REQUIRED, .max = 10},
	{.kind = FIELD_MOMENT, AT(created_at), .flags = FIELD_STORED | FIELD_KEY | FIELD_QUIET},
	FIELD_END,
};
#undef AT
const struct record organization_record = {"organization", sizeof(struct organization), organization_fields};

STATEMENT(organization_of_code, &organization_record, NULL, "SELECT {columns} FROM organization WHERE code = ?");
STATEMENT(organization_first_two, &organization_record, NULL, "SELECT {columns} FROM organization ORDER BY id LIMIT 2");
STATEMENT(organization_add, NULL, &organization_record, "INSERT INTO organization ({names}) VALUES ({values})");

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

enum rc organization_insert(struct db *db, struct organization *organization)
{
	struct written written;
	enum rc rc = db_write(db, &organization_add, organization, NO_PARAMS, &written);
	if (rc == RC_OK)
		organization->id = written.id;
	return rc;
}
