#ifndef DEADLINE_CALENDAR_FEED_STORE_H
#define DEADLINE_CALENDAR_FEED_STORE_H

#include "db/db.h"
#include "deadline/deadline_filter.h"

/* A subscription: what it holds, and the secret address that opens it. */
struct calendar_feed {
	int64_t id;
	int64_t organization_id;
	struct str uuid;
	int64_t account_id;
	int content;                 /* enum deadline_scope + 1 */
	int64_t establishment_id;    /* 0: no limit */
	bool as_events;
	struct str token_sha256;
	moment created_at;
	moment opened_at;
	moment revoked_at;
};
extern const struct record calendar_feed_record;

enum { CALENDAR_FEEDS_MOST = 20 };

enum rc calendar_feed_by_hash(struct db *db, struct arena *arena, struct str sha256, struct calendar_feed *out) MUST_CHECK;
/* Of one account, those in use, oldest first; rows are struct calendar_feed. */
enum rc calendar_feed_list(struct db *db, struct arena *arena, int64_t organization_id, int64_t account_id,
			   struct rows *rows) MUST_CHECK;
enum rc calendar_feed_insert(struct db *db, struct calendar_feed *feed) MUST_CHECK;
/* RC_NOT_FOUND: the account has no such, or it is revoked. */
enum rc calendar_feed_revoke(struct db *db, int64_t organization_id, int64_t account_id, int64_t id,
			     moment now) MUST_CHECK;
enum rc calendar_feed_opened(struct db *db, const struct calendar_feed *feed, moment now) MUST_CHECK;

#endif
