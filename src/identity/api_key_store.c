#include "identity/api_key_store.h"

#include <stddef.h>

#define COLUMN(kind_, member) {.kind = kind_, .name = #member, .offset = offsetof(struct api_key_line, member)}
static const struct field line_fields[] = {
	COLUMN(FIELD_ID, id), COLUMN(FIELD_ID, account_id), COLUMN(FIELD_UUID, uuid), COLUMN(FIELD_TEXT, name),
	COLUMN(FIELD_TEXT, beginning), COLUMN(FIELD_TEXT, scopes), COLUMN(FIELD_TEXT, environment), COLUMN(FIELD_TEXT, login),
	COLUMN(FIELD_DAY, expires_on), COLUMN(FIELD_DAY, used_on), COLUMN(FIELD_MOMENT, revoked_at), COLUMN(FIELD_MOMENT, created_at),
	FIELD_END,
};
#undef COLUMN
const struct record api_key_line_record = {"api_key", sizeof(struct api_key_line), line_fields};

static const struct field account_fields[] = {
	{.kind = FIELD_ID, .name = "account_id", .offset = offsetof(struct api_account, account_id)},
	{.kind = FIELD_ID, .name = "organization_id", .offset = offsetof(struct api_account, organization_id)},
	{.kind = FIELD_INT, .name = "directory_version", .offset = offsetof(struct api_account, directory_version)},
	FIELD_END,
};
const struct record api_account_record = {"account", sizeof(struct api_account), account_fields};

STATEMENT(api_key_of_token, &api_key_record, NULL,
	  "SELECT {columns:k}, d.version AS directory_version FROM api_key k"
	  " STRAIGHT_JOIN account a ON a.id = k.account_id AND a.is_active"
	  " STRAIGHT_JOIN directory_version d ON d.organization_id = k.organization_id WHERE k.token_hash = ?");
STATEMENT(api_key_of_uuid, &api_key_record, NULL,
	  "SELECT {columns} FROM api_key WHERE uuid = ? AND organization_id = ?");
STATEMENT(api_key_add, NULL, &api_key_record, "INSERT INTO api_key ({names}) VALUES ({values})");
STATEMENT(api_key_set, NULL, &api_key_record,
	  "UPDATE api_key SET {assignments} WHERE id = ? AND organization_id = ? AND version = ?");
STATEMENT(api_key_use, NULL, NULL, "UPDATE api_key SET used_on = ? WHERE id = ?");
#define LINES(index)                                                                                      \
	"SELECT k.id, k.account_id, k.uuid, k.name, k.beginning, k.scopes, k.environment, a.login, k.expires_on," \
	" k.used_on, k.revoked_at, k.created_at FROM api_key k FORCE INDEX (" index ")"                   \
	" STRAIGHT_JOIN account a ON a.id = k.account_id WHERE k.organization_id = ?"
STATEMENT(api_key_of_account, &api_key_line_record, NULL,
	  LINES("account") " AND k.account_id = ? AND k.id < ? ORDER BY k.id DESC LIMIT 101");
STATEMENT(api_key_of_all, &api_key_line_record, NULL, LINES("newest") " AND k.id < ? ORDER BY k.id DESC LIMIT 101");
#undef LINES
STATEMENT(api_account_of_id, &api_account_record, NULL,
	  "SELECT a.id AS account_id, a.organization_id, d.version AS directory_version FROM account a"
	  " STRAIGHT_JOIN directory_version d ON d.organization_id = a.organization_id"
	  " WHERE a.id = ? AND a.is_active"
	  " AND NOT EXISTS (SELECT 1 FROM api_key k WHERE k.uuid = ? AND k.revoked_at IS NOT NULL)");

enum rc api_key_by_token(struct db *db, struct arena *arena, struct str token_hash, struct api_key *key)
{
	return db_one(db, arena, &api_key_of_token, PARAMS(P_BYTES(token_hash)), key);
}

enum rc api_key_by_uuid(struct db *db, struct arena *arena, int64_t organization_id, struct str uuid, struct api_key *key)
{
	if (!uuid.len)
		return RC_NOT_FOUND;
	return db_one(db, arena, &api_key_of_uuid, PARAMS(P_TEXT(uuid), P_INT(organization_id)), key);
}

enum rc api_key_insert(struct db *db, struct api_key *key)
{
	return db_insert(db, &api_key_add, key, &key->id);
}

enum rc api_key_update(struct db *db, const struct api_key *key)
{
	struct api_key next = *key;

	next.version++;
	return db_write_one(db, &api_key_set, &next, PARAMS(P_INT(key->id), P_INT(key->organization_id), P_INT(key->version)),
			    RC_CONFLICT);
}

enum rc api_key_touch(struct db *db, int64_t id, day today)
{
	return db_write(db, &api_key_use, NULL, PARAMS(P_DAY(today), P_INT(id)), NULL);
}

enum rc api_key_list(struct db *db, struct arena *arena, int64_t organization_id, int64_t account_id, int64_t before_id,
		     struct rows *rows)
{
	const int64_t before = before_id ? before_id : INT64_MAX;

	if (account_id)
		return db_list(db, arena, &api_key_of_account,
			       PARAMS(P_INT(organization_id), P_INT(account_id), P_INT(before)), rows);
	return db_list(db, arena, &api_key_of_all, PARAMS(P_INT(organization_id), P_INT(before)), rows);
}

enum rc api_account_find(struct db *db, struct arena *arena, int64_t account_id, struct str key_uuid,
			 struct api_account *account)
{
	return db_one(db, arena, &api_account_of_id, PARAMS(P_INT(account_id), P_TEXT(key_uuid)), account);
}
