#include "impact/asset_store.h"

#include "base/text.h"
#include "impact/pattern.h"

STATEMENT(asset_of_id, &asset_record, NULL, "SELECT {columns} FROM asset WHERE id = ? AND organization_id = ?");
STATEMENT(asset_of_code, &asset_record, NULL, "SELECT {columns} FROM asset WHERE organization_id = ? AND code = ?");
STATEMENT(asset_add, NULL, &asset_record, "INSERT INTO asset ({names}) VALUES ({values})");
STATEMENT(asset_change, NULL, &asset_record,
	  "UPDATE asset SET {assignments}, version = version + 1 WHERE id = ? AND organization_id = ? AND version = ?");
STATEMENT(assets_all, &asset_record, NULL, "SELECT {columns} FROM asset WHERE organization_id = ? LIMIT 100000");

#define NARROWED                                                                                               \
	" AND (? = 1 OR is_active) AND CONCAT_WS(' ', code, name, serial) LIKE ?"                              \
	" AND CONCAT_WS(' ', code, name, serial) LIKE ? AND CONCAT_WS(' ', code, name, serial) LIKE ?"         \
	" AND CONCAT_WS(' ', code, name, serial) LIKE ? AND code > ? ORDER BY code LIMIT ?"
/* Index look_up: only the rows that fit are fetched. */
STATEMENT(assets_listed, &asset_record, NULL,
	  "SELECT {columns} FROM asset FORCE INDEX (look_up) WHERE organization_id = ?" NARROWED);
STATEMENT(assets_of_establishment, &asset_record, NULL,
	  "SELECT {columns} FROM asset FORCE INDEX (establishment) WHERE organization_id = ? AND establishment_id = ?"
	  NARROWED);

const struct incident_count incident_asset_count = {
	"(SELECT COUNT(*) FROM incident_asset x FORCE INDEX (incident) WHERE x.incident_id = i.id AND x.removed_at IS NULL)"};
STATEMENT(incident_assets, &incident_asset_record, NULL,
	  "SELECT {columns} FROM incident_asset WHERE incident_id = ? AND organization_id = ? AND removed_at IS NULL"
	  " ORDER BY id LIMIT 500");
STATEMENT(incident_asset_of_uuid, &incident_asset_record, NULL,
	  "SELECT {columns} FROM incident_asset WHERE uuid = ? AND incident_id = ? AND organization_id = ?"
	  " AND removed_at IS NULL");
STATEMENT(incident_asset_add, NULL, &incident_asset_record,
	  "INSERT INTO incident_asset ({names}) VALUES ({values})");
STATEMENT(incident_asset_change, NULL, &incident_asset_record,
	  "UPDATE incident_asset SET {assignments}, version = version + 1 WHERE id = ? AND organization_id = ?"
	  " AND version = ?");

STATEMENT(work_orders, &work_order_record, NULL,
	  "SELECT {columns} FROM work_order WHERE incident_id = ? AND organization_id = ? ORDER BY id LIMIT 500");
STATEMENT(work_order_of_uuid, &work_order_record, NULL,
	  "SELECT {columns} FROM work_order WHERE uuid = ? AND incident_id = ? AND organization_id = ?");
STATEMENT(work_order_add, NULL, &work_order_record, "INSERT INTO work_order ({names}) VALUES ({values})");
STATEMENT(work_order_change, NULL, &work_order_record,
	  "UPDATE work_order SET {assignments}, version = version + 1 WHERE id = ? AND organization_id = ?"
	  " AND version = ?");
/* LAST_INSERT_ID(x) hands x back with the result. */
STATEMENT(work_order_count, NULL, NULL,
	  "INSERT INTO work_order_counter (organization_id, last) VALUES (?, LAST_INSERT_ID(1))"
	  " ON DUPLICATE KEY UPDATE last = LAST_INSERT_ID(last + 1)");
STATEMENT(asset_delete, NULL, NULL, "DELETE FROM asset WHERE id = ? AND organization_id = ?");

enum rc asset_by_id(struct db *db, struct arena *arena, int64_t organization_id, int64_t id, struct asset *out)
{
	return db_one(db, arena, &asset_of_id, PARAMS(P_INT(id), P_INT(organization_id)), out);
}

