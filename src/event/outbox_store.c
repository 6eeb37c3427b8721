#include "event/outbox_store.h"

#include <stddef.h>

#define AT(member) .name = #member, .offset = offsetof(struct event_row, member), .flags = FIELD_STORED
static const struct field event_row_fields[] = {
	{.kind = FIELD_ID, AT(id)},
	{.kind = FIELD_UUID, AT(uuid)},
	{.kind = FIELD_ID, AT(organization_id)},
	{.kind = FIELD_TEXT, AT(environment), .max = 10},
	{.kind = FIELD_TEXT, AT(kind), .max = 60},
	{.kind = FIELD_TEXT, AT(subject), .max = 60},
	{.kind = FIELD_ID, AT(subject_id)},
	{.kind = FIELD_PROSE, AT(payload)},
	{.kind = FIELD_MOMENT, AT(created_at)},
	{.kind = FIELD_INT, AT(attempts)},
	{.kind = FIELD_ID, AT(actor_account_id)},
	FIELD_END,
};
#undef AT
const struct record event_row_record = {"event", sizeof(struct event_row), event_row_fields};

struct found_row {
	int64_t found;
};
static const struct field found_fields[] = {
	{.kind = FIELD_INT, .name = "found", .offset = offsetof(struct found_row, found)},
	FIELD_END,
};
static const struct record found_record = {"event", sizeof(struct found_row), found_fields};

STATEMENT(outbox_peek, &found_record, NULL,
	  "SELECT 1 AS found FROM event WHERE state = 'waiting' AND due_at <= ? LIMIT 1");
/* Both through key open. Claiming moves due_at, so that the lease ends by itself. */
STATEMENT(outbox_claim_free, NULL, NULL,
	  "UPDATE event SET lease_owner = ?, due_at = ? WHERE state = 'waiting' AND due_at <= ? AND lease_owner IS NULL"
	  " ORDER BY due_at, id LIMIT ?");
STATEMENT(outbox_claim_lost, NULL, NULL,
	  "UPDATE event SET lease_owner = ?, due_at = ?, attempts = attempts + 1"
	  " WHERE state = 'waiting' AND due_at <= ? AND lease_owner IS NOT NULL ORDER BY due_at, id LIMIT 1");
STATEMENT(outbox_mine, &event_row_record, NULL,
	  "SELECT {columns} FROM event WHERE lease_owner = ? AND state = 'waiting' ORDER BY created_at, id");
STATEMENT(outbox_mark, NULL, NULL,
	  "UPDATE event SET state = 'done', done_at = ?, due_at = ?, lease_owner = NULL, reason = NULL"
	  " WHERE id = ? AND lease_owner = ? AND state = 'waiting'");
/* Key subject. */
STATEMENT(outbox_mark_all, NULL, NULL,
	  "UPDATE event SET state = 'done', done_at = ?, due_at = ?, lease_owner = NULL, reason = NULL"
	  " WHERE organization_id = ? AND subject = ? AND subject_id = ? AND state = 'waiting' AND lease_owner = ?");
STATEMENT(outbox_earlier, &found_record, NULL,
	  "SELECT 1 AS found FROM event WHERE organization_id = ? AND subject = ? AND subject_id = ? AND state = 'waiting'"
	  " AND created_at <= ? AND (created_at < ? OR id < ?) AND attempts < ? AND id <> ? LIMIT 1");
STATEMENT(outbox_fail, NULL, NULL,
	  "UPDATE event SET state = ?, attempts = attempts + 1, due_at = ?, reason = ?, lease_owner = NULL"
	  " WHERE id = ? AND lease_owner = ? AND state = 'waiting'");
STATEMENT(outbox_return, NULL, NULL,
	  "UPDATE event SET due_at = ?, lease_owner = NULL WHERE id = ? AND lease_owner = ? AND state = 'waiting'");
STATEMENT(outbox_purge_some, NULL, NULL,
	  "DELETE FROM event WHERE state = ? AND due_at < ? ORDER BY due_at, id LIMIT 1000");

