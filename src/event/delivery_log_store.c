#include "event/delivery_log_store.h"

#include <stddef.h>

static const struct code state_rows[] = {
	{"", ""},
	{"waiting", N_("Waiting")},
	{"sent", N_("Delivered")},
	{"dead", N_("Given up")},
	{"dropped", N_("Dropped")},
	{NULL, NULL},
};
const struct codes delivery_state_codes = {"delivery_state", state_rows};

static const struct code outcome_rows[] = {
	{"", ""},
	{"sent", N_("Taken")},
	{"later", N_("Failed")},
	{"never", N_("Refused for good")},
	{"gone", N_("Receiver is gone")},
	{NULL, NULL},
};
const struct codes delivery_outcome_codes = {"delivery_outcome", outcome_rows};

#define AT(type, member) .name = #member, .offset = offsetof(struct type, member), .flags = FIELD_STORED
static const struct field line_fields[] = {
	{.kind = FIELD_ID, AT(delivery_line, id)},
	{.kind = FIELD_UUID, AT(delivery_line, uuid)},
	{.kind = FIELD_TEXT, AT(delivery_line, environment), .max = 10},
	{.kind = FIELD_TEXT, AT(delivery_line, channel), .max = 20},
	{.kind = FIELD_ID, AT(delivery_line, endpoint_id)},
	{.kind = FIELD_ID, AT(delivery_line, incident_id)},
	{.kind = FIELD_TEXT, AT(delivery_line, address), .max = 1000},
	{.kind = FIELD_TEXT, AT(delivery_line, subject), .max = 500},
	{.kind = FIELD_CODE, AT(delivery_line, state), .codes = &delivery_state_codes},
	{.kind = FIELD_MOMENT, AT(delivery_line, created_at)},
	{.kind = FIELD_MOMENT, AT(delivery_line, due_at)},
	{.kind = FIELD_INT, AT(delivery_line, attempts)},
	{.kind = FIELD_MOMENT, AT(delivery_line, attempted_at)},
	{.kind = FIELD_MOMENT, AT(delivery_line, done_at)},
	{.kind = FIELD_INT, AT(delivery_line, status)},
	{.kind = FIELD_TEXT, AT(delivery_line, reason), .max = 500},
	{.kind = FIELD_PROSE, .name = "data", .offset = offsetof(struct delivery_line, data), .max = 1000000},
	FIELD_END,
};
const struct record delivery_line_record = {"delivery", sizeof(struct delivery_line), line_fields};

static const struct field attempt_fields[] = {
	{.kind = FIELD_MOMENT, AT(delivery_attempt_line, started_at)},
	{.kind = FIELD_INT, AT(delivery_attempt_line, took_ms)},
	{.kind = FIELD_CODE, AT(delivery_attempt_line, outcome), .codes = &delivery_outcome_codes},
	{.kind = FIELD_INT, AT(delivery_attempt_line, status)},
	{.kind = FIELD_TEXT, AT(delivery_attempt_line, reason), .max = 500},
	FIELD_END,
};
const struct record delivery_attempt_record = {"delivery_attempt", sizeof(struct delivery_attempt_line), attempt_fields};

static const struct field event_fields[] = {
	{.kind = FIELD_ID, AT(event_line, id)},
	{.kind = FIELD_TEXT, AT(event_line, kind), .max = 60},
	{.kind = FIELD_TEXT, AT(event_line, subject), .max = 60},
	{.kind = FIELD_ID, AT(event_line, subject_id)},
	{.kind = FIELD_MOMENT, AT(event_line, created_at)},
	{.kind = FIELD_INT, AT(event_line, attempts)},
	{.kind = FIELD_TEXT, AT(event_line, reason), .max = 500},
	FIELD_END,
};
const struct record event_line_record = {"event", sizeof(struct event_line), event_fields};
#undef AT

STATEMENT(log_dead, &delivery_line_record, NULL,
	  "SELECT {columns} FROM delivery WHERE organization_id = ? AND state = 'dead' AND id < ? ORDER BY id DESC LIMIT 51");
STATEMENT(log_dead_events, &event_line_record, NULL,
	  "SELECT {columns} FROM event WHERE organization_id = ? AND state = 'dead' AND id < ? ORDER BY id DESC LIMIT 51");
STATEMENT(log_endpoint, &delivery_line_record, NULL,
	  "SELECT {columns} FROM delivery WHERE endpoint_id = ? AND organization_id = ? AND id < ? ORDER BY id DESC LIMIT 51");
STATEMENT(log_endpoint_state, &delivery_line_record, NULL,
	  "SELECT {columns} FROM delivery WHERE endpoint_id = ? AND organization_id = ? AND state = ? AND id < ?"
	  " ORDER BY id DESC LIMIT 51");
STATEMENT(log_one, &delivery_line_record, NULL,
	  "SELECT {columns}, data FROM delivery WHERE uuid = ? AND organization_id = ?");
