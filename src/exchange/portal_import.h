#ifndef EXCHANGE_PORTAL_IMPORT_H
#define EXCHANGE_PORTAL_IMPORT_H

#include "db/db.h"
#include "exchange/secrets_pack.h"

/* Rebuilds a portal from a whole export, in an empty installation whose programs do not run. */
struct portal_import {
	const char *folder;
	struct str sql_folder;
	struct secrets_key key;      /* for secrets.sealed */
	bool has_key;                /* one was given */
};

/*
 * Checks every part first and touches nothing unless all are whole. Then makes the schema as it was, without triggers, loads
 * the rows, puts triggers, files and keys in place, reads everything once more and compares it with the manifest, and
 * goes on to the newest migrations. RC_CONFLICT: not empty. RC_INVALID: the export is damaged or not a whole one.
 * RC_DENIED: the keys cannot be opened. What is wrong is told on standard error.
 */
enum rc portal_import(struct db *db, struct arena *arena, const struct config *config,
		      const struct portal_import *order) MUST_CHECK;

#endif
