#include "identity/role_mapping_store.h"

#include <stddef.h>

#include "identity/provision.h"

#define OFFSET(member) .name = #member, .offset = offsetof(struct role_mapping_line, member)
static const struct field line_fields[] = {
	{.kind = FIELD_ID, OFFSET(id)},
	{.kind = FIELD_CODE, OFFSET(source), .codes = &provision_source_codes},
	{.kind = FIELD_TEXT, OFFSET(group_name)},
	{.kind = FIELD_CODE, OFFSET(role), .codes = &role_codes},
	{.kind = FIELD_TEXT, OFFSET(establishment)},
	{.kind = FIELD_TEXT, OFFSET(department)},
	{.kind = FIELD_DAY, OFFSET(until_on)},
	{.kind = FIELD_INT, OFFSET(holders)},
	FIELD_END,
};
#undef OFFSET
const struct record role_mapping_line_record = {"role_mapping", sizeof(struct role_mapping_line), line_fields};

struct count_row {
	int64_t number;
};
static const struct field count_fields[] = {
	{.kind = FIELD_INT, .name = "number", .offset = offsetof(struct count_row, number)},
	FIELD_END,
};
static const struct record count_record = {"number", sizeof(struct count_row), count_fields};

STATEMENT(role_mapping_for_source, &role_mapping_record, NULL,
	  "SELECT {columns} FROM role_mapping WHERE organization_id = ? AND source = ?");
STATEMENT(role_mapping_one, &role_mapping_record, NULL,
	  "SELECT {columns} FROM role_mapping WHERE id = ? AND organization_id = ?");
STATEMENT(role_mapping_list, &role_mapping_line_record, NULL,
	  "SELECT m.id, m.source, m.group_name, m.role, e.name AS establishment, u.name AS department, m.until_on,"
	  " (SELECT COUNT(*) FROM role_grant g WHERE g.mapping_id = m.id) AS holders FROM role_mapping m"
	  " LEFT JOIN establishment e ON e.id = m.establishment_id LEFT JOIN unit u ON u.id = m.department_id"
	  " WHERE m.organization_id = ? ORDER BY m.source, m.group_name, m.id LIMIT 1000");
STATEMENT(role_mapping_add, NULL, &role_mapping_record, "INSERT INTO role_mapping ({names}) VALUES ({values})");
STATEMENT(role_mapping_remove_grants, NULL, NULL,
	  "DELETE FROM role_grant WHERE mapping_id = ? AND organization_id = ?");
STATEMENT(role_mapping_remove, NULL, NULL, "DELETE FROM role_mapping WHERE id = ? AND organization_id = ?");
STATEMENT(role_mapping_given, &role_grant_record, NULL,
	  "SELECT {columns:g} FROM role_grant g STRAIGHT_JOIN role_mapping m ON m.id = g.mapping_id"
	  " WHERE g.account_id = ? AND m.source = ?");
STATEMENT(role_mapping_administrators, &count_record, NULL,
	  "SELECT COUNT(DISTINCT g.account_id) AS number FROM role_grant g JOIN account a ON a.id = g.account_id"
	  " WHERE g.organization_id = ? AND g.role = 'administrator' AND (g.until_on IS NULL OR g.until_on >= ?)"
	  " AND a.is_active AND (g.mapping_id IS NULL OR g.mapping_id <> ?)");

static struct str source_code(int source)
{
	return str_of(codes_code(&provision_source_codes, source));
}

enum rc role_mapping_of_source(struct db *db, struct arena *arena, int64_t organization_id, int source,
			       struct rows *mappings)
{
	return db_list(db, arena, &role_mapping_for_source,
		       PARAMS(P_INT(organization_id), P_TEXT(source_code(source))), mappings);
}

enum rc role_mapping_by_id(struct db *db, struct arena *arena, int64_t organization_id, int64_t id,
			   struct role_mapping *mapping)
{
	return db_one(db, arena, &role_mapping_one, PARAMS(P_INT(id), P_INT(organization_id)), mapping);
}

enum rc role_mapping_lines(struct db *db, struct arena *arena, int64_t organization_id, struct rows *lines)
{
	return db_list(db, arena, &role_mapping_list, PARAMS(P_INT(organization_id)), lines);
}

enum rc role_mapping_insert(struct db *db, struct role_mapping *mapping)
{
	return db_insert(db, &role_mapping_add, mapping, &mapping->id);
}

enum rc role_mapping_delete(struct db *db, int64_t organization_id, int64_t id)
{
	enum rc rc = db_write(db, &role_mapping_remove_grants, NULL, PARAMS(P_INT(id), P_INT(organization_id)),
			      NULL);
	return rc == RC_OK ? db_write_one(db, &role_mapping_remove, NULL, PARAMS(P_INT(id), P_INT(organization_id)),
					  RC_NOT_FOUND)
			   : rc;
}

enum rc role_mapping_grants(struct db *db, struct arena *arena, int64_t account_id, int source, struct rows *grants)
{
	return db_list(db, arena, &role_mapping_given, PARAMS(P_INT(account_id), P_TEXT(source_code(source))),
		       grants);
}

enum rc role_mapping_other_administrators(struct db *db, struct arena *arena, int64_t organization_id,
					  int64_t mapping_id, day today, int64_t *count)
{
	struct count_row row;
	enum rc rc = db_one(db, arena, &role_mapping_administrators,
			    PARAMS(P_INT(organization_id), P_DAY(today), P_INT(mapping_id)), &row);

	if (rc == RC_OK)
		*count = row.number;
	return rc;
}
