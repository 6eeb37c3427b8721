#ifndef DB_MIGRATE_H
#define DB_MIGRATE_H

#include "db/db.h"

/*
 * Applies sql/migrations/NNNN_name.sql in order, then sql/seed/NNNN_name.sql, each once, with its SHA-256
 * kept in schema_migration. A changed file is RC_CONFLICT. Uses the account that db was opened with.
 */
enum rc migrate_up(struct db *db, struct arena *arena, struct str sql_folder) MUST_CHECK;

#endif
