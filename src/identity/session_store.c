#include "identity/session_store.h"

#include <stddef.h>

#define OFFSET(member) .name = #member, .offset = offsetof(struct session, member)
static const struct field session_fields[] = {
	{.kind = FIELD_ID, OFFSET(id), .flags = FIELD_STORED | FIELD_KEY},
	{.kind = FIELD_ID, OFFSET(organization_id), .flags = FIELD_STORED | FIELD_KEY},
	{.kind = FIELD_ID, OFFSET(account_id), .flags = FIELD_STORED | FIELD_KEY},
	{.kind = FIELD_TEXT, OFFSET(method), .flags = FIELD_STORED, .max = 20},
	{.kind = FIELD_TEXT, OFFSET(issuer), .flags = FIELD_STORED, .max = SESSION_NAME},
	{.kind = FIELD_TEXT, OFFSET(subject), .flags = FIELD_STORED, .max = SESSION_NAME},
	{.kind = FIELD_TEXT, OFFSET(sid), .flags = FIELD_STORED, .max = SESSION_NAME},
	{.kind = FIELD_TEXT, OFFSET(acr), .flags = FIELD_STORED, .max = SESSION_NAME},
	{.kind = FIELD_TEXT, OFFSET(amr), .flags = FIELD_STORED, .max = SESSION_NAME},
	{.kind = FIELD_BOOL, OFFSET(is_pending), .flags = FIELD_STORED},
	{.kind = FIELD_TEXT, OFFSET(agent), .label = N_("Browser"), .flags = FIELD_STORED, .max = 120},
	{.kind = FIELD_MOMENT, OFFSET(created_at), .label = N_("Signed in"), .flags = FIELD_STORED},
	{.kind = FIELD_MOMENT, OFFSET(seen_at), .label = N_("Last used"), .flags = FIELD_STORED},
	{.kind = FIELD_MOMENT, OFFSET(ends_at), .label = N_("Ends at the latest"), .flags = FIELD_STORED},
	{.kind = FIELD_INT, OFFSET(directory_version)},
	{.kind = FIELD_INT, OFFSET(inbox_version)},
	FIELD_END,
};
#undef OFFSET
const struct record session_record = {"session", sizeof(struct session), session_fields};

#define OFFSET(member) .name = #member, .offset = offsetof(struct session_origin, member)
static const struct field origin_fields[] = {
	{.kind = FIELD_TEXT, OFFSET(issuer)}, {.kind = FIELD_TEXT, OFFSET(subject)}, {.kind = FIELD_TEXT, OFFSET(sid)},
	{.kind = FIELD_TEXT, OFFSET(acr)},    {.kind = FIELD_TEXT, OFFSET(amr)},     {.kind = FIELD_TEXT, OFFSET(id_token)},
	FIELD_END,
};
#undef OFFSET
static const struct record session_origin_record = {"session_origin", sizeof(struct session_origin), origin_fields};

