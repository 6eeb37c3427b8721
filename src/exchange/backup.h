#ifndef EXCHANGE_BACKUP_H
#define EXCHANGE_BACKUP_H

#include "db/db.h"
#include "exchange/contents.h"
#include "exchange/secrets_pack.h"

/*
 * A backup: both databases as SQL of one moment (gzip), then the contents, the public keys of the log with the last checkpoint,
 * a manifest. The portal goes on meanwhile: contents never change, so what a row names is there when it is copied.
 */
struct backup {
	const char *folder;          /* made, or empty */
	const struct secrets_lock *lock; /* NULL: the keys are left out */
};
struct backup_result {
	int64_t dump_bytes;          /* of the records as they lie there */
	int64_t plain_bytes;         /* before they were compressed */
	struct contents_summary files;
	struct digest manifest;
};
/* RC_CONFLICT: the folder is not empty. RC_NOT_FOUND: mariadb-dump is not installed. */
enum rc backup_make(struct db *db, struct arena *arena, const struct config *config, const struct backup *order,
		    struct backup_result *out) MUST_CHECK;

struct restore {
	const char *folder;
	struct str sql_folder;
	struct secrets_key key;
	bool has_key;
};
/*
 * Puts it back into an empty installation whose programs do not run; every part is checked before anything is touched.
 * Results as portal_import.
 */
enum rc backup_restore(struct db *db, struct arena *arena, const struct config *config,
		       const struct restore *order) MUST_CHECK;

#endif
