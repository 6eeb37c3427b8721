#ifndef EVENT_PHONE_STORE_H
#define EVENT_PHONE_STORE_H

#include "db/db.h"

/* The mobile number of an account; of use once the code that was sent there has been typed in. */
struct account_phone {
	int64_t account_id;
	int64_t organization_id;
	struct str number;           /* E.164 */
	struct str code_hash;        /* STR_NONE: no code is open */
	moment code_expires_at;
	int64_t code_tries;          /* wrong ones */
	moment code_sent_at;
	int64_t codes_sent;          /* on the day of code_sent_at */
	moment confirmed_at;
};
extern const struct record account_phone_record;

/* RC_NOT_FOUND: none given. */
enum rc phone_find(struct db *db, struct arena *arena, int64_t account_id, struct account_phone *out) MUST_CHECK;
/* The same, locked until the transaction ends. */
enum rc phone_lock(struct db *db, struct arena *arena, int64_t account_id, struct account_phone *out) MUST_CHECK;
/* Puts it in the place of the one before. */
enum rc phone_save(struct db *db, const struct account_phone *phone) MUST_CHECK;
enum rc phone_delete(struct db *db, int64_t account_id) MUST_CHECK;

#endif
