#ifndef DB_GRANTS_H
#define DB_GRANTS_H

#include "db/db.h"

/*
 * sql/grants/ACCOUNT.sql says what one account may do, one line a table:
 *   GRANT SELECT, INSERT ON audit_entry TO {user};
 * {user} is the account's user name in the settings (muster_ACCOUNT when they name none) at localhost.
 * or INCLUDE ACCOUNT; for all that another one may. Nothing else may stand there: what is not in the file is taken away.
 */

/* Difference between file and server of one account, one text a line: "missing: SELECT ON incident". */
struct grants_difference {
	struct str *lines;
	size_t count;
};

/* Names of the accounts that have a file, sorted. */
enum rc grants_accounts(struct arena *arena, struct str sql_folder, struct str **names,
			size_t *count) MUST_CHECK;

/* Compares; RC_NOT_FOUND when the server does not know the user. */
enum rc grants_compare(struct db *db, struct arena *arena, const struct config *config, struct str sql_folder,
		       struct str account, struct grants_difference *out) MUST_CHECK;

/*
 * Makes the server agree: creates the user (with the password of the settings, or for the operating
 * system's user of that name when there is none), grants what is missing, revokes what is too much. db
 * must be allowed to grant.
 */
enum rc grants_apply(struct db *db, struct arena *arena, const struct config *config, struct str sql_folder,
		     struct str account) MUST_CHECK;

#endif