STATEMENT(log_attempts, &delivery_attempt_record, NULL,
	  "SELECT {columns} FROM delivery_attempt WHERE delivery_id = ? ORDER BY id DESC LIMIT 100");
STATEMENT(log_again, NULL, NULL,
	  "UPDATE delivery SET state = 'waiting', due_at = ?, attempts = 0, done_at = NULL, reason = NULL, lease_owner = NULL"
	  " WHERE id = ? AND organization_id = ? AND state <> 'waiting'");
STATEMENT(log_again_range, NULL, NULL,
	  "UPDATE delivery SET state = 'waiting', due_at = ?, attempts = 0, done_at = NULL, reason = NULL, lease_owner = NULL"
	  " WHERE endpoint_id = ? AND organization_id = ? AND created_at >= ? AND created_at < ?"
	  " AND (state = 'dead' OR (? AND state = 'sent')) LIMIT 10000");
STATEMENT(log_drop, NULL, NULL,
	  "UPDATE delivery SET state = 'dropped', reason = ? WHERE id = ? AND organization_id = ? AND state = 'dead'");
STATEMENT(log_event_again, NULL, NULL,
	  "UPDATE event SET state = 'waiting', due_at = ?, attempts = 0, lease_owner = NULL"
	  " WHERE id = ? AND organization_id = ? AND state = 'dead'");
STATEMENT(log_event_drop, NULL, NULL,
	  "UPDATE event SET state = 'dropped', reason = ? WHERE id = ? AND organization_id = ? AND state = 'dead'");

static struct param behind(int64_t before_id)
{
	return P_INT(before_id > 0 ? before_id : INT64_MAX);
}

enum rc delivery_log_dead(struct db *db, struct arena *arena, int64_t organization_id, int64_t before_id, struct rows *lines)
{
	return db_list(db, arena, &log_dead, PARAMS(P_INT(organization_id), behind(before_id)), lines);
}

enum rc delivery_log_dead_events(struct db *db, struct arena *arena, int64_t organization_id, int64_t before_id,
				 struct rows *lines)
{
	return db_list(db, arena, &log_dead_events, PARAMS(P_INT(organization_id), behind(before_id)), lines);
}

enum rc delivery_log_endpoint(struct db *db, struct arena *arena, int64_t organization_id, int64_t endpoint_id, int state,
			      int64_t before_id, struct rows *lines)
{
	struct str code = str_of(codes_code(&delivery_state_codes, state));

	if (state)
		return db_list(db, arena, &log_endpoint_state,
			       PARAMS(P_INT(endpoint_id), P_INT(organization_id), P_TEXT(code), behind(before_id)), lines);
	return db_list(db, arena, &log_endpoint, PARAMS(P_INT(endpoint_id), P_INT(organization_id), behind(before_id)), lines);
}

enum rc delivery_log_one(struct db *db, struct arena *arena, int64_t organization_id, struct str uuid,
			 struct delivery_line *line)
{
	return db_one(db, arena, &log_one, PARAMS(P_TEXT(uuid), P_INT(organization_id)), line);
}

enum rc delivery_log_attempts(struct db *db, struct arena *arena, int64_t delivery_id, struct rows *attempts)
{
	return db_list(db, arena, &log_attempts, PARAMS(P_INT(delivery_id)), attempts);
}

enum rc delivery_log_again(struct db *db, int64_t organization_id, int64_t id, moment now)
{
	return db_write_one(db, &log_again, NULL, PARAMS(P_MOMENT(now), P_INT(id), P_INT(organization_id)), RC_CONFLICT);
}

enum rc delivery_log_again_range(struct db *db, int64_t organization_id, int64_t endpoint_id, moment from, moment until,
				 bool with_sent, moment now, int64_t *count)
{
	struct written written = {0};
	enum rc rc = db_write(db, &log_again_range, NULL,
			      PARAMS(P_MOMENT(now), P_INT(endpoint_id), P_INT(organization_id), P_MOMENT(from),
				     P_MOMENT(until), P_INT(with_sent)),
			      &written);

	*count = written.affected;
	return rc;
}

enum rc delivery_log_drop(struct db *db, int64_t organization_id, int64_t id, struct str reason)
{
	return db_write_one(db, &log_drop, NULL, PARAMS(P_TEXT(reason), P_INT(id), P_INT(organization_id)), RC_CONFLICT);
}

enum rc delivery_log_event_again(struct db *db, int64_t organization_id, int64_t id, moment now)
{
	return db_write_one(db, &log_event_again, NULL, PARAMS(P_MOMENT(now), P_INT(id), P_INT(organization_id)), RC_CONFLICT);
}

enum rc delivery_log_event_drop(struct db *db, int64_t organization_id, int64_t id, struct str reason)
{
	return db_write_one(db, &log_event_drop, NULL, PARAMS(P_TEXT(reason), P_INT(id), P_INT(organization_id)), RC_CONFLICT);
}
