#include "event/push_store.h"

#include <stddef.h>

#include "base/random.h"

#define AT(member) .name = #member, .offset = offsetof(struct push_subscription, member), .flags = FIELD_STORED
static const struct field subscription_fields[] = {
	{.kind = FIELD_ID, .name = "id", .offset = offsetof(struct push_subscription, id), .flags = FIELD_KEY},
	{.kind = FIELD_ID, AT(organization_id)},
	{.kind = FIELD_ID, AT(account_id)},
	{.kind = FIELD_TEXT, AT(endpoint), .max = 1000},
	{.kind = FIELD_BYTES, AT(endpoint_hash)},
	{.kind = FIELD_BYTES, AT(p256dh)},
	{.kind = FIELD_BYTES, AT(auth)},
	{.kind = FIELD_TEXT, AT(agent), .max = 120},
	{.kind = FIELD_MOMENT, AT(created_at)},
	FIELD_END,
};
#undef AT
const struct record push_subscription_record = {"push_subscription", sizeof(struct push_subscription),
						 subscription_fields};

STATEMENT(push_insert, NULL, &push_subscription_record,
	  "INSERT INTO push_subscription ({names}) VALUES ({values}) ON DUPLICATE KEY UPDATE"
	  " organization_id = VALUES(organization_id), account_id = VALUES(account_id), p256dh = VALUES(p256dh),"
	  " auth = VALUES(auth), agent = VALUES(agent), created_at = VALUES(created_at)");
STATEMENT(push_of_account, &push_subscription_record, NULL,
	  "SELECT id, {columns} FROM push_subscription WHERE account_id = ? ORDER BY id DESC LIMIT 50");
STATEMENT(push_one, &push_subscription_record, NULL,
	  "SELECT id, {columns} FROM push_subscription WHERE organization_id = ? AND id = ?");
STATEMENT(push_of_login, &push_subscription_record, NULL,
	  "SELECT s.id, {columns:s} FROM account a STRAIGHT_JOIN push_subscription s ON s.account_id = a.id"
	  " WHERE a.login = ? AND a.is_active ORDER BY s.id LIMIT 50");
STATEMENT(push_delete, NULL, NULL, "DELETE FROM push_subscription WHERE account_id = ? AND id = ?");

enum rc push_subscription_list(struct db *db, struct arena *arena, int64_t account_id, struct rows *rows)
{
	return db_list(db, arena, &push_of_account, PARAMS(P_INT(account_id)), rows);
}

enum rc push_subscription_save(struct db *db, struct arena *arena, struct push_subscription *subscription)
{
	struct rows rows;

	subscription->endpoint_hash = sha256(arena, subscription->endpoint);
	enum rc rc = db_write(db, &push_insert, subscription, NO_PARAMS, NULL);
	if (rc == RC_OK)
		rc = push_subscription_list(db, arena, subscription->account_id, &rows);
	for (size_t i = PUSH_MOST; rc == RC_OK && i < rows.count; i++)
		rc = push_subscription_delete(db, subscription->account_id, ROW(struct push_subscription, rows, i)->id);
	return rc;
}

enum rc push_subscription_find(struct db *db, struct arena *arena, int64_t organization_id, int64_t id,
			       struct push_subscription *out)
{
	return db_one(db, arena, &push_one, PARAMS(P_INT(organization_id), P_INT(id)), out);
}

enum rc push_subscription_delete(struct db *db, int64_t account_id, int64_t id)
{
	return db_write_one(db, &push_delete, NULL, PARAMS(P_INT(account_id), P_INT(id)), RC_NOT_FOUND);
}

enum rc push_subscription_of_login(struct db *db, struct arena *arena, struct str login, struct rows *rows)
{
	return db_list(db, arena, &push_of_login, PARAMS(P_TEXT(arena_lower(arena, login))), rows);
}