static enum rc is_found(enum rc rc, bool *found)
{
	*found = rc == RC_OK;
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc outbox_is_due(struct db *db, struct arena *arena, moment now, bool *is_due)
{
	struct found_row row;

	return is_found(db_one(db, arena, &outbox_peek, PARAMS(P_MOMENT(now)), &row), is_due);
}

enum rc outbox_claim(struct db *db, const struct worker_call *call, struct str owner, moment until, int64_t most)
{
	struct written written;
	enum rc rc = db_write(db, &outbox_claim_free, NULL,
			      PARAMS(P_TEXT(owner), P_MOMENT(until), P_MOMENT(call->now), P_INT(most)), &written);

	if (rc == RC_OK && written.affected == 0)
		rc = db_write(db, &outbox_claim_lost, NULL,
			      PARAMS(P_TEXT(owner), P_MOMENT(until), P_MOMENT(call->now)), NULL);
	return rc;
}

enum rc outbox_owned(struct db *db, struct arena *arena, struct str owner, struct rows *rows)
{
	return db_list(db, arena, &outbox_mine, PARAMS(P_TEXT(owner)), rows);
}

/* What was written by an anonymous actor bears a day only; its end must not tell the minute. */
static moment end_of(const struct event_row *event, moment now)
{
	return event->created_at % DAYS(1) == 0 ? now - now % DAYS(1) : now;
}

enum rc outbox_done_all(struct db *db, struct str owner, const struct event_row *first, size_t count, moment now)
{
	const moment done_at = end_of(first, now);
	struct written written;
	enum rc rc = db_write(db, &outbox_mark_all, NULL,
			      PARAMS(P_MOMENT(done_at), P_MOMENT(done_at), P_INT(first->organization_id),
				     P_TEXT(first->subject), P_INT(first->subject_id), P_TEXT(owner)),
			      &written);

	return rc == RC_OK && written.affected != (int64_t)count ? RC_CONFLICT : rc;
}

enum rc outbox_done(struct db *db, struct str owner, const struct event_row *event, moment now)
{
	const moment done_at = end_of(event, now);

	return db_write_one(db, &outbox_mark, NULL,
			    PARAMS(P_MOMENT(done_at), P_MOMENT(done_at), P_INT(event->id), P_TEXT(owner)), RC_CONFLICT);
}

enum rc outbox_is_behind(struct db *db, struct arena *arena, const struct event_row *event, int64_t patience,
			 bool *is_behind)
{
	struct found_row row;

	return is_found(db_one(db, arena, &outbox_earlier,
			       PARAMS(P_INT(event->organization_id), P_TEXT(event->subject), P_INT(event->subject_id),
				      P_MOMENT(event->created_at), P_MOMENT(event->created_at), P_INT(event->id),
				      P_INT(patience), P_INT(event->id)),
			       &row),
			is_behind);
}

enum rc outbox_failed(struct db *db, struct str owner, int64_t id, bool is_dead, moment due, struct str reason)
{
	return db_write(db, &outbox_fail, NULL,
			PARAMS(P_TEXT(is_dead ? STR("dead") : STR("waiting")), P_MOMENT(due), P_TEXT(reason), P_INT(id),
			       P_TEXT(owner)),
			NULL);
}

enum rc outbox_give_back(struct db *db, struct str owner, int64_t id, moment due)
{
	return db_write(db, &outbox_return, NULL, PARAMS(P_MOMENT(due), P_INT(id), P_TEXT(owner)), NULL);
}

enum rc outbox_purge(struct db *db, moment before, int64_t *removed)
{
	static const char *const ended[] = {"done", "dropped"};
	enum rc rc = RC_OK;

	*removed = 0;
	for (size_t i = 0; rc == RC_OK && i < sizeof ended / sizeof *ended; i++) {
		struct written written = {0};
		rc = db_write(db, &outbox_purge_some, NULL, PARAMS(P_TEXT(str_of(ended[i])), P_MOMENT(before)), &written);
		*removed += written.affected;
	}
	return rc;
}
