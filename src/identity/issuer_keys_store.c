#include "identity/issuer_keys_store.h"

#include <stddef.h>

#define MEMBER(kind_, name_) {.kind = kind_, .name = #name_, .offset = offsetof(struct issuer_keys, name_)}
static const struct field fields[] = {
	MEMBER(FIELD_PROSE, document),   MEMBER(FIELD_MOMENT, fetched_at),  MEMBER(FIELD_MOMENT, tried_at),
	MEMBER(FIELD_MOMENT, next_due_at), MEMBER(FIELD_TEXT, failure), FIELD_END,
};
const struct record issuer_keys_record = {"issuer_keys", sizeof(struct issuer_keys), fields};
#undef MEMBER

STATEMENT(issuer_keys_by_url, &issuer_keys_record, NULL,
	  "SELECT document, fetched_at, tried_at, next_due_at, failure FROM issuer_keys WHERE url = ?");
STATEMENT(issuer_keys_add, NULL, NULL,
	  "INSERT INTO issuer_keys (url, next_due_at) VALUES (?, ?) ON DUPLICATE KEY UPDATE url = url");
STATEMENT(issuer_keys_take, NULL, NULL,
	  "UPDATE issuer_keys SET tried_at = ? WHERE url = ? AND (tried_at IS NULL OR tried_at <= ?)");
STATEMENT(issuer_keys_set, NULL, NULL,
	  "UPDATE issuer_keys SET document = ?, fetched_at = ?, next_due_at = ?, failure = NULL WHERE url = ?");
STATEMENT(issuer_keys_set_failure, NULL, NULL, "UPDATE issuer_keys SET failure = ?, next_due_at = ? WHERE url = ?");
STATEMENT(issuer_keys_remove_others, NULL, NULL, "DELETE FROM issuer_keys WHERE url <> ?");

enum rc issuer_keys_find(struct db *db, struct arena *arena, struct str url, struct issuer_keys *out)
{
	return db_one(db, arena, &issuer_keys_by_url, PARAMS(P_TEXT(url)), out);
}

enum rc issuer_keys_claim(struct db *db, struct str url, moment now, moment before)
{
	struct written written;
	enum rc rc = db_write(db, &issuer_keys_take, NULL, PARAMS(P_MOMENT(now), P_TEXT(url), P_MOMENT(before)), &written);

	if (rc != RC_OK || written.affected)
		return rc;
	rc = db_write(db, &issuer_keys_add, NULL, PARAMS(P_TEXT(url), P_MOMENT(now)), NULL);
	if (rc == RC_OK)
		rc = db_write(db, &issuer_keys_take, NULL, PARAMS(P_MOMENT(now), P_TEXT(url), P_MOMENT(before)), &written);
	return rc == RC_OK && !written.affected ? RC_NOT_FOUND : rc;
}

enum rc issuer_keys_keep(struct db *db, struct str url, struct str document, moment now, moment next_due_at)
{
	return db_write(db, &issuer_keys_set, NULL,
			PARAMS(P_TEXT(document), P_MOMENT(now), P_MOMENT(next_due_at), P_TEXT(url)), NULL);
}

enum rc issuer_keys_fail(struct db *db, struct str url, struct str failure, moment next_due_at)
{
	return db_write(db, &issuer_keys_set_failure, NULL, PARAMS(P_TEXT(failure), P_MOMENT(next_due_at), P_TEXT(url)), NULL);
}

enum rc issuer_keys_forget_others(struct db *db, struct str url)
{
	return db_write(db, &issuer_keys_remove_others, NULL, PARAMS(P_TEXT(url)), NULL);
}
