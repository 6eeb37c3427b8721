#include "organization/import_batch_store.h"

STATEMENT(batch_add, NULL, &import_batch_record, "INSERT INTO import_batch ({names}) VALUES ({values})");
STATEMENT(batch_of_uuid, &import_batch_record, NULL,
	  "SELECT {columns} FROM import_batch WHERE uuid = ? AND organization_id = ?");
STATEMENT(batch_finish, NULL, &import_batch_record,
	  "UPDATE import_batch SET {assignments} WHERE id = ? AND organization_id = ? AND state = 'checked'");
STATEMENT(
	batches_newest, &import_batch_record, NULL,
	"SELECT id, organization_id, uuid, kind, file_name, state, rows_new, rows_changed, rows_same,"
	  " rows_refused,"
	" created_at, finished_at FROM import_batch WHERE organization_id = ? ORDER BY id DESC LIMIT 50");

enum rc import_batch_insert(struct db *db, struct import_batch *batch)
{
	return db_insert(db, &batch_add, batch, &batch->id);
}

enum rc import_batch_by_uuid(struct db *db, struct arena *arena, int64_t organization_id, struct str uuid,
			     struct import_batch *out)
{
	return db_one(db, arena, &batch_of_uuid, PARAMS(P_TEXT(uuid), P_INT(organization_id)), out);
}

enum rc import_batch_finish(struct db *db, const struct import_batch *batch)
{
	return db_write_one(db, &batch_finish, batch, PARAMS(P_INT(batch->id), P_INT(batch->organization_id)),
			    RC_CONFLICT);
}

enum rc import_batch_list(struct db *db, struct arena *arena, int64_t organization_id, struct rows *rows)
{
	return db_list(db, arena, &batches_newest, PARAMS(P_INT(organization_id)), rows);
}
