#include "event/phone_store.h"

#include <stddef.h>

#define AT(member) .name = #member, .offset = offsetof(struct account_phone, member)
static const struct field phone_fields[] = {
	{.kind = FIELD_ID, AT(account_id), .flags = FIELD_STORED | FIELD_QUIET},
	{.kind = FIELD_ID, AT(organization_id), .flags = FIELD_STORED | FIELD_QUIET},
	{.kind = FIELD_TEXT, AT(number), .label = N_("Mobile number"), .flags = FIELD_STORED | FIELD_SEALED, .max = 16},
	{.kind = FIELD_BYTES, AT(code_hash), .flags = FIELD_STORED | FIELD_QUIET},
	{.kind = FIELD_MOMENT, AT(code_expires_at), .flags = FIELD_STORED | FIELD_QUIET},
	{.kind = FIELD_INT, AT(code_tries), .flags = FIELD_STORED | FIELD_QUIET},
	{.kind = FIELD_MOMENT, AT(code_sent_at), .flags = FIELD_STORED | FIELD_QUIET},
	{.kind = FIELD_INT, AT(codes_sent), .flags = FIELD_STORED | FIELD_QUIET},
	{.kind = FIELD_MOMENT, AT(confirmed_at), .label = N_("Confirmed"), .flags = FIELD_STORED},
	FIELD_END,
};
#undef AT
const struct record account_phone_record = {"account_phone", sizeof(struct account_phone), phone_fields};

STATEMENT(phone_of_account, &account_phone_record, NULL, "SELECT {columns} FROM account_phone WHERE account_id = ?");
STATEMENT(phone_of_account_locked, &account_phone_record, NULL,
	  "SELECT {columns} FROM account_phone WHERE account_id = ? FOR UPDATE");
STATEMENT(phone_replace, NULL, &account_phone_record,
	  "INSERT INTO account_phone ({names}) VALUES ({values}) ON DUPLICATE KEY UPDATE number = VALUES(number),"
	  " code_hash = VALUES(code_hash), code_expires_at = VALUES(code_expires_at), code_tries = VALUES(code_tries),"
	  " code_sent_at = VALUES(code_sent_at), codes_sent = VALUES(codes_sent), confirmed_at = VALUES(confirmed_at)");
STATEMENT(phone_remove, NULL, NULL, "DELETE FROM account_phone WHERE account_id = ?");

enum rc phone_find(struct db *db, struct arena *arena, int64_t account_id, struct account_phone *out)
{
	return db_one(db, arena, &phone_of_account, PARAMS(P_INT(account_id)), out);
}

enum rc phone_lock(struct db *db, struct arena *arena, int64_t account_id, struct account_phone *out)
{
	return db_one(db, arena, &phone_of_account_locked, PARAMS(P_INT(account_id)), out);
}

enum rc phone_save(struct db *db, const struct account_phone *phone)
{
	return db_write(db, &phone_replace, phone, NO_PARAMS, NULL);
}

enum rc phone_delete(struct db *db, int64_t account_id)
{
	return db_write_one(db, &phone_remove, NULL, PARAMS(P_INT(account_id)), RC_NOT_FOUND);
}
