#ifndef IDENTITY_ACCOUNT_STORE_H
#define IDENTITY_ACCOUNT_STORE_H

#include "db/db.h"
#include "identity/account.h"

/* login as account_login makes it; of any organization, since logins are unique. RC_NOT_FOUND also when deactivated. */
enum rc account_by_login(struct db *db, struct arena *arena, struct str login, struct account *account) MUST_CHECK;
enum rc account_by_id(struct db *db, struct arena *arena, int64_t organization_id, int64_t id, struct account *account) MUST_CHECK;
/* Sets account->id. RC_DUPLICATE: the login or the person has an account. */
enum rc account_insert(struct db *db, struct account *account) MUST_CHECK;
enum rc account_failed(struct db *db, int64_t id, moment now) MUST_CHECK;
/* Clears the failures and notes the moment. */
enum rc account_signed_in(struct db *db, int64_t id, moment now) MUST_CHECK;
enum rc account_set_password(struct db *db, int64_t id, struct str hash, moment now) MUST_CHECK;

#endif
