#include "identity/logout_token_store.h"

STATEMENT(logout_token_add, NULL, NULL, "INSERT INTO logout_token (token_hash, expires_at) VALUES (?, ?)");
STATEMENT(logout_token_remove_expired, NULL, NULL,
	  "DELETE FROM logout_token WHERE expires_at < ? ORDER BY expires_at LIMIT 1000");

enum rc logout_token_insert(struct db *db, struct str token_hash, moment expires_at)
{
	return db_write(db, &logout_token_add, NULL, PARAMS(P_BYTES(token_hash), P_MOMENT(expires_at)), NULL);
}

enum rc logout_token_expire(struct db *db, moment before, int64_t *count)
{
	struct written written = {0};
	enum rc rc = db_write(db, &logout_token_remove_expired, NULL, PARAMS(P_MOMENT(before)), &written);

	*count = written.affected;
	return rc;
}