STATEMENT(session_add, NULL, NULL,
	  "INSERT INTO session (organization_id, token_hash, account_id, method, issuer, subject, sid, acr, amr,"
	  " id_token, is_pending, agent, created_at, seen_at, ends_at)"
	  " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
STATEMENT(session_replace_token, NULL, NULL, "UPDATE session SET token_hash = ? WHERE id = ? AND account_id = ?");
STATEMENT(session_of_id, &session_origin_record, NULL,
	  "SELECT issuer, subject, sid, acr, amr, id_token FROM session WHERE id = ? AND account_id = ?");
STATEMENT(session_of_sid, &session_record, NULL,
	  "SELECT {columns} FROM session WHERE issuer = ? AND sid = ? LIMIT 1000");
STATEMENT(session_of_subject, &session_record, NULL,
	  "SELECT {columns} FROM session WHERE issuer = ? AND subject = ? LIMIT 1000");
STATEMENT(session_set_confirmed, NULL, NULL,
	  "UPDATE session SET acr = ?, amr = ?, confirm_hash = ?, confirm_until = ? WHERE id = ? AND account_id = ?");
STATEMENT(session_take_confirmed, NULL, NULL,
	  "UPDATE session SET confirm_hash = NULL WHERE id = ? AND account_id = ? AND confirm_hash = ?"
	  " AND confirm_until > ?");
STATEMENT(session_of_token, &session_record, NULL,
	  "SELECT {columns:s}, d.version AS directory_version, b.version AS inbox_version FROM session s"
	  " STRAIGHT_JOIN directory_version d ON d.organization_id = s.organization_id"
	  " STRAIGHT_JOIN inbox_version b ON b.account_id = s.account_id WHERE s.token_hash = ? AND s.ends_at > ?");
STATEMENT(session_set_seen, NULL, NULL, "UPDATE session SET seen_at = ? WHERE id = ?");
STATEMENT(session_of_account, &session_record, NULL,
	  "SELECT {columns} FROM session WHERE account_id = ? AND ends_at > ? AND NOT is_pending"
	  " ORDER BY seen_at DESC LIMIT 100");
STATEMENT(session_remove, NULL, NULL, "DELETE FROM session WHERE id = ? AND account_id = ?");
STATEMENT(session_remove_ended, NULL, NULL, "DELETE FROM session WHERE ends_at < ? ORDER BY ends_at LIMIT 1000");
STATEMENT(session_remove_others, NULL, NULL, "DELETE FROM session WHERE account_id = ? AND id <> ?");

enum rc session_insert(struct db *db, const struct session *session, struct str token_hash, struct str id_token)
{
	return db_write(
		db, &session_add, NULL,
		PARAMS(P_INT(session->organization_id), P_BYTES(token_hash), P_INT(session->account_id),
		       P_TEXT(session->method), P_TEXT(session->issuer), P_TEXT(session->subject),
		       P_TEXT(session->sid), P_TEXT(session->acr), P_TEXT(session->amr), P_TEXT(id_token),
		       P_INT(session->is_pending), P_TEXT(session->agent),
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

enum rc session_set_token(struct db *db, int64_t account_id, int64_t id, struct str token_hash)
{
	return db_write_one(db, &session_replace_token, NULL, PARAMS(P_BYTES(token_hash), P_INT(id), P_INT(account_id)),
			    RC_NOT_FOUND);
}

enum rc session_origin_of(struct db *db, struct arena *arena, int64_t account_id, int64_t id,
			  struct session_origin *origin)
{
	return db_one(db, arena, &session_of_id, PARAMS(P_INT(id), P_INT(account_id)), origin);
}

enum rc session_delete_outside(struct db *db, struct arena *arena, struct str issuer, struct str subject, struct str sid,
			       struct rows *ended)
{
	enum rc rc = sid.at ? db_list(db, arena, &session_of_sid, PARAMS(P_TEXT(issuer), P_TEXT(sid)), ended)
			    : db_list(db, arena, &session_of_subject, PARAMS(P_TEXT(issuer), P_TEXT(subject)), ended);

	for (size_t i = 0; rc == RC_OK && i < ended->count; i++) {
		const struct session *session = ROW(struct session, *ended, i);
		rc = session_delete(db, session->account_id, session->id);
		if (rc == RC_NOT_FOUND)
			rc = RC_OK;
	}
	return rc;
}

enum rc session_confirm(struct db *db, int64_t account_id, int64_t id, const struct session_origin *origin,
			struct str hash, moment until)
{
	return db_write_one(db, &session_set_confirmed, NULL,
			    PARAMS(P_TEXT(origin->acr), P_TEXT(origin->amr), P_BYTES(hash), P_MOMENT(until), P_INT(id),
				   P_INT(account_id)),
			    RC_NOT_FOUND);
}

enum rc session_use_confirmation(struct db *db, int64_t account_id, int64_t id, struct str hash, moment now)
{
	return db_write_one(db, &session_take_confirmed, NULL,
			    PARAMS(P_INT(id), P_INT(account_id), P_BYTES(hash), P_MOMENT(now)), RC_NOT_FOUND);
}

enum rc session_expire(struct db *db, moment before, int64_t *count)
{
	struct written written = {0};
	enum rc rc = db_write(db, &session_remove_ended, NULL, PARAMS(P_MOMENT(before)), &written);

	*count = written.affected;
	return rc;
}
