#include "event/delivery_store.h"

#include <stddef.h>

#include "base/random.h"

#define AT(member) .name = #member, .offset = offsetof(struct delivery, member), .flags = FIELD_STORED
static const struct field delivery_fields[] = {
	{.kind = FIELD_ID, .name = "id", .offset = offsetof(struct delivery, id), .flags = FIELD_KEY},
	{.kind = FIELD_ID, AT(organization_id)},
	{.kind = FIELD_TEXT, AT(environment), .max = 10},
	{.kind = FIELD_UUID, AT(uuid)},
	{.kind = FIELD_TEXT, AT(channel), .max = 20},
	{.kind = FIELD_INT, AT(event_id)},
	{.kind = FIELD_TEXT, AT(recipient), .max = 190},
	{.kind = FIELD_ID, AT(notification_id)},
	{.kind = FIELD_ID, AT(account_id)},
	{.kind = FIELD_ID, AT(endpoint_id)},
	{.kind = FIELD_ID, AT(incident_id)},
	{.kind = FIELD_TEXT, AT(address), .max = 1000},
	{.kind = FIELD_TEXT, AT(subject), .max = 500},
	{.kind = FIELD_PROSE, AT(body_text), .max = 1000000},
	{.kind = FIELD_PROSE, AT(body_html), .max = 1000000},
	{.kind = FIELD_PROSE, AT(data), .max = 1000000},
	{.kind = FIELD_TEXT, AT(thread), .max = 190},
	{.kind = FIELD_MOMENT, AT(created_at)},
	{.kind = FIELD_MOMENT, AT(due_at)},
	{.kind = FIELD_INT, AT(attempts)},
	FIELD_END,
};
#undef AT
const struct record delivery_record = {"delivery", sizeof(struct delivery), delivery_fields};

struct found_row {
	int64_t found;
};
static const struct field found_fields[] = {
	{.kind = FIELD_INT, .name = "found", .offset = offsetof(struct found_row, found)},
	FIELD_END,
};
static const struct record found_record = {"delivery", sizeof(struct found_row), found_fields};

/* Without ON DUPLICATE KEY, for which the portal would need to be able to change deliveries. */
STATEMENT(delivery_insert, NULL, &delivery_record, "INSERT INTO delivery ({names}) VALUES ({values})");
STATEMENT(delivery_peek, &found_record, NULL,
	  "SELECT 1 AS found FROM delivery WHERE state = 'waiting' AND channel = ? AND due_at <= ? LIMIT 1");
/* Both through key open. Claiming moves due_at, so that the lease ends by itself. */
STATEMENT(delivery_claim_free, NULL, NULL,
	  "UPDATE delivery SET lease_owner = ?, due_at = ? WHERE state = 'waiting' AND channel = ? AND due_at <= ?"
	  " AND lease_owner IS NULL ORDER BY due_at, id LIMIT ?");
STATEMENT(delivery_claim_lost, NULL, NULL,
	  "UPDATE delivery SET lease_owner = ?, due_at = ? WHERE state = 'waiting' AND channel = ? AND due_at <= ?"
	  " AND lease_owner IS NOT NULL ORDER BY due_at, id LIMIT 1");
STATEMENT(delivery_mine, &delivery_record, NULL,
	  "SELECT id, {columns} FROM delivery WHERE lease_owner = ? AND state = 'waiting' AND channel = ? ORDER BY due_at, id");
STATEMENT(delivery_count_attempt, NULL, NULL,
	  "UPDATE delivery SET attempts = attempts + 1, attempted_at = ?, due_at = ?"
	  " WHERE id = ? AND lease_owner = ? AND state = 'waiting'");
STATEMENT(delivery_note_end, NULL, NULL,
	  "UPDATE delivery SET state = ?, due_at = ?, done_at = ?, status = ?, reason = ?, lease_owner = NULL"
	  " WHERE id = ? AND lease_owner = ? AND state = 'waiting'");
STATEMENT(delivery_attempt_insert, NULL, NULL,
	  "INSERT INTO delivery_attempt (delivery_id, started_at, took_ms, outcome, status, reason) VALUES (?, ?, ?, ?, ?, ?)");
STATEMENT(delivery_return, NULL, NULL,
	  "UPDATE delivery SET due_at = ?, attempts = attempts - ?, reason = COALESCE(?, reason), lease_owner = NULL"
	  " WHERE id = ? AND lease_owner = ? AND state = 'waiting'");
STATEMENT(delivery_hold_endpoint, NULL, NULL,
	  "UPDATE delivery SET due_at = ? WHERE endpoint_id = ? AND state = 'waiting' AND due_at < ? AND channel = ?"
	  " AND lease_owner IS NULL");
STATEMENT(delivery_hold_channel, NULL, NULL,
	  "UPDATE delivery SET due_at = ? WHERE state = 'waiting' AND channel = ? AND due_at < ? AND lease_owner IS NULL");
STATEMENT(delivery_purge_some, NULL, NULL,
	  "DELETE FROM delivery WHERE state = ? AND done_at < ? ORDER BY done_at LIMIT 1000");

enum rc delivery_add(struct db *db, struct arena *arena, const struct delivery *delivery, moment now, int64_t *id)
{
	struct delivery row = *delivery;
	bool is_delayed = row.not_before != 0 && row.not_before != MOMENT_NONE && row.not_before > now;

