#include "audit/file_store.h"

#include <stddef.h>

#define OFFSET(member) .flags = FIELD_STORED, .name = #member, .offset = offsetof(struct audit_file, member)
static const struct field file_fields[] = {
	{.kind = FIELD_ID, .name = "id", .offset = offsetof(struct audit_file, id), .flags = FIELD_KEY},
	{.kind = FIELD_ID, OFFSET(organization_id)},
	{.kind = FIELD_UUID, OFFSET(uuid)},
	{.kind = FIELD_ID, OFFSET(account_id)},
	{.kind = FIELD_ID, OFFSET(entry_id)},
	{.kind = FIELD_BYTES, OFFSET(sha256)},
	{.kind = FIELD_BYTES, OFFSET(content)},
	{.kind = FIELD_TEXT, OFFSET(file_name)},
	{.kind = FIELD_MOMENT, OFFSET(created_at)},
	FIELD_END,
};
#undef OFFSET
const struct record audit_file_record = {"audit_file", sizeof(struct audit_file), file_fields};

STATEMENT(audit_file_add, NULL, &audit_file_record, "INSERT INTO audit_file ({names}) VALUES ({values})");
STATEMENT(audit_file_of_uuid, &audit_file_record, NULL,
	  "SELECT id, {columns} FROM audit_file WHERE uuid = ? AND organization_id = ?");
STATEMENT(audit_file_of_hash, &audit_file_record, NULL,
	  "SELECT id, {columns} FROM audit_file FORCE INDEX (hash) WHERE organization_id = ? AND sha256 = ? ORDER BY id DESC LIMIT 1");
STATEMENT(audit_file_of_account, &audit_file_record, NULL,
	  "SELECT id, {columns} FROM audit_file WHERE organization_id = ? AND account_id = ? ORDER BY id DESC LIMIT 50");

enum rc audit_file_insert(struct db *db, struct audit_file *file)
{
	return db_insert(db, &audit_file_add, file, &file->id);
}

enum rc audit_file_by_uuid(struct db *db, struct arena *arena, int64_t organization_id, struct str uuid,
			   struct audit_file *out)
{
	return db_one(db, arena, &audit_file_of_uuid, PARAMS(P_TEXT(uuid), P_INT(organization_id)), out);
}

enum rc audit_file_by_hash(struct db *db, struct arena *arena, int64_t organization_id, struct str sha256,
			   struct audit_file *out)
{
	return db_one(db, arena, &audit_file_of_hash, PARAMS(P_INT(organization_id), P_BYTES(sha256)), out);
}

enum rc audit_file_list(struct db *db, struct arena *arena, int64_t organization_id, int64_t account_id,
			struct rows *out)
{
	return db_list(db, arena, &audit_file_of_account, PARAMS(P_INT(organization_id), P_INT(account_id)), out);
}
