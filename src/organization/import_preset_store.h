#ifndef ORGANIZATION_IMPORT_PRESET_STORE_H
#define ORGANIZATION_IMPORT_PRESET_STORE_H

#include "db/db.h"
#include "organization/import_preset.h"

/* By name, at most 500; rows are struct import_preset without columns_json. only_active: those in use. */
enum rc import_preset_list(struct db *db, struct arena *arena, int64_t organization_id, bool only_active,
			   struct rows *rows) MUST_CHECK;
enum rc import_preset_by_id(struct db *db, struct arena *arena, int64_t organization_id, int64_t id,
			    struct import_preset *out) MUST_CHECK;
enum rc import_preset_by_name(struct db *db, struct arena *arena, int64_t organization_id, struct str name,
			      struct import_preset *out) MUST_CHECK;
/* Sets id. RC_DUPLICATE: the name is taken. */
enum rc import_preset_insert(struct db *db, struct import_preset *preset) MUST_CHECK;
/* RC_CONFLICT when the stored version is not preset->version. */
enum rc import_preset_update(struct db *db, const struct import_preset *preset) MUST_CHECK;

/* A row that stood in a file of the source. */
struct import_member {
	int64_t row_id;
};
/* By row_id, at most 100,000. */
enum rc import_member_list(struct db *db, struct arena *arena, int64_t preset_id, struct rows *rows) MUST_CHECK;
enum rc import_member_seen(struct db *db, int64_t preset_id, int64_t row_id, int64_t batch_id) MUST_CHECK;
/* Once an import is taken back its rows count as never seen. */
enum rc import_member_forget(struct db *db, int64_t batch_id) MUST_CHECK;

#endif
