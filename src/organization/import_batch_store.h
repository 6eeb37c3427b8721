#ifndef ORGANIZATION_IMPORT_BATCH_STORE_H
#define ORGANIZATION_IMPORT_BATCH_STORE_H

#include "db/db.h"
#include "organization/import_batch.h"

enum rc import_batch_insert(struct db *db, struct import_batch *batch) MUST_CHECK;
enum rc import_batch_by_uuid(struct db *db, struct arena *arena, int64_t organization_id, struct str uuid,
			     struct import_batch *out) MUST_CHECK;
/* Decides about a batch that was only looked through; RC_CONFLICT when that has happened already. */
enum rc import_batch_finish(struct db *db, const struct import_batch *batch) MUST_CHECK;
/* The newest fifty without content and results; rows are struct import_batch. */
enum rc import_batch_list(struct db *db, struct arena *arena, int64_t organization_id,
			  struct rows *rows) MUST_CHECK;

#endif
