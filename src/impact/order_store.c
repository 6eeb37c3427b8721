#include "impact/order_store.h"

#include <stddef.h>

STATEMENT(order_of_id, &work_order_record, NULL, "SELECT {columns} FROM work_order WHERE id = ? AND organization_id = ?");
STATEMENT(order_of_number, &work_order_record, NULL,
	  "SELECT {columns} FROM work_order WHERE organization_id = ? AND number = ?");
STATEMENT(orders_newest, &work_order_record, NULL,
	  "SELECT {columns} FROM work_order FORCE INDEX (newest) WHERE organization_id = ? AND id < ? AND (? IS NULL OR state = ?)"
	  " ORDER BY id DESC LIMIT ?");
STATEMENT(incidents_of_orders, &incident_record, NULL,
	  "SELECT DISTINCT {columns:i} FROM work_order w FORCE INDEX (newest) JOIN incident i ON i.id = w.incident_id"
	  " WHERE w.organization_id = ? AND w.id BETWEEN ? AND ?");

#define OFFSET(member) .name = #member, .offset = offsetof(struct order_message, member)
static const struct field message_fields[] = {
	{.kind = FIELD_TEXT, OFFSET(number)},
	{.kind = FIELD_TEXT, OFFSET(incident)},
	{.kind = FIELD_TEXT, OFFSET(environment)},
	{.kind = FIELD_PROSE, OFFSET(task)},
	{.kind = FIELD_TEXT, OFFSET(asset_code)},
	{.kind = FIELD_TEXT, OFFSET(asset)},
	{.kind = FIELD_TEXT, OFFSET(establishment_code)},
	{.kind = FIELD_TEXT, OFFSET(establishment)},
	{.kind = FIELD_MOMENT, OFFSET(opened_at)},
	{.kind = FIELD_ID, OFFSET(incident_id)},
	FIELD_END,
};
#undef OFFSET
static const struct record message_record = {"order_message", sizeof(struct order_message), message_fields};
STATEMENT(message_of_order, &message_record, NULL,
	  "SELECT w.number, i.number AS incident, i.environment, w.task, a.code AS asset_code, x.name AS asset,"
	  " e.code AS establishment_code, e.name AS establishment, w.opened_at, w.incident_id FROM work_order w"
	  " JOIN incident i ON i.id = w.incident_id JOIN incident_asset x ON x.id = w.incident_asset_id"
	  " JOIN establishment e ON e.id = i.establishment_id LEFT JOIN asset a ON a.id = x.asset_id"
	  " WHERE w.id = ? AND w.organization_id = ?");
STATEMENT(order_forward, NULL, NULL,
	  "UPDATE work_order SET forward = ?, forward_note = ?, forwarded_at = ?, external_number = COALESCE(?, external_number)"
	  " WHERE id = ? AND organization_id = ?");

enum rc order_by_id(struct db *db, struct arena *arena, int64_t organization_id, int64_t id, struct work_order *out)
{
	return db_one(db, arena, &order_of_id, PARAMS(P_INT(id), P_INT(organization_id)), out);
}

enum rc order_by_number(struct db *db, struct arena *arena, int64_t organization_id, struct str number,
			struct work_order *out)
{
	return db_one(db, arena, &order_of_number, PARAMS(P_INT(organization_id), P_TEXT(number)), out);
}

enum rc order_list(struct db *db, struct arena *arena, int64_t organization_id, int state, int64_t before, int64_t most,
		   struct rows *rows)
{
	struct str code = state ? str_of(codes_code(&work_order_state_codes, state)) : STR_NONE;

	return db_list(db, arena, &orders_newest,
		       PARAMS(P_INT(organization_id), P_INT(before), P_TEXT(code), P_TEXT(code), P_INT(most)), rows);
}

enum rc order_incidents(struct db *db, struct arena *arena, int64_t organization_id, int64_t first, int64_t last,
			struct rows *rows)
{
	return db_list(db, arena, &incidents_of_orders, PARAMS(P_INT(organization_id), P_INT(first), P_INT(last)), rows);
}

enum rc order_message(struct db *db, struct arena *arena, int64_t organization_id, int64_t id, struct order_message *out)
{
	return db_one(db, arena, &message_of_order, PARAMS(P_INT(id), P_INT(organization_id)), out);
}

enum rc order_set_forward(struct db *db, int64_t organization_id, int64_t id, enum work_order_forward forward,
			  struct str note, struct str external_number, moment now)
{
	struct str code = str_of(codes_code(&work_order_forward_codes, (int)forward));

	return db_write(db, &order_forward, NULL,
			PARAMS(P_TEXT(code), P_TEXT(note), P_MOMENT(now),
			       P_TEXT(external_number.len ? external_number : STR_NONE), P_INT(id), P_INT(organization_id)),
			NULL);
}
