#include "organization/import_preset_store.h"

#include <stddef.h>

#define LISTED                                                                                          \
	"SELECT id, organization_id, kind, name, day_order, missing, missing_most, skip_refused, file_pattern," \
	" is_active, version, updated_at FROM import_preset WHERE organization_id = ?"

STATEMENT(presets_all, &import_preset_record, NULL, LISTED " ORDER BY name LIMIT 500");
STATEMENT(presets_active, &import_preset_record, NULL, LISTED " AND is_active ORDER BY name LIMIT 500");
STATEMENT(preset_of_id, &import_preset_record, NULL,
	  "SELECT {columns} FROM import_preset WHERE id = ? AND organization_id = ?");
STATEMENT(preset_of_name, &import_preset_record, NULL,
	  "SELECT {columns} FROM import_preset WHERE organization_id = ? AND name = ?");
STATEMENT(preset_add, NULL, &import_preset_record, "INSERT INTO import_preset ({names}) VALUES ({values})");
STATEMENT(preset_change, NULL, &import_preset_record,
	  "UPDATE import_preset SET {assignments}, version = version + 1 WHERE id = ? AND organization_id = ?"
	  " AND version = ?");

static const struct field member_fields[] = {
	{.kind = FIELD_ID, .name = "row_id", .offset = offsetof(struct import_member, row_id)},
	FIELD_END,
};
static const struct record member_record = {"import_member", sizeof(struct import_member), member_fields};

STATEMENT(members_of_preset, &member_record, NULL,
	  "SELECT row_id FROM import_member WHERE preset_id = ? ORDER BY row_id LIMIT 100000");
STATEMENT(member_add, NULL, NULL,
	  "INSERT INTO import_member (preset_id, row_id, batch_id) VALUES (?, ?, ?)"
	  " ON DUPLICATE KEY UPDATE batch_id = VALUES(batch_id)");
STATEMENT(members_remove, NULL, NULL, "DELETE FROM import_member WHERE batch_id = ?");

enum rc import_preset_list(struct db *db, struct arena *arena, int64_t organization_id, bool only_active,
			   struct rows *rows)
{
	return db_list(db, arena, only_active ? &presets_active : &presets_all, PARAMS(P_INT(organization_id)), rows);
}

enum rc import_preset_by_id(struct db *db, struct arena *arena, int64_t organization_id, int64_t id,
			    struct import_preset *out)
{
	return db_one(db, arena, &preset_of_id, PARAMS(P_INT(id), P_INT(organization_id)), out);
}

enum rc import_preset_by_name(struct db *db, struct arena *arena, int64_t organization_id, struct str name,
			      struct import_preset *out)
{
	return db_one(db, arena, &preset_of_name, PARAMS(P_INT(organization_id), P_TEXT(name)), out);
}

enum rc import_preset_insert(struct db *db, struct import_preset *preset)
{
	return db_insert(db, &preset_add, preset, &preset->id);
}

enum rc import_preset_update(struct db *db, const struct import_preset *preset)
{
	return db_write_one(db, &preset_change, preset,
			    PARAMS(P_INT(preset->id), P_INT(preset->organization_id), P_INT(preset->version)),
			    RC_CONFLICT);
}

enum rc import_member_list(struct db *db, struct arena *arena, int64_t preset_id, struct rows *rows)
{
	return db_list(db, arena, &members_of_preset, PARAMS(P_INT(preset_id)), rows);
}

enum rc import_member_seen(struct db *db, int64_t preset_id, int64_t row_id, int64_t batch_id)
{
	return db_write(db, &member_add, NULL, PARAMS(P_INT(preset_id), P_INT(row_id), P_INT(batch_id)), NULL);
}

enum rc import_member_forget(struct db *db, int64_t batch_id)
{
	return db_write(db, &members_remove, NULL, PARAMS(P_INT(batch_id)), NULL);
}
