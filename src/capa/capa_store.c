#include "capa/capa_store.h"

#include <stddef.h>

#include "base/random.h"

const struct content_holder capa_file_content[] = {
	{"capa_file", "sha256"},
	{"capa_file", "preview_sha256"},
	{NULL, NULL},
};

STATEMENT(capa_of_number, &capa_record, NULL,
	  "SELECT {columns} FROM capa WHERE organization_id = ? AND number = ?");
STATEMENT(capa_of_id, &capa_record, NULL, "SELECT {columns} FROM capa WHERE id = ? AND organization_id = ?");
STATEMENT(capa_locked, &capa_record, NULL,
	  "SELECT {columns} FROM capa WHERE id = ? AND organization_id = ? FOR UPDATE");
STATEMENT(capas_of_incident, &capa_record, NULL,
	  "SELECT {columns} FROM capa FORCE INDEX (incident) WHERE organization_id = ? AND incident_id = ?"
	  " ORDER BY id LIMIT 500");
STATEMENT(capas_following, &capa_record, NULL,
	  "SELECT {columns} FROM capa FORCE INDEX (follows) WHERE follows_id = ? AND organization_id = ?"
	  " ORDER BY id LIMIT 100");
STATEMENT(capa_row_insert, NULL, &capa_record, "INSERT INTO capa ({names}) VALUES ({values})");
STATEMENT(capa_row_update, NULL, &capa_record,
	  "UPDATE capa SET {assignments} WHERE id = ? AND organization_id = ? AND version = ?");
STATEMENT(capa_row_update_outside, NULL, NULL,
	  "UPDATE capa SET status = ?, completed_at = ?, completed_on = ?, completed_by_id = NULL, effectiveness = NULL,"
	  " effectiveness_notes = NULL, effectiveness_at = NULL, effectiveness_check_on = ?, is_settled = FALSE,"
	  " version = ?, updated_at = ? WHERE id = ? AND organization_id = ? AND version = ?");
/* LAST_INSERT_ID(x) hands x back with the result. */
STATEMENT(capa_counter_add, NULL, NULL,
	  "INSERT INTO capa_counter (organization_id, year, last) VALUES (?, ?, LAST_INSERT_ID(1))"
	  " ON DUPLICATE KEY UPDATE last = LAST_INSERT_ID(last + 1)");

#define OFFSET(member) .name = #member, .offset = offsetof(struct capa_counts, member)
static const struct field counts_fields[] = {
	{.kind = FIELD_INT, OFFSET(total)}, {.kind = FIELD_INT, OFFSET(open)}, FIELD_END,
};
#undef OFFSET
static const struct record counts_record = {"capa", sizeof(struct capa_counts), counts_fields};
#define COUNTED(condition)                                                                                     \
	"(SELECT COUNT(*) FROM capa x FORCE INDEX (incident) WHERE x.organization_id = i.organization_id AND" \
	" x.incident_id = i.id" condition ")"
const struct incident_count capa_count_all = {COUNTED("")};
const struct incident_count capa_count_open = {COUNTED(" AND x.status IN ('open', 'in_progress')")};
#undef COUNTED
STATEMENT(capa_counts_of_incident, &counts_record, NULL,
	  "SELECT COUNT(CASE WHEN status <> 'cancelled' THEN 1 END) AS total,"
	  " COUNT(CASE WHEN status IN ('open', 'in_progress') THEN 1 END) AS open"
	  " FROM capa FORCE INDEX (incident) WHERE organization_id = ? AND incident_id = ?");

STATEMENT(capa_entry_insert, NULL, &capa_entry_record, "INSERT INTO capa_step ({names}) VALUES ({values})");
STATEMENT(capa_entries, &capa_entry_record, NULL,
	  "SELECT {columns} FROM capa_step WHERE organization_id = ? AND capa_id = ? ORDER BY id LIMIT 1000");
STATEMENT(capa_file_add, NULL, &capa_file_record, "INSERT INTO capa_file ({names}) VALUES ({values})");
STATEMENT(capa_files_all, &capa_file_record, NULL,
	  "SELECT {columns} FROM capa_file WHERE organization_id = ? AND capa_id = ? ORDER BY id LIMIT 500");
STATEMENT(capa_file_of_uuid, &capa_file_record, NULL,
	  "SELECT {columns} FROM capa_file WHERE uuid = ? AND capa_id = ? AND organization_id = ?");
/* The one statement without an organization: the secret itself leads to it. */
STATEMENT(capa_link_of_hash, &capa_link_record, NULL, "SELECT {columns} FROM capa_link WHERE token_sha256 = ?");
STATEMENT(capa_link_add, NULL, &capa_link_record, "INSERT INTO capa_link ({names}) VALUES ({values})");
STATEMENT(capa_links_newest, &capa_link_record, NULL,
	  "SELECT {columns} FROM capa_link WHERE organization_id = ? AND capa_id = ? ORDER BY id DESC LIMIT 100");
STATEMENT(capa_links_revoke, NULL, NULL,
	  "UPDATE capa_link SET revoked_at = ? WHERE organization_id = ? AND capa_id = ? AND revoked_at IS NULL");
STATEMENT(capa_link_touch, NULL, NULL,
	  "UPDATE capa_link SET opened_at = ? WHERE id = ? AND organization_id = ?");