	row.uuid = uuid_new(arena, now);
	row.environment = row.environment.len ? row.environment : STR("prod");
	row.recipient = row.recipient.len ? row.recipient : row.uuid;
	row.created_at = now;
	row.due_at = is_delayed ? row.not_before : now;
	row.attempts = 0;
	row.id = 0;
	enum rc rc = db_insert(db, &delivery_insert, &row, &row.id);
	if (id)
		*id = rc == RC_OK ? row.id : 0;
	/* Added by an earlier run of its consumer. */
	return rc == RC_DUPLICATE && str_is(db_refused_by(db), "once") ? RC_OK : rc;
}

enum rc delivery_is_due(struct db *db, struct arena *arena, struct str channel, moment now, bool *is_due)
{
	struct found_row row;
	enum rc rc = db_one(db, arena, &delivery_peek, PARAMS(P_TEXT(channel), P_MOMENT(now)), &row);

	*is_due = rc == RC_OK;
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc delivery_claim(struct db *db, struct str owner, struct str channel, moment now, moment until, int64_t most)
{
	struct written written;
	enum rc rc = db_write(db, &delivery_claim_free, NULL,
			      PARAMS(P_TEXT(owner), P_MOMENT(until), P_TEXT(channel), P_MOMENT(now), P_INT(most)),
			      &written);

	if (rc == RC_OK && written.affected == 0)
		rc = db_write(db, &delivery_claim_lost, NULL,
			      PARAMS(P_TEXT(owner), P_MOMENT(until), P_TEXT(channel), P_MOMENT(now)), NULL);
	return rc;
}

enum rc delivery_owned(struct db *db, struct arena *arena, struct str owner, struct str channel, struct rows *rows)
{
	return db_list(db, arena, &delivery_mine, PARAMS(P_TEXT(owner), P_TEXT(channel)), rows);
}

enum rc delivery_begin(struct db *db, struct str owner, int64_t id, moment now, moment until)
{
	return db_write_one(db, &delivery_count_attempt, NULL,
			    PARAMS(P_MOMENT(now), P_MOMENT(until), P_INT(id), P_TEXT(owner)), RC_CONFLICT);
}

static struct str outcome_code(enum delivery_result result)
{
	static const char *const codes[] = {"later", "sent", "later", "never", "gone", "later"};

	return str_of(codes[result]);
}

static struct param status_of(const struct delivery_outcome *outcome)
{
	return outcome->status ? P_INT(outcome->status) : P_NULL;
}

/* To the column's length, between characters. */
static struct str cut(struct str reason)
{
	enum { LONGEST = 500 };
	struct str kept = str_slice(reason, 0, LONGEST);

	while (kept.len && !str_is_utf8(kept))
		kept.len--;
	return kept;
}

enum rc delivery_settle(struct db *db, struct str owner, const struct delivery_end *end)
{
	const struct delivery_outcome *outcome = end->outcome;
	bool is_open = str_is(str_of(end->state), "waiting");
	enum rc rc = db_write_one(db, &delivery_note_end, NULL,
				  PARAMS(P_TEXT(str_of(end->state)), P_MOMENT(end->due),
					 P_MOMENT(is_open ? MOMENT_NONE : end->now), status_of(outcome),
					 P_TEXT(cut(outcome->reason)), P_INT(end->delivery->id), P_TEXT(owner)),
				  RC_CONFLICT);

	if (rc != RC_OK)
		return rc;
	return db_write(db, &delivery_attempt_insert, NULL,
			PARAMS(P_INT(end->delivery->id), P_MOMENT(end->started_at),
			       P_INT((end->now - end->started_at) / 1000), P_TEXT(outcome_code(outcome->result)),
			       status_of(outcome), P_TEXT(cut(outcome->reason))),
			NULL);
}

enum rc delivery_give_back(struct db *db, struct str owner, int64_t id, moment due, bool counted, struct str reason)
{
	return db_write(db, &delivery_return, NULL,
			PARAMS(P_MOMENT(due), P_INT(counted), reason.len ? P_TEXT(cut(reason)) : P_NULL, P_INT(id), P_TEXT(owner)), NULL);
}

enum rc delivery_hold(struct db *db, const struct delivery *delivery, moment until)
{
	if (delivery->endpoint_id)
		return db_write(db, &delivery_hold_endpoint, NULL,
				PARAMS(P_MOMENT(until), P_INT(delivery->endpoint_id), P_MOMENT(until),
				       P_TEXT(delivery->channel)),
				NULL);
	return db_write(db, &delivery_hold_channel, NULL,
			PARAMS(P_MOMENT(until), P_TEXT(delivery->channel), P_MOMENT(until)), NULL);
}

enum rc delivery_purge(struct db *db, moment before, int64_t *removed)
{
	static const char *const ended[] = {"sent", "dropped", "dead"};
	enum rc rc = RC_OK;

	*removed = 0;
	for (size_t i = 0; rc == RC_OK && i < sizeof ended / sizeof *ended; i++) {
		struct written written = {0};
		rc = db_write(db, &delivery_purge_some, NULL, PARAMS(P_TEXT(str_of(ended[i])), P_MOMENT(before)), &written);
		*removed += written.affected;
	}
	return rc;
}