enum rc asset_by_code(struct db *db, struct arena *arena, int64_t organization_id, struct str code, struct asset *out)
{
	return db_one(db, arena, &asset_of_code, PARAMS(P_INT(organization_id), P_TEXT(code)), out);
}

enum rc asset_insert(struct db *db, struct asset *asset)
{
	return db_insert(db, &asset_add, asset, &asset->id);
}

enum rc asset_update(struct db *db, const struct asset *asset)
{
	return db_write_one(db, &asset_change, asset,
			    PARAMS(P_INT(asset->id), P_INT(asset->organization_id), P_INT(asset->version)),
			    RC_CONFLICT);
}

enum rc asset_all(struct db *db, struct arena *arena, int64_t organization_id, struct rows *rows)
{
	return db_list(db, arena, &assets_all, PARAMS(P_INT(organization_id)), rows);
}

enum rc asset_list(struct db *db, struct arena *arena, int64_t organization_id, const struct asset_filter *filter,
		   struct rows *rows)
{
	struct str words[PATTERN_WORDS], after = filter->after.len ? filter->after : STR("");

	pattern_words(arena, filter->words, words);
	if (filter->establishment_id)
		return db_list(db, arena, &assets_of_establishment,
			       PARAMS(P_INT(organization_id), P_INT(filter->establishment_id),
				      P_INT(filter->with_inactive), P_TEXT(words[0]), P_TEXT(words[1]),
				      P_TEXT(words[2]), P_TEXT(words[3]), P_TEXT(after), P_INT(filter->most)),
			       rows);
	return db_list(db, arena, &assets_listed,
		       PARAMS(P_INT(organization_id), P_INT(filter->with_inactive), P_TEXT(words[0]), P_TEXT(words[1]),
			      P_TEXT(words[2]), P_TEXT(words[3]), P_TEXT(after), P_INT(filter->most)),
		       rows);
}

enum rc incident_asset_list(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
			    struct rows *rows)
{
	return db_list(db, arena, &incident_assets, PARAMS(P_INT(incident_id), P_INT(organization_id)), rows);
}

enum rc incident_asset_find(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
			    struct str uuid, void *out)
{
	return db_one(db, arena, &incident_asset_of_uuid,
		      PARAMS(P_TEXT(uuid), P_INT(incident_id), P_INT(organization_id)), out);
}

enum rc incident_asset_insert(struct db *db, struct incident_asset *row)
{
	return db_insert(db, &incident_asset_add, row, &row->id);
}

enum rc incident_asset_update(struct db *db, const struct incident_asset *row)
{
	return db_write_one(db, &incident_asset_change, row,
			    PARAMS(P_INT(row->id), P_INT(row->organization_id), P_INT(row->version)), RC_CONFLICT);
}

enum rc work_order_list(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
			struct rows *rows)
{
	return db_list(db, arena, &work_orders, PARAMS(P_INT(incident_id), P_INT(organization_id)), rows);
}

enum rc work_order_find(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
			struct str uuid, struct work_order *out)
{
	return db_one(db, arena, &work_order_of_uuid,
		      PARAMS(P_TEXT(uuid), P_INT(incident_id), P_INT(organization_id)), out);
}

enum rc work_order_insert(struct db *db, struct arena *arena, struct work_order *order)
{
	struct written written;
	enum rc rc = db_write(db, &work_order_count, NULL, PARAMS(P_INT(order->organization_id)), &written);

	if (rc != RC_OK)
		return rc;
	order->number = arena_printf(arena, "WO-%06lld", (long long)written.id);
	return db_insert(db, &work_order_add, order, &order->id);
}

enum rc work_order_update(struct db *db, const struct work_order *order)
{
	return db_write_one(db, &work_order_change, order,
			    PARAMS(P_INT(order->id), P_INT(order->organization_id), P_INT(order->version)),
			    RC_CONFLICT);
}

enum rc asset_remove(struct db *db, int64_t organization_id, int64_t id)
{
	return db_write_one(db, &asset_delete, NULL, PARAMS(P_INT(id), P_INT(organization_id)), RC_CONFLICT);
}
