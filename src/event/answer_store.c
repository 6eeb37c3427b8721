#include "event/answer_store.h"

#include <stddef.h>

#define STORED(kind_, member) \
	.kind = kind_, .name = #member, .offset = offsetof(struct kept_answer, member), .flags = FIELD_STORED | FIELD_NOT_NULL
static const struct field answer_fields[] = {
	{STORED(FIELD_ID, account_id)},
	{STORED(FIELD_BYTES, key_hash)},
	{STORED(FIELD_ID, organization_id)},
	{STORED(FIELD_BYTES, body_hash)},
	{STORED(FIELD_INT, status)},
	{STORED(FIELD_TEXT, location), .max = 500},
	{STORED(FIELD_INT, version)},
	{STORED(FIELD_PROSE, body), .max = 4000000},
	{STORED(FIELD_MOMENT, created_at)},
	FIELD_END,
};
#undef STORED
const struct record answer_record = {"api_answer", sizeof(struct kept_answer), answer_fields};

STATEMENT(answer_insert, NULL, &answer_record, "INSERT INTO api_answer ({names}) VALUES ({values})");
STATEMENT(answer_by_key, &answer_record, NULL, "SELECT {columns} FROM api_answer WHERE account_id = ? AND key_hash = ?");
STATEMENT(answer_update_claim, NULL, NULL,
	  "UPDATE api_answer SET status = 0, body_hash = ?, created_at = ?"
	  " WHERE account_id = ? AND key_hash = ? AND created_at = ?");
STATEMENT(answer_update, NULL, NULL,
	  "UPDATE api_answer SET status = ?, location = ?, version = ?, body = ?"
	  " WHERE account_id = ? AND key_hash = ? AND created_at = ? AND status = 0");
STATEMENT(answer_delete, NULL, NULL, "DELETE FROM api_answer WHERE account_id = ? AND key_hash = ? AND status = 0");
STATEMENT(answer_delete_old, NULL, NULL, "DELETE FROM api_answer WHERE created_at < ? ORDER BY created_at LIMIT 1000");

enum rc answer_claim(struct db *db, const struct kept_answer *answer)
{
	return db_write(db, &answer_insert, answer, NO_PARAMS, NULL);
}

enum rc answer_find(struct db *db, struct arena *arena, int64_t account_id, struct str key_hash, struct kept_answer *out)
{
	return db_one(db, arena, &answer_by_key, PARAMS(P_INT(account_id), P_BYTES(key_hash)), out);
}

enum rc answer_take_over(struct db *db, const struct kept_answer *found, const struct kept_answer *mine)
{
	return db_write_one(db, &answer_update_claim, NULL,
			    PARAMS(P_BYTES(mine->body_hash), P_MOMENT(mine->created_at), P_INT(found->account_id),
				   P_BYTES(found->key_hash), P_MOMENT(found->created_at)),
			    RC_CONFLICT);
}

enum rc answer_settle(struct db *db, const struct kept_answer *answer)
{
	const struct str none = STR("");

	return db_write_one(db, &answer_update, NULL,
			    PARAMS(P_INT(answer->status), P_TEXT(answer->location.at ? answer->location : none),
				   P_INT(answer->version), P_TEXT(answer->body.at ? answer->body : none),
				   P_INT(answer->account_id), P_BYTES(answer->key_hash), P_MOMENT(answer->created_at)),
			    RC_CONFLICT);
}

enum rc answer_release(struct db *db, int64_t account_id, struct str key_hash)
{
	return db_write(db, &answer_delete, NULL, PARAMS(P_INT(account_id), P_BYTES(key_hash)), NULL);
}

enum rc answer_expire(struct db *db, moment before, int64_t *count)
{
	struct written written = {0};
	enum rc rc = db_write(db, &answer_delete_old, NULL, PARAMS(P_MOMENT(before)), &written);

	*count = written.affected;
	return rc;
}
