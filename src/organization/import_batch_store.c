#include "organization/import_batch_store.h"

STATEMENT(batch_add, NULL, &import_batch_record, "INSERT INTO import_batch ({names}) VALUES ({values})");
STATEMENT(batch_of_uuid, &import_batch_record, NULL,
	  "SELECT {columns} FROM import_batch WHERE uuid = ? AND organization_id = ?");
STATEMENT(batch_finish, NULL, &import_batch_record,
	  "UPDATE import_batch SET {assignments} WHERE id = ? AND organization_id = ? AND state = 'checked'");
STATEMENT(batch_undone, NULL, &import_batch_record,
	  "UPDATE import_batch SET {assignments} WHERE id = ? AND organization_id = ? AND state = 'done'");
STATEMENT(batches_newest, &import_batch_record, NULL,
	  "SELECT id, organization_id, uuid, kind, preset_id, source, file_name, state, rows_new, rows_changed, rows_same,"
	  " rows_refused, rows_ended, held, actor_id, created_at, finished_at, undone_at FROM import_batch"
	  " WHERE organization_id = ? AND id < ? ORDER BY id DESC LIMIT 51");

STATEMENT(change_add, NULL, &import_change_record, "INSERT INTO import_change ({names}) VALUES ({values})");
STATEMENT(changes_of_batch, &import_change_record, NULL,
	  "SELECT {columns} FROM import_change WHERE batch_id = ? ORDER BY position LIMIT 100000");
STATEMENT(changes_first, &import_change_record, NULL,
	  "SELECT batch_id, position FROM import_change WHERE batch_id = ? ORDER BY position LIMIT 1");
STATEMENT(batches_ended, &import_batch_record, NULL,
	  "SELECT id FROM import_batch WHERE has_changes = TRUE AND finished_at < ? ORDER BY finished_at LIMIT 1");
STATEMENT(batch_forgotten, NULL, NULL, "UPDATE import_batch SET has_changes = FALSE WHERE id = ?");
STATEMENT(changes_expire, NULL, NULL, "DELETE FROM import_change WHERE batch_id = ? LIMIT 2000");

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

enum rc import_batch_undone(struct db *db, const struct import_batch *batch)
{
	return db_write_one(db, &batch_undone, batch, PARAMS(P_INT(batch->id), P_INT(batch->organization_id)),
			    RC_CONFLICT);
}

enum rc import_batch_list(struct db *db, struct arena *arena, int64_t organization_id, int64_t before, struct rows *rows)
{
	return db_list(db, arena, &batches_newest,
		       PARAMS(P_INT(organization_id), P_INT(before ? before : INT64_MAX)), rows);
}

enum rc import_change_insert(struct db *db, const struct import_change *change)
{
	return db_write(db, &change_add, change, NO_PARAMS, NULL);
}

enum rc import_change_list(struct db *db, struct arena *arena, int64_t batch_id, struct rows *rows)
{
	return db_list(db, arena, &changes_of_batch, PARAMS(P_INT(batch_id)), rows);
}

enum rc import_change_kept(struct db *db, struct arena *arena, int64_t batch_id, bool *kept)
{
	struct import_change first;
	enum rc rc = db_one(db, arena, &changes_first, PARAMS(P_INT(batch_id)), &first);

	*kept = rc == RC_OK;
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc import_change_expire(struct db *db, struct arena *arena, moment before, int64_t *count)
{
	struct import_batch batch;
	struct written written = {0};
	enum rc rc = db_one(db, arena, &batches_ended, PARAMS(P_MOMENT(before)), &batch);

	if (rc == RC_OK)
		rc = db_write(db, &changes_expire, NULL, PARAMS(P_INT(batch.id)), &written);
	*count = rc == RC_OK;
	if (rc == RC_OK && written.affected == 0)
		rc = db_write(db, &batch_forgotten, NULL, PARAMS(P_INT(batch.id)), NULL);
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}