enum rc capa_by_number(struct db *db, struct arena *arena, int64_t organization_id, struct str number,
		       struct capa *out)
{
	return db_one(db, arena, &capa_of_number, PARAMS(P_INT(organization_id), P_TEXT(number)), out);
}

enum rc capa_by_id(struct db *db, struct arena *arena, int64_t organization_id, int64_t id, struct capa *out)
{
	return db_one(db, arena, &capa_of_id, PARAMS(P_INT(id), P_INT(organization_id)), out);
}

enum rc capa_lock(struct db *db, struct arena *arena, int64_t organization_id, int64_t id, struct capa *out)
{
	return db_one(db, arena, &capa_locked, PARAMS(P_INT(id), P_INT(organization_id)), out);
}

enum rc capa_of_incident(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
			 struct rows *rows)
{
	return db_list(db, arena, &capas_of_incident, PARAMS(P_INT(organization_id), P_INT(incident_id)), rows);
}

enum rc capa_following(struct db *db, struct arena *arena, int64_t organization_id, int64_t capa_id,
		       struct rows *rows)
{
	return db_list(db, arena, &capas_following, PARAMS(P_INT(capa_id), P_INT(organization_id)), rows);
}

enum rc capa_count_of_incident(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
			       struct capa_counts *out)
{
	return db_one(db, arena, &capa_counts_of_incident, PARAMS(P_INT(organization_id), P_INT(incident_id)), out);
}

enum rc capa_serial_next(struct db *db, int64_t organization_id, int64_t year, int64_t *serial)
{
	struct written written;
	enum rc rc = db_write(db, &capa_counter_add, NULL, PARAMS(P_INT(organization_id), P_INT(year)), &written);

	*serial = rc == RC_OK ? written.id : 0;
	return rc;
}

enum rc capa_insert(struct db *db, struct capa *capa)
{
	return db_insert(db, &capa_row_insert, capa, &capa->id);
}

enum rc capa_update(struct db *db, const struct capa *capa, int64_t before_version)
{
	return db_write_one(db, &capa_row_update, capa,
			    PARAMS(P_INT(capa->id), P_INT(capa->organization_id), P_INT(before_version)),
			    RC_CONFLICT);
}

enum rc capa_update_outside(struct db *db, const struct capa *capa, int64_t before_version)
{
	return db_write_one(db, &capa_row_update_outside, NULL,
			    PARAMS(P_TEXT(str_of(codes_code(&capa_status_codes, capa->status))),
				   P_MOMENT(capa->completed_at), P_DAY(capa->completed_on),
				   P_DAY(capa->effectiveness_check_on),
				   P_INT(capa->version), P_MOMENT(capa->updated_at), P_INT(capa->id),
				   P_INT(capa->organization_id), P_INT(before_version)),
			    RC_CONFLICT);
}

enum rc capa_step_insert(struct db *db, struct capa_entry *entry)
{
	return db_insert(db, &capa_entry_insert, entry, &entry->id);
}

enum rc capa_steps(struct db *db, struct arena *arena, int64_t organization_id, int64_t capa_id,
		   struct rows *rows)
{
	return db_list(db, arena, &capa_entries, PARAMS(P_INT(organization_id), P_INT(capa_id)), rows);
}

enum rc capa_file_insert(struct db *db, struct capa_file *file)
{
	return db_insert(db, &capa_file_add, file, &file->id);
}

enum rc capa_files(struct db *db, struct arena *arena, int64_t organization_id, int64_t capa_id,
		   struct rows *rows)
{
	return db_list(db, arena, &capa_files_all, PARAMS(P_INT(organization_id), P_INT(capa_id)), rows);
}

int64_t capa_files_of_round(const struct rows *files, int64_t round)
{
	int64_t count = 0;

	for (size_t i = 0; i < files->count; i++)
		count += ROW(struct capa_file, *files, i)->round == round;
	return count;
}

enum rc capa_file_by_uuid(struct db *db, struct arena *arena, int64_t organization_id, int64_t capa_id,
			  struct str uuid, struct capa_file *out)
{
	if (!uuid_is_valid(uuid))
		return RC_NOT_FOUND;
	return db_one(db, arena, &capa_file_of_uuid,
		      PARAMS(P_TEXT(uuid), P_INT(capa_id), P_INT(organization_id)), out);
}

enum rc capa_link_by_hash(struct db *db, struct arena *arena, struct str sha256, struct capa_link *out)
{
	return db_one(db, arena, &capa_link_of_hash, PARAMS(P_BYTES(sha256)), out);
}

enum rc capa_link_insert(struct db *db, struct capa_link *link)
{
	return db_insert(db, &capa_link_add, link, &link->id);
}

enum rc capa_links(struct db *db, struct arena *arena, int64_t organization_id, int64_t capa_id,
		   struct rows *rows)
{
	return db_list(db, arena, &capa_links_newest, PARAMS(P_INT(organization_id), P_INT(capa_id)), rows);
}

enum rc capa_link_revoke_all(struct db *db, int64_t organization_id, int64_t capa_id, moment now)
{
	return db_write(db, &capa_links_revoke, NULL,
			PARAMS(P_MOMENT(now), P_INT(organization_id), P_INT(capa_id)), NULL);
}

enum rc capa_link_opened(struct db *db, int64_t organization_id, int64_t id, moment now)
{
	return db_write(db, &capa_link_touch, NULL,
			PARAMS(P_MOMENT(now), P_INT(id), P_INT(organization_id)), NULL);
}
