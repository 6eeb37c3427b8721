#include "identity/session_store.h"

#include <stddef.h>

#define OFFSET(member) .name = #member, .offset = offsetof(struct session, member)
static const struct field session_fields[] = {
	{.kind = FIELD_ID, OFFSET(id), .flags = FIELD_STORED | FIELD_KEY},
	{.kind = FIELD_ID, OFFSET(organization_id), .flags = FIELD_STORED | FIELD_KEY},
	{.kind = FIELD_ID, OFFSET(account_id), .flags = FIELD_STORED | FIELD_KEY},
	{.kind = FIELD_TEXT, OFFSET(method), .flags = FIELD_STORED, .max = 20},
	{.kind = FIELD_BOOL, OFFSET(is_pending), .flags = FIELD_STORED},
	{.kind = FIELD_TEXT, OFFSET(agent), .label = N_("Browser"), .flags = FIELD_STORED, .max = 120},
	{.kind = FIELD_MOMENT, OFFSET(created_at), .label = N_("Signed in"), .flags = FIELD_STORED},
	{.kind = FIELD_MOMENT, OFFSET(seen_at), .label = N_("Last used"), .flags = FIELD_STORED},
	{.kind = FIELD_MOMENT, OFFSET(ends_at), .label = N_("Ends at the latest"), .flags = FIELD_STORED},
	{.kind = FIELD_INT, OFFSET(directory_version)},
	FIELD_END,
};
#undef OFFSET
const struct record session_record = {"session", sizeof(struct session), session_fields};

STATEMENT(session_add, NULL, NULL,
	  "INSERT INTO session (organization_id, token_hash, account_id, method, is_pending, agent,"
	  " created_at, seen_at, ends_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
STATEMENT(session_of_token, &session_record, NULL,
	  "SELECT {columns:s}, d.version AS directory_version FROM session s STRAIGHT_JOIN directory_version d"
	  " ON d.organization_id = s.organization_id WHERE s.token_hash = ? AND s.ends_at > ?");
STATEMENT(session_set_seen, NULL, NULL, "UPDATE session SET seen_at = ? WHERE id = ?");
STATEMENT(session_of_account, &session_record, NULL,
	  "SELECT {columns} FROM session WHERE account_id = ? AND ends_at > ? AND NOT is_pending"
	  " ORDER BY seen_at DESC LIMIT 100");
STATEMENT(session_remove, NULL, NULL, "DELETE FROM session WHERE id = ? AND account_id = ?");
STATEMENT(session_remove_ended, NULL, NULL, "DELETE FROM session WHERE ends_at < ? ORDER BY ends_at LIMIT 1000");
STATEMENT(session_remove_others, NULL, NULL, "DELETE FROM session WHERE account_id = ? AND id <> ?");

enum rc session_insert(struct db *db, const struct session *session, struct str token_hash)
{
	return db_write(
		db, &session_add, NULL,
		PARAMS(P_INT(session->organization_id), P_BYTES(token_hash), P_INT(session->account_id),
		       P_TEXT(session->method), P_INT(session->is_pending), P_TEXT(session->agent),
		       P_MOMENT(session->created_at), P_MOMENT(session->seen_at), P_MOMENT(session->ends_at)),
		NULL);
}

enum rc session_by_token(struct db *db, struct arena *arena, struct str token_hash, moment now,
			 struct session *session)
{
	return db_one(db, arena, &session_of_token, PARAMS(P_BYTES(token_hash), P_MOMENT(now)), session);
}

enum rc session_touch(struct db *db, int64_t id, moment now)
{
	return db_write(db, &session_set_seen, NULL, PARAMS(P_MOMENT(now), P_INT(id)), NULL);
}

enum rc session_list(struct db *db, struct arena *arena, int64_t account_id, moment now,
		     struct rows *sessions)
{
	return db_list(db, arena, &session_of_account, PARAMS(P_INT(account_id), P_MOMENT(now)), sessions);
}

enum rc session_delete(struct db *db, int64_t account_id, int64_t id)
{
	return db_write_one(db, &session_remove, NULL, PARAMS(P_INT(id), P_INT(account_id)), RC_NOT_FOUND);
}

enum rc session_delete_others(struct db *db, int64_t account_id, int64_t keep_id)
{
	return db_write(db, &session_remove_others, NULL, PARAMS(P_INT(account_id), P_INT(keep_id)), NULL);
}

enum rc session_expire(struct db *db, moment before, int64_t *count)
{
	struct written written = {0};
	enum rc rc = db_write(db, &session_remove_ended, NULL, PARAMS(P_MOMENT(before)), &written);

	*count = written.affected;
	return rc;
}
