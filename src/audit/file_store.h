#ifndef AUDIT_FILE_STORE_H
#define AUDIT_FILE_STORE_H

#include "db/db.h"

/* Files that left the product: found again by their hash or by the address printed in them. */
struct audit_file {
	int64_t id;
	int64_t organization_id;
	struct str uuid;
	int64_t account_id;
	int64_t entry_id;        /* entry of the trail that names the hash */
	struct str sha256;       /* 32 bytes */
	struct str content;      /* 32 bytes, or STR_NONE */
	struct str file_name;
	moment created_at;
};
extern const struct record audit_file_record;

enum rc audit_file_insert(struct db *db, struct audit_file *file) MUST_CHECK;
enum rc audit_file_by_uuid(struct db *db, struct arena *arena, int64_t organization_id, struct str uuid,
			   struct audit_file *out) MUST_CHECK;
/* The newest with that hash. */
enum rc audit_file_by_hash(struct db *db, struct arena *arena, int64_t organization_id, struct str sha256,
			   struct audit_file *out) MUST_CHECK;
/* The last fifty that an account took out, newest first. */
enum rc audit_file_list(struct db *db, struct arena *arena, int64_t organization_id, int64_t account_id,
			struct rows *out) MUST_CHECK;

#endif
