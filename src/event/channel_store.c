#include "event/channel_store.h"

#include <stddef.h>

#define OFFSET(member) .name = #member, .offset = offsetof(struct channel_state, member)
static const struct field state_fields[] = {
	{.kind = FIELD_TEXT, OFFSET(channel)},
	{.kind = FIELD_MOMENT, OFFSET(success_at)},
	{.kind = FIELD_MOMENT, OFFSET(failure_at)},
	{.kind = FIELD_TEXT, OFFSET(failure), .max = 500},
	FIELD_END,
};
#undef OFFSET
const struct record channel_state_record = {"channel_state", sizeof(struct channel_state), state_fields};

#define OFFSET(member) .name = #member, .offset = offsetof(struct channel_figure, member)
static const struct field figure_fields[] = {
	{.kind = FIELD_TEXT, OFFSET(channel)},
	{.kind = FIELD_INT, OFFSET(failing)},
	{.kind = FIELD_MOMENT, OFFSET(success_at)},
	FIELD_END,
};
#undef OFFSET
static const struct record figure_record = {"channel_figure", sizeof(struct channel_figure), figure_fields};

static const struct field day_fields[] = {
	{.kind = FIELD_INT, .name = "sent", .offset = offsetof(struct sms_day, sent)},
	{.kind = FIELD_INT, .name = "held", .offset = offsetof(struct sms_day, held)},
	FIELD_END,
};
static const struct record day_record = {"sms_day", sizeof(struct sms_day), day_fields};

/* Not for each of a batch: the row would be everybody's bottleneck. */
STATEMENT(channel_success, NULL, NULL,
	  "INSERT INTO channel_state (organization_id, channel, success_at) VALUES (?, ?, ?)"
	  " ON DUPLICATE KEY UPDATE success_at = VALUES(success_at)");
STATEMENT(channel_success_row, &channel_state_record, NULL,
	  "SELECT channel, success_at, failure_at FROM channel_state WHERE organization_id = ? AND channel = ?");
STATEMENT(channel_failure, NULL, NULL,
	  "INSERT INTO channel_state (organization_id, channel, failure_at, failure) VALUES (?, ?, ?, ?)"
	  " ON DUPLICATE KEY UPDATE failure_at = VALUES(failure_at), failure = VALUES(failure)");
STATEMENT(channel_state_list, &channel_state_record, NULL,
	  "SELECT channel, success_at, failure_at, failure FROM channel_state WHERE organization_id = ?");
STATEMENT(channel_figure_list, &figure_record, NULL,
	  "SELECT channel, SUM(failure_at IS NOT NULL AND failure_at > COALESCE(success_at, '1000-01-01')) AS failing,"
	  " MAX(success_at) AS success_at FROM channel_state GROUP BY channel");
STATEMENT(channel_sms_of_day, &day_record, NULL, "SELECT sent, held FROM sms_day WHERE organization_id = ? AND day_on = ?");
STATEMENT(channel_sms_add, NULL, NULL,
	  "INSERT INTO sms_day (organization_id, day_on, sent) VALUES (?, ?, 1) ON DUPLICATE KEY UPDATE sent = sent + 1");
STATEMENT(channel_sms_hold, NULL, NULL,
	  "INSERT INTO sms_day (organization_id, day_on, held) VALUES (?, ?, 1) ON DUPLICATE KEY UPDATE held = held + 1");

static enum rc note_success(struct db *db, int64_t organization_id, struct str channel, moment now)
{
	struct arena *arena = arena_new(0);
	struct channel_state row;
	enum rc rc = db_one(db, arena, &channel_success_row, PARAMS(P_INT(organization_id), P_TEXT(channel)), &row);
	const bool is_fresh = rc == RC_OK && row.success_at != MOMENT_NONE && row.success_at > now - MINUTES(1) &&
			      row.success_at > row.failure_at;

	arena_free(arena);
	if (is_fresh || (rc != RC_OK && rc != RC_NOT_FOUND))
		return rc;
	return db_write(db, &channel_success, NULL, PARAMS(P_INT(organization_id), P_TEXT(channel), P_MOMENT(now)), NULL);
}

enum rc channel_note(struct db *db, int64_t organization_id, struct str channel, const struct delivery_outcome *outcome,
		     moment now)
{
	switch (outcome->result) {
	case DELIVERY_SENT:
		return note_success(db, organization_id, channel, now);
	case DELIVERY_NEVER:
		if (!outcome->status)
			return RC_OK;
		/* fall through */
	case DELIVERY_LATER:
		return db_write(db, &channel_failure, NULL,
				PARAMS(P_INT(organization_id), P_TEXT(channel), P_MOMENT(now),
				       P_TEXT(str_slice(outcome->reason, 0, 500))),
				NULL);
	case DELIVERY_NONE:
	case DELIVERY_GONE:
	case DELIVERY_HELD:
		break;
	}
	return RC_OK;
}

enum rc channel_states(struct db *db, struct arena *arena, int64_t organization_id, struct rows *rows)
{
	return db_list(db, arena, &channel_state_list, PARAMS(P_INT(organization_id)), rows);
}

enum rc channel_figures(struct db *db, struct arena *arena, struct rows *rows)
{
	return db_list(db, arena, &channel_figure_list, NO_PARAMS, rows);
}

enum rc channel_sms_day(struct db *db, struct arena *arena, int64_t organization_id, day on, struct sms_day *out)
{
	enum rc rc = db_one(db, arena, &channel_sms_of_day, PARAMS(P_INT(organization_id), P_DAY(on)), out);

	if (rc == RC_NOT_FOUND)
		*out = (struct sms_day){0};
	return rc == RC_NOT_FOUND ? RC_OK : rc;
}

enum rc channel_sms_count(struct db *db, int64_t organization_id, day on)
{
	return db_write(db, &channel_sms_add, NULL, PARAMS(P_INT(organization_id), P_DAY(on)), NULL);
}

enum rc channel_sms_held(struct db *db, struct arena *arena, int64_t organization_id, day on, bool *is_first)
{
	struct sms_day row;
	enum rc rc = db_write(db, &channel_sms_hold, NULL, PARAMS(P_INT(organization_id), P_DAY(on)), NULL);

	if (rc == RC_OK)
		rc = channel_sms_day(db, arena, organization_id, on, &row);
	*is_first = rc == RC_OK && row.held == 1;
	return rc;
}
