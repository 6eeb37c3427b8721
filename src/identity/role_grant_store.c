#include "identity/role_grant_store.h"

#include <stddef.h>

#define OFFSET(member) .name = #member, .offset = offsetof(struct role_grant_line, member)
static const struct field line_fields[] = {
	{.kind = FIELD_ID, OFFSET(id)},
	{.kind = FIELD_CODE, OFFSET(role), .codes = &role_codes},
	{.kind = FIELD_TEXT, OFFSET(establishment)},
	{.kind = FIELD_TEXT, OFFSET(department)},
	{.kind = FIELD_DAY, OFFSET(until_on)},
	{.kind = FIELD_TEXT, OFFSET(group_name)},
	FIELD_END,
};
#undef OFFSET
const struct record role_grant_line_record = {"role_grant", sizeof(struct role_grant_line), line_fields};

#define OFFSET(member) .name = #member, .offset = offsetof(struct role_grant_limit, member)
static const struct field limit_fields[] = {
	{.kind = FIELD_ID, OFFSET(id)},
	{.kind = FIELD_TEXT, OFFSET(code)},
	{.kind = FIELD_TEXT, OFFSET(name)},
	FIELD_END,
};
#undef OFFSET
const struct record role_grant_limit_record = {"limit", sizeof(struct role_grant_limit), limit_fields};

struct number_row {
	int64_t number;
};
static const struct field number_fields[] = {
	{.kind = FIELD_INT, .name = "number", .offset = offsetof(struct number_row, number)},
	FIELD_END,
};
static const struct record number_record = {"number", sizeof(struct number_row), number_fields};

STATEMENT(role_grant_lines, &role_grant_line_record, NULL,
	  "SELECT g.id, g.role, e.name AS establishment, u.name AS department, g.until_on, m.group_name"
	  " FROM role_grant g LEFT JOIN role_mapping m ON m.id = g.mapping_id LEFT JOIN establishment e ON e.id = g.establishment_id LEFT JOIN unit u ON u.id = g.department_id"
	  " WHERE g.account_id = ? ORDER BY g.role, g.id");
STATEMENT(role_grant_one, &role_grant_record, NULL,
	  "SELECT {columns} FROM role_grant WHERE id = ? AND account_id = ?");
STATEMENT(role_grant_add, NULL, &role_grant_record, "INSERT INTO role_grant ({names}) VALUES ({values})");
STATEMENT(role_grant_remove, NULL, NULL, "DELETE FROM role_grant WHERE id = ? AND account_id = ?");
STATEMENT(role_grant_lock, &number_record, NULL,
	  "SELECT id AS number FROM organization WHERE id = ? FOR UPDATE");
STATEMENT(role_grant_administrators, &number_record, NULL,
	  "SELECT COUNT(DISTINCT g.account_id) AS number FROM role_grant g"
	  " JOIN account a ON a.id = g.account_id WHERE g.organization_id = ?"
	  " AND g.role = 'administrator' AND (g.until_on IS NULL OR g.until_on >= ?) AND a.is_active"
	  " AND a.id <> ?");
STATEMENT(role_grant_places, &role_grant_limit_record, NULL,
	  "SELECT id, code, name FROM establishment WHERE organization_id = ? AND is_active ORDER BY name");
STATEMENT(role_grant_units, &role_grant_limit_record, NULL,
	  "SELECT id, code, name FROM unit WHERE organization_id = ? AND kind = 'department'"
	  " AND is_active ORDER BY name");

enum rc role_grant_list(struct db *db, struct arena *arena, int64_t account_id, struct rows *lines)
{
	return db_list(db, arena, &role_grant_lines, PARAMS(P_INT(account_id)), lines);
}

enum rc role_grant_by_id(struct db *db, struct arena *arena, int64_t account_id, int64_t id,
			 struct role_grant *grant)
{
	return db_one(db, arena, &role_grant_one, PARAMS(P_INT(id), P_INT(account_id)), grant);
}

enum rc role_grant_insert(struct db *db, struct role_grant *grant)
{
	return db_insert(db, &role_grant_add, grant, &grant->id);
}

enum rc role_grant_delete(struct db *db, int64_t account_id, int64_t id)
{
	return db_write_one(db, &role_grant_remove, NULL, PARAMS(P_INT(id), P_INT(account_id)), RC_NOT_FOUND);
}

enum rc role_grant_other_administrators(struct db *db, struct arena *arena, int64_t organization_id,
					int64_t account_id, day today, int64_t *count)
{
	struct number_row row;
	enum rc rc = db_one(db, arena, &role_grant_lock, PARAMS(P_INT(organization_id)), &row);
	if (rc == RC_OK)
		rc = db_one(db, arena, &role_grant_administrators,
			    PARAMS(P_INT(organization_id), P_DAY(today), P_INT(account_id)), &row);
	if (rc == RC_OK)
		*count = row.number;
	return rc;
}

enum rc role_grant_establishments(struct db *db, struct arena *arena, int64_t organization_id,
				  struct rows *limits)
{
	return db_list(db, arena, &role_grant_places, PARAMS(P_INT(organization_id)), limits);
}

enum rc role_grant_departments(struct db *db, struct arena *arena, int64_t organization_id,
			       struct rows *limits)
{
	return db_list(db, arena, &role_grant_units, PARAMS(P_INT(organization_id)), limits);
}

#define AT(member) .name = #member, .offset = offsetof(struct role_ending, member)
static const struct field ending_fields[] = {
	{.kind = FIELD_ID, AT(id)},
	{.kind = FIELD_ID, AT(person_id)},
	{.kind = FIELD_CODE, AT(role), .codes = &role_codes},
	{.kind = FIELD_ID, AT(establishment_id)},
	{.kind = FIELD_ID, AT(department_id)},
	{.kind = FIELD_DAY, AT(until_on)},
	FIELD_END,
};
#undef AT
const struct record role_ending_record = {"role_ending", sizeof(struct role_ending), ending_fields};

#define HOLDER                                                                                                         \
	"SELECT g.id, a.person_id, g.role, g.establishment_id, g.department_id, g.until_on FROM role_grant g"          \
	" FORCE INDEX (organization) JOIN account a ON a.id = g.account_id AND a.is_active = 1 WHERE g.organization_id = ?"
STATEMENT(role_endings, &role_ending_record, NULL,
	  HOLDER " AND g.until_on BETWEEN ? AND ? ORDER BY g.id LIMIT 10000");
STATEMENT(role_holders, &role_ending_record, NULL,
	  HOLDER " AND g.role = ? AND g.department_id IS NULL AND (g.until_on IS NULL OR g.until_on >= ?)"
		 " ORDER BY g.id LIMIT 10000");

enum rc role_grant_ending(struct db *db, struct arena *arena, int64_t organization_id, day from, day to,
			  struct rows *rows)
{
	return db_list(db, arena, &role_endings, PARAMS(P_INT(organization_id), P_DAY(from), P_DAY(to)), rows);
}

enum rc role_grant_holders(struct db *db, struct arena *arena, int64_t organization_id, enum role role, day today,
			   struct rows *rows)
{
	return db_list(db, arena, &role_holders,
		       PARAMS(P_INT(organization_id), P_TEXT(str_of(codes_code(&role_codes, (int)role))), P_DAY(today)),
		       rows);
}
