#ifndef EVENT_DELIVERY_LOG_STORE_H
#define EVENT_DELIVERY_LOG_STORE_H

#include "db/db.h"

/* What became of events and deliveries, and what people do about it. Everything belongs to one organization. */

enum delivery_state { DELIVERY_STATE_NONE, DELIVERY_STATE_WAITING, DELIVERY_STATE_SENT, DELIVERY_STATE_DEAD, DELIVERY_STATE_DROPPED };
extern const struct codes delivery_state_codes;

struct delivery_line {
	int64_t id;
	struct str uuid;
	struct str environment;
	struct str channel;
	int64_t endpoint_id;
	int64_t incident_id;
	struct str address;
	struct str subject;
	struct str data;
	int state;                   /* enum delivery_state */
	moment created_at;
	moment due_at;
	int64_t attempts;
	moment attempted_at;
	moment done_at;
	int64_t status;
	struct str reason;
};
extern const struct record delivery_line_record;

struct delivery_attempt_line {
	moment started_at;
	int64_t took_ms;
	int outcome;                 /* index of delivery_outcome_codes */
	int64_t status;
	struct str reason;
};
extern const struct record delivery_attempt_record;
extern const struct codes delivery_outcome_codes;

struct event_line {
	int64_t id;
	struct str kind;
	struct str subject;
	int64_t subject_id;
	moment created_at;
	int64_t attempts;
	struct str reason;
};
extern const struct record event_line_record;

enum { DELIVERY_LOG_PAGE = 50 };
/* The lists begin behind before_id (0: at the newest) and have one more than DELIVERY_LOG_PAGE where there are more. */
enum rc delivery_log_dead(struct db *db, struct arena *arena, int64_t organization_id, int64_t before_id,
			  struct rows *lines) MUST_CHECK;
enum rc delivery_log_dead_events(struct db *db, struct arena *arena, int64_t organization_id, int64_t before_id,
				 struct rows *lines) MUST_CHECK;
/* state: enum delivery_state, 0 for all. */
enum rc delivery_log_endpoint(struct db *db, struct arena *arena, int64_t organization_id, int64_t endpoint_id, int state,
			      int64_t before_id, struct rows *lines) MUST_CHECK;
enum rc delivery_log_one(struct db *db, struct arena *arena, int64_t organization_id, struct str uuid,
			 struct delivery_line *line) MUST_CHECK;
enum rc delivery_log_attempts(struct db *db, struct arena *arena, int64_t delivery_id, struct rows *attempts) MUST_CHECK;

/* Once more, from the first attempt, under the same uuid. RC_CONFLICT: it waits already, or is not there. */
enum rc delivery_log_again(struct db *db, int64_t organization_id, int64_t id, moment now) MUST_CHECK;
/* Those of an endpoint written in [from, until); also the ones that were taken, or only the dead. */
enum rc delivery_log_again_range(struct db *db, int64_t organization_id, int64_t endpoint_id, moment from, moment until,
				 bool with_sent, moment now, int64_t *count) MUST_CHECK;
/* Not to be sent any more. RC_CONFLICT: it is not dead. */
enum rc delivery_log_drop(struct db *db, int64_t organization_id, int64_t id, struct str reason) MUST_CHECK;
enum rc delivery_log_event_again(struct db *db, int64_t organization_id, int64_t id, moment now) MUST_CHECK;
enum rc delivery_log_event_drop(struct db *db, int64_t organization_id, int64_t id, struct str reason) MUST_CHECK;

#endif
