#ifndef EXCHANGE_EXCHANGE_STORE_H
#define EXCHANGE_EXCHANGE_STORE_H

#include "db/db.h"

/* What was taken out of this installation and what it was made from; also the heartbeat of backups. */

enum exchange_kind { EXCHANGE_NONE, EXCHANGE_EXPORT, EXCHANGE_BACKUP, EXCHANGE_IMPORT, EXCHANGE_RESTORE };
extern const struct codes exchange_kind_codes;

struct exchange_run {
	int64_t id;
	int64_t organization_id; /* 0: all of them */
	int kind;
	moment started_at;
	moment ended_at;         /* MOMENT_NONE: it runs, or was cut off */
	bool is_done;
	struct str target;
	int64_t table_rows;
	int64_t file_count;
	int64_t bytes;
	struct str manifest;     /* 32 bytes, or STR_NONE */
	bool has_secrets;
	struct str message;
	moment told_at;          /* when the audit trail was told, of what was rebuilt or restored */
};
extern const struct record exchange_run_record;

enum rc exchange_begin(struct db *db, struct exchange_run *run) MUST_CHECK;
enum rc exchange_end(struct db *db, const struct exchange_run *run) MUST_CHECK;

enum { EXCHANGE_LISTED = 50 };
/* The newest of that organization and those of all. */
enum rc exchange_list(struct db *db, struct arena *arena, int64_t organization_id, struct rows *out) MUST_CHECK;
/* When the last one of that kind came to its end; RC_NOT_FOUND: there was none. */
enum rc exchange_newest(struct db *db, struct arena *arena, enum exchange_kind kind, struct exchange_run *out) MUST_CHECK;

/* Rebuilt or restored, and the audit trail was not told yet: the worker does, when the portal begins to live. */
enum rc exchange_untold(struct db *db, struct arena *arena, struct rows *out) MUST_CHECK;
enum rc exchange_told(struct db *db, int64_t id, moment now) MUST_CHECK;

/* How many organizations and accounts there are: none in an empty installation. */
enum rc exchange_is_empty(struct db *db, struct arena *arena, bool *is_empty) MUST_CHECK;

#endif
