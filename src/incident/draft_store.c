#include "incident/draft_store.h"

#include <stddef.h>

#define FIXED (FIELD_STORED | FIELD_KEY | FIELD_QUIET)
#define OFFSET(member) .name = #member, .offset = offsetof(struct draft, member)
static const struct field draft_fields[] = {
	{.kind = FIELD_ID, OFFSET(id), .flags = FIXED},
	{.kind = FIELD_ID, OFFSET(organization_id), .flags = FIXED},
	{.kind = FIELD_ID, OFFSET(account_id), .flags = FIXED},
	{.kind = FIELD_TEXT, OFFSET(path), .flags = FIXED, .max = 300},
	{.kind = FIELD_PROSE, OFFSET(answers), .flags = FIELD_STORED | FIELD_SEALED, .max = 1000000},
	{.kind = FIELD_MOMENT, OFFSET(created_at), .flags = FIXED},
	{.kind = FIELD_MOMENT, OFFSET(updated_at), .flags = FIELD_STORED | FIELD_QUIET},
	FIELD_END,
};
#undef OFFSET
const struct record draft_record = {"draft", sizeof(struct draft), draft_fields};

/* Key form: one row of an account. */
STATEMENT(draft_of_form, &draft_record, NULL, "SELECT {columns} FROM draft WHERE account_id = ? AND path = ?");
STATEMENT(draft_insert, NULL, &draft_record,
	  "INSERT INTO draft ({names}) VALUES ({values}) ON DUPLICATE KEY UPDATE answers = VALUES(answers),"
	  " updated_at = VALUES(updated_at)");
STATEMENT(draft_delete, NULL, NULL, "DELETE FROM draft WHERE account_id = ? AND path = ?");
STATEMENT(draft_delete_old, NULL, NULL, "DELETE FROM draft WHERE updated_at < ? ORDER BY updated_at LIMIT 500");

enum rc draft_find(struct db *db, struct arena *arena, int64_t account_id, struct str path, struct draft *out)
{
	return db_one(db, arena, &draft_of_form, PARAMS(P_INT(account_id), P_TEXT(path)), out);
}

enum rc draft_save(struct db *db, const struct draft *draft)
{
	return db_write(db, &draft_insert, draft, NO_PARAMS, NULL);
}

enum rc draft_remove(struct db *db, int64_t account_id, struct str path)
{
	return db_write(db, &draft_delete, NULL, PARAMS(P_INT(account_id), P_TEXT(path)), NULL);
}

enum rc draft_expire(struct db *db, moment before)
{
	return db_write(db, &draft_delete_old, NULL, PARAMS(P_MOMENT(before)), NULL);
}
