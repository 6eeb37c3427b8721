#include "event/bounce_store.h"

#include <stddef.h>

#include "event/mail.h"

#define OFFSET(member) .name = #member, .offset = offsetof(struct mail_bounce, member)
static const struct field bounce_fields[] = {
	{.kind = FIELD_ID, OFFSET(id)},
	{.kind = FIELD_TEXT, OFFSET(address), .flags = FIELD_STORED | FIELD_SEALED},
	{.kind = FIELD_INT, OFFSET(soft_count), .flags = FIELD_STORED},
	{.kind = FIELD_MOMENT, OFFSET(last_at), .flags = FIELD_STORED},
	{.kind = FIELD_TEXT, OFFSET(status), .flags = FIELD_STORED},
	{.kind = FIELD_TEXT, OFFSET(reason), .flags = FIELD_STORED},
	{.kind = FIELD_MOMENT, OFFSET(stopped_at), .flags = FIELD_STORED},
	FIELD_END,
};
#undef OFFSET
const struct record mail_bounce_record = {"mail_bounce", sizeof(struct mail_bounce), bounce_fields};

#define OFFSET(member) .name = #member, .offset = offsetof(struct bounced_delivery, member)
static const struct field delivery_fields[] = {
	{.kind = FIELD_ID, OFFSET(organization_id)},
	{.kind = FIELD_ID, OFFSET(account_id)},
	{.kind = FIELD_TEXT, OFFSET(address), .max = 1000},
	FIELD_END,
};
#undef OFFSET
static const struct record bounced_record = {"delivery", sizeof(struct bounced_delivery), delivery_fields};

/* Assignments see what those before them have set: the count looks at the old beginning of the days. */
STATEMENT(bounce_upsert, NULL, NULL,
	  "INSERT INTO mail_bounce (organization_id, address, soft_count, soft_since, last_at, status, reason, stopped_at)"
	  " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE"
	  " soft_count = IF(soft_since < ?, 0, soft_count) + VALUES(soft_count),"
	  " soft_since = IF(soft_since < ?, VALUES(soft_since), soft_since), last_at = VALUES(last_at),"
	  " status = VALUES(status), reason = VALUES(reason),"
	  " stopped_at = COALESCE(stopped_at, VALUES(stopped_at), IF(soft_count >= ?, VALUES(last_at), NULL))");
STATEMENT(bounce_by_address, &mail_bounce_record, NULL,
	  "SELECT id, {columns} FROM mail_bounce WHERE organization_id = ? AND address = ?");
STATEMENT(bounce_one, &mail_bounce_record, NULL, "SELECT id, {columns} FROM mail_bounce WHERE organization_id = ? AND id = ?");
STATEMENT(bounce_stopped_list, &mail_bounce_record, NULL,
	  "SELECT id, {columns} FROM mail_bounce WHERE organization_id = ? AND stopped_at IS NOT NULL"
	  " ORDER BY stopped_at DESC, id DESC LIMIT ?");
STATEMENT(bounce_delete, NULL, NULL, "DELETE FROM mail_bounce WHERE organization_id = ? AND id = ?");
STATEMENT(bounce_delivery_of, &bounced_record, NULL,
	  "SELECT organization_id, account_id, address FROM delivery WHERE uuid = ? AND channel = 'mail'");

enum rc bounce_note(struct db *db, struct arena *arena, int64_t organization_id, struct str address,
		    const struct bounce *bounce, struct bounce_limits limits, moment now)
{
	const bool is_soft = bounce->kind == BOUNCE_SOFT;
	const moment before = now - DAYS(limits.soft_days);
	const bool is_stopped = bounce->kind == BOUNCE_HARD || (is_soft && limits.soft_most <= 1);

	if (bounce->kind == BOUNCE_NONE || bounce->kind == BOUNCE_DELAYED)
		return RC_OK;
	return db_write(db, &bounce_upsert, NULL,
			PARAMS(P_INT(organization_id), P_TEXT(arena_lower(arena, address)), P_INT(is_soft), P_MOMENT(now),
			       P_MOMENT(now), P_TEXT(bounce->status), P_TEXT(mail_reason(arena, bounce->words)),
			       P_MOMENT(is_stopped ? now : MOMENT_NONE), P_MOMENT(before), P_MOMENT(before),
			       P_INT(limits.soft_most)),
			NULL);
}

enum rc bounce_of(struct db *db, struct arena *arena, int64_t organization_id, struct str address, struct mail_bounce *out)
{
	return db_one(db, arena, &bounce_by_address, PARAMS(P_INT(organization_id), P_TEXT(arena_lower(arena, address))), out);
}

enum rc bounce_by_id(struct db *db, struct arena *arena, int64_t organization_id, int64_t id, struct mail_bounce *out)
{
	return db_one(db, arena, &bounce_one, PARAMS(P_INT(organization_id), P_INT(id)), out);
}

enum rc bounce_stopped(struct db *db, struct arena *arena, int64_t organization_id, struct rows *rows)
{
	return db_list(db, arena, &bounce_stopped_list, PARAMS(P_INT(organization_id), P_INT(BOUNCE_PAGE)), rows);
}

enum rc bounce_forget(struct db *db, int64_t organization_id, int64_t id)
{
	return db_write_one(db, &bounce_delete, NULL, PARAMS(P_INT(organization_id), P_INT(id)), RC_NOT_FOUND);
}

enum rc bounce_delivery(struct db *db, struct arena *arena, struct str uuid, struct bounced_delivery *out)
{
	return db_one(db, arena, &bounce_delivery_of, PARAMS(P_TEXT(uuid)), out);
}
