#ifndef DB_MIGRATE_H
#define DB_MIGRATE_H

#include "db/db.h"

/*
 * Applies sql/migrations/NNNN_name.sql in order, each once, then sql/seed/NNNN_name.sql, each again
 * whenever it has changed. What was applied is kept in schema_migration with its SHA-256.
 *
 * A migration that was applied and then changed is RC_CONFLICT, as is one that is gone. One that failed
 * half-way may be mended and goes on after its last good statement, provided those before it are as
 * they were. Seeds only INSERT ... ON DUPLICATE KEY UPDATE, UPDATE and SET, so that they can run again
 * over rows in use; each runs in one transaction. Others wait while one run holds the lease; the lease
 * of a run that died ends with its connection.
 */
enum rc migrate_up(struct db *db, struct arena *arena, struct str sql_folder) MUST_CHECK;

/* Number of files that migrate_up would apply; changes nothing. RC_CONFLICT as above. */
enum rc migrate_pending(struct db *db, struct arena *arena, struct str sql_folder,
			int64_t *pending) MUST_CHECK;

#endif
