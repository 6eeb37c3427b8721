#ifndef INCIDENT_CONTENT_STORE_H
#define INCIDENT_CONTENT_STORE_H

#include "db/db.h"

/*
 * Who holds the contents below var/files: a column with their SHA-256 (BINARY(32), with an index), or a draft of a
 * report that names them. Each feature that stores contents exports its columns, ended by {NULL, NULL};
 * cgi-bin/content_holders.h lists them all, and a test compares that list with the columns of the schema.
 */
struct content_holder {
	const char *table;
	const char *column;
};
extern const struct content_holder incident_content[];

/* The lists, ended by NULL; kept as it is. To be called once at start. */
void content_use(const struct content_holder *const *lists);

struct content {
	struct str sha256; /* 32 raw bytes */
	struct str path;   /* where it lies now */
	bool is_named;
};
/*
 * Sets is_named of each: in a column, in the archive too, or in a draft. Not inside a transaction, so that it sees
 * what was committed last.
 */
enum rc content_look(struct db *db, struct arena *arena, struct content *contents, size_t count) MUST_CHECK;

#endif
