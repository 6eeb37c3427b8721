#ifndef EXCHANGE_MANIFEST_H
#define EXCHANGE_MANIFEST_H

#include "db/migrate.h"
#include "exchange/contents.h"

/*
 * manifest.json: what an export or a backup consists of, with the SHA-256 of each part. It says nothing of when, where and
 * by whom, so that the same records always have the same manifest; about.json beside it does.
 */

struct manifest_part {
	struct str name;             /* of the table; empty for other files */
	struct str file;             /* "tables/incident.jsonl" */
	int64_t rows, bytes;
	int64_t next_id;             /* of the table; 0: none */
	struct digest sha256;
};

struct manifest {
	struct str format;           /* "muster-export-1", "muster-backup-1" */
	struct str scope;            /* "all", or "organization CODE" */
	struct str database;         /* of a backup: name in the dump */
	struct rows migrations;      /* struct migrate_file */
	struct manifest_part *parts;
	size_t part_count;
	struct contents_summary files;
};

extern const char manifest_export_format[], manifest_backup_format[];

struct str manifest_text(struct arena *arena, const struct manifest *manifest);

/* Reads folder/manifest.json. RC_INVALID: none, or not one of that format; told on standard error. */
enum rc manifest_read(struct arena *arena, const char *folder, const char *format, struct manifest *out,
		      struct digest *sha256) MUST_CHECK;

/* Every part and every content is what the manifest says. RC_INVALID: told on standard error. */
enum rc manifest_check(struct arena *arena, const char *folder, const struct manifest *manifest) MUST_CHECK;

const struct manifest_part *manifest_part_of(const struct manifest *manifest, struct str file);

#endif
