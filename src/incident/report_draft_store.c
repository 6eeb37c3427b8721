#include "incident/report_draft_store.h"

#include <stddef.h>

#define FIXED (FIELD_STORED | FIELD_KEY | FIELD_QUIET)
#define OFFSET(member) .name = #member, .offset = offsetof(struct report_draft, member)
static const struct field report_draft_fields[] = {
	{.kind = FIELD_ID, OFFSET(id), .flags = FIXED},
	{.kind = FIELD_ID, OFFSET(organization_id), .flags = FIXED},
	{.kind = FIELD_UUID, OFFSET(uuid), .flags = FIXED},
	{.kind = FIELD_ID, OFFSET(account_id), .flags = FIXED},
	{.kind = FIELD_PROSE, OFFSET(answers), .flags = FIELD_STORED | FIELD_SEALED, .max = 1000000},
	{.kind = FIELD_MOMENT, OFFSET(created_at), .flags = FIXED},
	{.kind = FIELD_MOMENT, OFFSET(updated_at), .flags = FIELD_STORED | FIELD_QUIET},
	FIELD_END,
};
#undef OFFSET
const struct record report_draft_record = {"report_draft", sizeof(struct report_draft), report_draft_fields};

STATEMENT(report_draft_by_account, &report_draft_record, NULL,
	  "SELECT {columns} FROM report_draft WHERE account_id = ? ORDER BY updated_at DESC LIMIT 20");
STATEMENT(report_draft_by_uuid, &report_draft_record, NULL,
	  "SELECT {columns} FROM report_draft WHERE uuid = ? AND account_id = ?");
STATEMENT(report_draft_insert, NULL, &report_draft_record, "INSERT INTO report_draft ({names}) VALUES ({values})");
STATEMENT(report_draft_update, NULL, &report_draft_record,
	  "UPDATE report_draft SET {assignments} WHERE uuid = ? AND account_id = ?");
STATEMENT(report_draft_delete, NULL, NULL, "DELETE FROM report_draft WHERE uuid = ? AND account_id = ?");
STATEMENT(report_draft_delete_old, NULL, NULL, "DELETE FROM report_draft WHERE updated_at < ? ORDER BY updated_at LIMIT 500");

enum rc report_draft_list(struct db *db, struct arena *arena, int64_t account_id, struct rows *rows)
{
	return db_list(db, arena, &report_draft_by_account, PARAMS(P_INT(account_id)), rows);
}

enum rc report_draft_find(struct db *db, struct arena *arena, int64_t account_id, struct str uuid,
			  struct report_draft *out)
{
	if (!uuid.len)
		return RC_NOT_FOUND;
	return db_one(db, arena, &report_draft_by_uuid, PARAMS(P_TEXT(uuid), P_INT(account_id)), out);
}

enum rc report_draft_save(struct db *db, const struct report_draft *draft)
{
	struct written written;
	enum rc rc = db_write(db, &report_draft_update, draft, PARAMS(P_TEXT(draft->uuid), P_INT(draft->account_id)),
			      &written);

	if (rc != RC_OK || written.affected)
		return rc;
	rc = db_write(db, &report_draft_insert, draft, NO_PARAMS, NULL);
	return rc == RC_DUPLICATE ? RC_NOT_FOUND : rc;
}

enum rc report_draft_remove(struct db *db, int64_t account_id, struct str uuid)
{
	return db_write(db, &report_draft_delete, NULL, PARAMS(P_TEXT(uuid), P_INT(account_id)), NULL);
}

enum rc report_draft_expire(struct db *db, moment before, int64_t *count)
{
	struct written written;
	enum rc rc = db_write(db, &report_draft_delete_old, NULL, PARAMS(P_MOMENT(before)), &written);

	*count = rc == RC_OK ? written.affected : 0;
	return rc;
}
