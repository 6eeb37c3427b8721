#ifndef DB_ARCHIVE_H
#define DB_ARCHIVE_H

#include "db/db.h"

/*
 * The archive: a second schema, NAME_archive beside the database NAME, with a copy of every table that hangs
 * on the root table by foreign keys. Old records move there with all that belongs to them, so that the tables
 * of every day stay small. Which tables those are is read from the foreign keys and kept in archive_table.
 */

/* "muster_archive" */
struct str archive_schema(struct arena *arena, const struct config *config);

/*
 * Makes or mends schema, copies and archive_table for the root table, after migrations. A copy whose columns
 * or indexes have come to differ is made anew and its rows are taken over. db is the owner's.
 */
enum rc archive_prepare(struct db *db, struct arena *arena, const struct config *config,
			const char *root) MUST_CHECK;

/*
 * In the caller's transaction: moves the root's row with that id, and everything that belongs to it.
 * RC_INVALID: a row that does not belong to it refers to it (db_refused_by names the constraint); the
 * transaction fails. RC_NOT_FOUND: there is no archive, or no such row.
 */
enum rc archive_move(struct db *db, struct arena *arena, const struct config *config, int64_t id) MUST_CHECK;

/*
 * From now on, until db_archive_close, every statement reads the moved tables from the archive and nothing
 * may be written into them. RC_NOT_FOUND: there is no archive.
 */
enum rc db_archive_open(struct db *db) MUST_CHECK;
/* Harmless when it is not open. */
void db_archive_close(struct db *db);
bool db_archive_is_open(const struct db *db);

#endif
