#ifndef ORGANIZATION_IMPORT_BATCH_STORE_H
#define ORGANIZATION_IMPORT_BATCH_STORE_H

#include "db/db.h"
#include "organization/import_batch.h"

enum rc import_batch_insert(struct db *db, struct import_batch *batch) MUST_CHECK;
/* The bytes that RC_NOT_FOUND hides from other organizations. */
enum rc import_batch_by_uuid(struct db *db, struct arena *arena, int64_t organization_id, struct str uuid,
			     struct import_batch *out) MUST_CHECK;
/* RC_CONFLICT: somebody has decided about it already. */
enum rc import_batch_finish(struct db *db, const struct import_batch *batch) MUST_CHECK;
/* The same for one that is done and is being taken back. */
enum rc import_batch_undone(struct db *db, const struct import_batch *batch) MUST_CHECK;

enum { IMPORT_BATCH_PAGE = 50 };
/* Newest first, before the one of that id (0: from the newest), one more than a page; without content and results. */
enum rc import_batch_list(struct db *db, struct arena *arena, int64_t organization_id, int64_t before,
			  struct rows *rows) MUST_CHECK;

enum rc import_change_insert(struct db *db, const struct import_change *change) MUST_CHECK;
/* As written; rows are struct import_change. */
enum rc import_change_list(struct db *db, struct arena *arena, int64_t batch_id, struct rows *rows) MUST_CHECK;
/* Whether the batch can still be taken back. */
enum rc import_change_kept(struct db *db, struct arena *arena, int64_t batch_id, bool *kept) MUST_CHECK;
/* Removes some of what imports before that moment changed; *count is 0 when nothing is left. */
enum rc import_change_expire(struct db *db, struct arena *arena, moment before, int64_t *count) MUST_CHECK;

#endif
