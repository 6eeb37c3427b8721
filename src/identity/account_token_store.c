#include "identity/account_token_store.h"

#include <stddef.h>

struct number_row {
	int64_t number;
};
static const struct field number_fields[] = {
	{.kind = FIELD_INT, .name = "number", .offset = offsetof(struct number_row, number)},
	FIELD_END,
};
static const struct record number_record = {"account_token", sizeof(struct number_row), number_fields};

#define IS_OPEN "kind = ? AND used_at IS NULL AND (expires_at IS NULL OR expires_at > ?)"
STATEMENT(account_token_add, NULL, NULL,
	  "INSERT INTO account_token (account_id, kind, token_hash, expires_at, created_at)"
	  " VALUES (?, ?, ?, ?, ?)");
STATEMENT(account_token_owner, &number_record, NULL,
	  "SELECT account_id AS number FROM account_token WHERE token_hash = ? AND " IS_OPEN);
STATEMENT(account_token_set_used, NULL, NULL,
	  "UPDATE account_token SET used_at = ? WHERE token_hash = ? AND " IS_OPEN);
STATEMENT(account_token_remove, NULL, NULL, "DELETE FROM account_token WHERE account_id = ? AND kind = ?");
STATEMENT(
	account_token_count, &number_record, NULL,
	"SELECT COUNT(*) AS number FROM account_token WHERE account_id = ? AND kind = ? AND used_at IS NULL");
#undef IS_OPEN
STATEMENT(account_token_remove_late, NULL, NULL,
	  "DELETE FROM account_token WHERE expires_at < ? ORDER BY expires_at LIMIT 1000");
STATEMENT(account_token_remove_used, NULL, NULL,
	  "DELETE FROM account_token WHERE used_at < ? ORDER BY used_at LIMIT 1000");

enum rc account_token_insert(struct db *db, int64_t account_id, const char *kind, struct str hash,
			     moment expires_at, moment now)
{
	return db_write(db, &account_token_add, NULL,
			PARAMS(P_INT(account_id), P_TEXT(str_of(kind)), P_BYTES(hash), P_MOMENT(expires_at),
			       P_MOMENT(now)),
			NULL);
}

enum rc account_token_find(struct db *db, struct arena *arena, const char *kind, struct str hash, moment now,
			   int64_t *account_id)
{
	struct number_row row;
	enum rc rc = db_one(db, arena, &account_token_owner,
			    PARAMS(P_BYTES(hash), P_TEXT(str_of(kind)), P_MOMENT(now)), &row);
	if (rc == RC_OK)
		*account_id = row.number;
	return rc;
}

enum rc account_token_use(struct db *db, const char *kind, struct str hash, moment now)
{
	return db_write_one(db, &account_token_set_used, NULL,
			    PARAMS(P_MOMENT(now), P_BYTES(hash), P_TEXT(str_of(kind)), P_MOMENT(now)),
			    RC_NOT_FOUND);
}

enum rc account_token_delete(struct db *db, int64_t account_id, const char *kind)
{
	return db_write(db, &account_token_remove, NULL, PARAMS(P_INT(account_id), P_TEXT(str_of(kind))),
			NULL);
}

enum rc account_token_left(struct db *db, struct arena *arena, int64_t account_id, const char *kind,
			   int64_t *left)
{
	struct number_row row;
	enum rc rc = db_one(db, arena, &account_token_count, PARAMS(P_INT(account_id), P_TEXT(str_of(kind))),
			    &row);
	if (rc == RC_OK)
		*left = row.number;
	return rc;
}

enum rc account_token_expire(struct db *db, moment before, int64_t *count)
{
	struct written late = {0}, used = {0};
	enum rc rc = db_write(db, &account_token_remove_late, NULL, PARAMS(P_MOMENT(before)), &late);

	if (rc == RC_OK)
		rc = db_write(db, &account_token_remove_used, NULL, PARAMS(P_MOMENT(before)), &used);
	*count = late.affected + used.affected;
	return rc;
}
