#ifndef EXCHANGE_PLACE_H
#define EXCHANGE_PLACE_H

#include "base/config.h"
#include "db/db.h"
#include "exchange/manifest.h"

/* What putting an export and a backup back into an empty installation have in common. */

/* As root: gives a file to whoever owns the folder that it lies in, so that the programs may use it. */
void place_own(const char *path);

/* Empty database, no contents, no program at work. RC_CONFLICT: it is in use; told on standard error as who. */
enum rc place_is_free(struct db *db, struct arena *arena, const struct config *config, const char *who) MUST_CHECK;

/*
 * After the rows are in: contents of folder, public keys of the log, rights of the accounts, migrations that the rows do
 * not have yet.
 */
enum rc place_files(struct arena *arena, const struct config *config, const char *folder) MUST_CHECK;
enum rc place_schema(struct db *db, struct arena *arena, const struct config *config, struct str sql_folder) MUST_CHECK;

/*
 * The keys of the log. has_keys: the private ones came along. Otherwise a new one signs on, and the old public keys stay
 * for what they signed. What was signed last is taken from the rows, unless this installation signed the same log before:
 * then its own memory stays, and shows when the rows are older.
 */
struct place_log {
	struct str public_keys;      /* of the export; empty: none */
	bool is_same;                /* this installation signs that log already */
};
enum rc place_log_begin(struct arena *arena, const struct config *config, const char *folder,
			struct place_log *out) MUST_CHECK;
enum rc place_log_end(struct db *db, struct arena *arena, const struct config *config, const struct place_log *log,
		      bool has_keys) MUST_CHECK;

/* Checks the whole log, prints the verdict. RC_CONFLICT: it is broken. */
enum rc place_verify(struct db *db, struct arena *arena, const struct config *config) MUST_CHECK;

#endif
