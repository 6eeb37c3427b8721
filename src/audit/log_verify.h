#ifndef AUDIT_LOG_VERIFY_H
#define AUDIT_LOG_VERIFY_H

#include "audit/log_check.h"
#include "audit/signing_key.h"
#include "db/db.h"

/* The full check of the live log, in one consistent view of the database. */

/* Checkpoints kept elsewhere, as signed notes. */
struct log_known {
	const struct str *notes;
	size_t count;
};

/*
 * Besides known, the file of the last signed checkpoint is compared. keys NULL: those of the settings. Without any key
 * the report says that nothing can be told.
 */
enum rc log_verify(struct db *db, struct arena *arena, const struct config *config, const struct key_list *keys,
		   const struct log_known *known, moment now, const struct log_report **out) MUST_CHECK;

/* The same from a file that log_export wrote. RC_INVALID: it is no such file, or not all of it. */
enum rc log_verify_dump(struct arena *arena, const char *path, const struct key_list *keys,
			const struct log_known *known, const struct log_report **out) MUST_CHECK;

/* The whole log with what it takes to check it; to a stream. */
enum rc log_export(struct db *db, struct arena *arena, int fd) MUST_CHECK;

#endif
