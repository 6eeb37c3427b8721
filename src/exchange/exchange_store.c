#include "exchange/exchange_store.h"

#include <stddef.h>

static const struct code kinds[] = {
	{"", ""},
	{"export", N_("Export")},
	{"backup", N_("Backup")},
	{"import", N_("Rebuilt from an export")},
	{"restore", N_("Restored from a backup")},
	{NULL, NULL},
};
const struct codes exchange_kind_codes = {"exchange_kind", kinds};

#define AT(member) .name = #member, .offset = offsetof(struct exchange_run, member)
static const struct field run_fields[] = {
	{.kind = FIELD_INT, .flags = FIELD_KEY, AT(id)},
	{.kind = FIELD_INT, .flags = FIELD_STORED, AT(organization_id)},
	{.kind = FIELD_CODE, .flags = FIELD_STORED, .codes = &exchange_kind_codes, AT(kind)},
	{.kind = FIELD_MOMENT, .flags = FIELD_STORED, AT(started_at)},
	{.kind = FIELD_MOMENT, .flags = FIELD_STORED, AT(ended_at)},
	{.kind = FIELD_BOOL, .flags = FIELD_STORED, AT(is_done)},
	{.kind = FIELD_TEXT, .flags = FIELD_STORED | FIELD_NOT_NULL, .max = 300, AT(target)},
	{.kind = FIELD_INT, .flags = FIELD_STORED, AT(table_rows)},
	{.kind = FIELD_INT, .flags = FIELD_STORED, AT(file_count)},
	{.kind = FIELD_INT, .flags = FIELD_STORED, AT(bytes)},
	{.kind = FIELD_BYTES, .flags = FIELD_STORED, AT(manifest)},
	{.kind = FIELD_BOOL, .flags = FIELD_STORED, AT(has_secrets)},
	{.kind = FIELD_TEXT, .flags = FIELD_STORED | FIELD_NOT_NULL, .max = 300, AT(message)},
	{.kind = FIELD_MOMENT, .flags = FIELD_STORED, AT(told_at)},
	FIELD_END,
};
#undef AT
const struct record exchange_run_record = {"exchange_run", sizeof(struct exchange_run), run_fields};

STATEMENT(exchange_insert, NULL, &exchange_run_record, "INSERT INTO exchange_run ({names}) VALUES ({values})");
STATEMENT(exchange_update, NULL, &exchange_run_record, "UPDATE exchange_run SET {assignments} WHERE id = ?");
STATEMENT(exchange_last, &exchange_run_record, NULL,
	  "(SELECT id, {columns} FROM exchange_run WHERE organization_id = 0 ORDER BY id DESC LIMIT 50) UNION ALL"
	  " (SELECT id, {columns} FROM exchange_run WHERE organization_id = ? AND organization_id > 0"
	  " ORDER BY id DESC LIMIT 50) ORDER BY id DESC LIMIT 50");
STATEMENT(exchange_newest_of, &exchange_run_record, NULL,
	  "SELECT id, {columns} FROM exchange_run WHERE kind = ? AND is_done = TRUE ORDER BY ended_at DESC LIMIT 1");

enum rc exchange_begin(struct db *db, struct exchange_run *run)
{
	return db_insert(db, &exchange_insert, run, &run->id);
}

enum rc exchange_end(struct db *db, const struct exchange_run *run)
{
	return db_write(db, &exchange_update, run, PARAMS(P_INT(run->id)), NULL);
}

enum rc exchange_list(struct db *db, struct arena *arena, int64_t organization_id, struct rows *out)
{
	return db_list(db, arena, &exchange_last, PARAMS(P_INT(organization_id)), out);
}

enum rc exchange_newest(struct db *db, struct arena *arena, enum exchange_kind kind, struct exchange_run *out)
{
	return db_one(db, arena, &exchange_newest_of,
		      PARAMS(P_TEXT(str_of(codes_code(&exchange_kind_codes, (int)kind)))), out);
}

STATEMENT(exchange_not_told, &exchange_run_record, NULL,
	  "SELECT id, {columns} FROM exchange_run FORCE INDEX (told) WHERE told_at IS NULL"
	  " AND kind IN ('import', 'restore') ORDER BY id LIMIT 20");
STATEMENT(exchange_set_told, NULL, NULL, "UPDATE exchange_run SET told_at = ? WHERE id = ?");

enum rc exchange_untold(struct db *db, struct arena *arena, struct rows *out)
{
	return db_list(db, arena, &exchange_not_told, NO_PARAMS, out);
}

enum rc exchange_told(struct db *db, int64_t id, moment now)
{
	return db_write(db, &exchange_set_told, NULL, PARAMS(P_MOMENT(now), P_INT(id)), NULL);
}

struct count_row {
	int64_t number;
};
static const struct field count_fields[] = {
	{.kind = FIELD_INT, .name = "number", .offset = offsetof(struct count_row, number)},
	FIELD_END,
};
static const struct record count_record = {"exchange_count", sizeof(struct count_row), count_fields};

STATEMENT(exchange_tables, &count_record, NULL,
	  "SELECT COUNT(*) AS number FROM information_schema.tables WHERE table_schema = DATABASE()"
	  " AND table_name = 'organization'");
STATEMENT(exchange_tenants, &count_record, NULL, "SELECT COUNT(*) AS number FROM organization");

enum rc exchange_is_empty(struct db *db, struct arena *arena, bool *is_empty)
{
	struct count_row tables, tenants = {0};
	enum rc rc = db_one(db, arena, &exchange_tables, NO_PARAMS, &tables);

	if (rc == RC_OK && tables.number > 0)
		rc = db_one(db, arena, &exchange_tenants, NO_PARAMS, &tenants);
	*is_empty = rc == RC_OK && tenants.number == 0;
	return rc;
}
