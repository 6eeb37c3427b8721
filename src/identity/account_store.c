#include "identity/account_store.h"

STATEMENT(account_of_login, &account_record, NULL,
	  "SELECT {columns} FROM account WHERE login = ? AND is_active");
STATEMENT(account_of_id, &account_record, NULL,
	  "SELECT {columns} FROM account WHERE id = ? AND organization_id = ?");
STATEMENT(account_add, NULL, &account_record, "INSERT INTO account ({names}) VALUES ({values})");
STATEMENT(account_add_failure, NULL, NULL,
	  "UPDATE account SET failures = failures + 1, failed_at = ? WHERE id = ?");
STATEMENT(account_set_signed_in, NULL, NULL,
	  "UPDATE account SET failures = 0, failed_at = NULL, signed_in_at = ? WHERE id = ?");
STATEMENT(account_set_hash, NULL, NULL,
	  "UPDATE account SET password_hash = ?, password_set_at = ?, version = version + 1 WHERE id = ?");

enum rc account_by_login(struct db *db, struct arena *arena, struct str login, struct account *account)
{
	return db_one(db, arena, &account_of_login, PARAMS(P_TEXT(login)), account);
}

enum rc account_by_id(struct db *db, struct arena *arena, int64_t organization_id, int64_t id,
		      struct account *account)
{
	return db_one(db, arena, &account_of_id, PARAMS(P_INT(id), P_INT(organization_id)), account);
}

enum rc account_insert(struct db *db, struct account *account)
{
	struct written written;
	enum rc rc = db_write(db, &account_add, account, NO_PARAMS, &written);
	if (rc == RC_OK)
		account->id = written.id;
	return rc;
}

enum rc account_failed(struct db *db, int64_t id, moment now)
{
	return db_write(db, &account_add_failure, NULL, PARAMS(P_MOMENT(now), P_INT(id)), NULL);
}

enum rc account_signed_in(struct db *db, int64_t id, moment now)
{
	return db_write(db, &account_set_signed_in, NULL, PARAMS(P_MOMENT(now), P_INT(id)), NULL);
}

enum rc account_set_password(struct db *db, int64_t id, struct str hash, moment now)
{
	return db_write(db, &account_set_hash, NULL, PARAMS(P_TEXT(hash), P_MOMENT(now), P_INT(id)), NULL);
}
