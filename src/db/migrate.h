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

/* A file that was applied, whole. */
struct migrate_file {
	struct str kind;         /* "migrations" or "seed" */
	struct str name;
	struct str sha256;       /* hexadecimal */
};
/* All of them, by kind and name; rows are struct migrate_file. */
enum rc migrate_applied(struct db *db, struct arena *arena, struct rows *files) MUST_CHECK;

/*
 * In an empty schema: applies these files alone, so that rows of another installation fit. RC_CONFLICT (logged): a
 * migration is not known here or reads otherwise. A seed that reads otherwise is applied again by the next migrate_up.
 */
enum rc migrate_exactly(struct db *db, struct arena *arena, struct str sql_folder, const struct migrate_file *files,
			size_t count) MUST_CHECK;

/* Number of files that migrate_up would apply; changes nothing. RC_CONFLICT as above. */
enum rc migrate_pending(struct db *db, struct arena *arena, struct str sql_folder,
			int64_t *pending) MUST_CHECK;

#endif
