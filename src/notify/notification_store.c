#include "notify/notification_store.h"

#include <stddef.h>

#include "incident/incident.h"

STATEMENT(notification_add, NULL, &notification_record, "INSERT INTO notification ({names}) VALUES ({values})");

#define OFFSET(member) .name = #member, .offset = offsetof(struct inbox_count, member)
static const struct field count_fields[] = {
	{.kind = FIELD_INT, OFFSET(unread)},
	{.kind = FIELD_INT, OFFSET(newest)},
	{.kind = FIELD_MOMENT, OFFSET(until)},
	FIELD_END,
};
#undef OFFSET
static const struct record count_record = {"notification", sizeof(struct inbox_count), count_fields};

/* Index unread, which holds all of it. */
STATEMENT(notification_count, &count_record, NULL,
	  "SELECT COUNT(*) AS unread, COALESCE(MAX(x.id), 0) AS newest, (SELECT MIN(n.shown_at) FROM notification n"
	  " FORCE INDEX (unread) WHERE n.account_id = ? AND n.in_inbox = 1 AND n.read_at IS NULL AND n.shown_at > ?) AS until"
	  " FROM (SELECT id FROM notification FORCE INDEX (unread)"
	  " WHERE account_id = ? AND in_inbox = 1 AND read_at IS NULL AND shown_at <= ? ORDER BY shown_at DESC LIMIT ?) x");
/* Index inbox. */
STATEMENT(notification_list, &notification_record, NULL,
	  "SELECT {columns} FROM notification FORCE INDEX (inbox) WHERE account_id = ? AND in_inbox = 1 AND shown_at <= ?"
	  " AND (shown_at, id) < (?, ?) ORDER BY shown_at DESC, id DESC LIMIT ?");
/* Index unread. */
STATEMENT(notification_list_unread, &notification_record, NULL,
	  "SELECT {columns} FROM notification FORCE INDEX (unread) WHERE account_id = ? AND in_inbox = 1 AND read_at IS NULL"
	  " AND shown_at <= ? AND (shown_at, id) < (?, ?) ORDER BY shown_at DESC, id DESC LIMIT ?");
STATEMENT(notification_one, &notification_record, NULL,
	  "SELECT {columns} FROM notification WHERE id = ? AND account_id = ?");
STATEMENT(notification_read_one, NULL, NULL,
	  "UPDATE notification SET read_at = ? WHERE id = ? AND account_id = ? AND read_at IS NULL");
STATEMENT(notification_read_all, NULL, NULL,
	  "UPDATE notification SET read_at = ? WHERE account_id = ? AND in_inbox = 1 AND read_at IS NULL AND shown_at <= ?");
/* Index incident. */
STATEMENT(notification_told, &notification_record, NULL,
	  "SELECT {columns} FROM notification WHERE organization_id = ? AND incident_id = ? ORDER BY id DESC LIMIT 300");

/* Index kind, backwards. */
STATEMENT(notification_newest_of_kind, &notification_record, NULL,
	  "SELECT {columns} FROM notification FORCE INDEX (kind) WHERE organization_id = ? AND kind = ?"
	  " ORDER BY created_at DESC LIMIT 20");

#define OFFSET(member) .name = #member, .offset = offsetof(struct told_delivery, member)
static const struct field told_fields[] = {
	{.kind = FIELD_ID, OFFSET(notification_id)},
	{.kind = FIELD_TEXT, OFFSET(channel)},
	{.kind = FIELD_TEXT, OFFSET(state)},
	{.kind = FIELD_MOMENT, OFFSET(due_at)},
	{.kind = FIELD_MOMENT, OFFSET(done_at)},
	{.kind = FIELD_TEXT, OFFSET(reason)},
	FIELD_END,
};
#undef OFFSET
const struct record told_delivery_record = {"delivery", sizeof(struct told_delivery), told_fields};
/* Index incident of both; deliveries of messages that must not name the incident hang on the notification alone. */
STATEMENT(notification_told_delivery, &told_delivery_record, NULL,
	  "SELECT d.notification_id, d.channel, d.state, d.due_at, d.done_at, d.reason FROM notification n FORCE INDEX (incident)"
	  " STRAIGHT_JOIN delivery d FORCE INDEX (notification) ON d.notification_id = n.id"
	  " WHERE n.organization_id = ? AND n.incident_id = ? ORDER BY n.id DESC LIMIT 1200");

/* Index digest. */
STATEMENT(notification_gathered, &notification_record, NULL,
	  "SELECT {columns} FROM notification FORCE INDEX (digest) WHERE digested_at IS NULL AND digest_at <= ?"
	  " ORDER BY digest_at, account_id LIMIT 500");
STATEMENT(notification_gathered_of, &notification_record, NULL,
	  "SELECT {columns} FROM notification FORCE INDEX (inbox) WHERE account_id = ? AND digested_at IS NULL"
	  " AND digest_at <= ? ORDER BY id LIMIT 500");
STATEMENT(notification_gathered_done, NULL, NULL,
	  "UPDATE notification SET digested_at = ? WHERE account_id = ? AND digested_at IS NULL AND digest_at <= ?");
STATEMENT(notification_remove, NULL, NULL, "DELETE FROM notification WHERE created_at < ? ORDER BY created_at LIMIT 500");

#define TEN "?, ?, ?, ?, ?, ?, ?, ?, ?, ?"
/* By the primary key. */
STATEMENT(notification_incident, &incident_record, NULL,
	  "SELECT {columns} FROM incident WHERE organization_id = ? AND id IN (" TEN ", " TEN ", " TEN ")");

enum rc notification_insert(struct db *db, struct notification *notification)
{
	return db_insert(db, &notification_add, notification, &notification->id);
}

/* What this process has counted, by the id of the account; another one takes the place over. */
enum { INBOXES = 256 };
static struct kept_count {
	int64_t account_id; /* 0: none */
	int64_t version;
	struct inbox_count count;
} kept_counts[INBOXES];

static bool holds(const struct kept_count *kept, const struct viewer *viewer, moment now)
{
	return viewer->inbox_version && kept->account_id == viewer->account_id && kept->version == viewer->inbox_version &&
	       (kept->count.until == MOMENT_NONE || now < kept->count.until);
}

enum rc notification_unread(struct db *db, struct arena *arena, const struct viewer *viewer, moment now,
			    struct inbox_count *count)
{
	struct kept_count *kept = &kept_counts[(uint64_t)viewer->account_id % INBOXES];
	enum rc rc = RC_OK;

	if (!holds(kept, viewer, now)) {
		kept->account_id = 0;
		rc = db_one(db, arena, &notification_count,
			    PARAMS(P_INT(viewer->account_id), P_MOMENT(now), P_INT(viewer->account_id), P_MOMENT(now),
				   P_INT(NOTIFICATION_COUNT_MOST)),
			    &kept->count);
		if (rc == RC_OK)
			*kept = (struct kept_count){viewer->account_id, viewer->inbox_version, kept->count};
	}
	*count = kept->count;
	return rc;
}

struct str notification_cursor_text(struct arena *arena, const struct notification *last)
{
	return arena_printf(arena, "%lld.%lld", (long long)last->shown_at, (long long)last->id);
}

void notification_cursor(struct str text, struct inbox_asked *asked)
{
	struct str at;
	int64_t shown_at, id;

	if (str_split(&text, '.', &at) && str_to_int(at, 0, INT64_MAX, &shown_at) && str_to_int(text, 0, INT64_MAX, &id)) {
		asked->before_at = shown_at;
		asked->before_id = id;
	}
}

enum rc notification_inbox(struct db *db, struct arena *arena, const struct inbox_asked *asked, struct rows *rows)
{
	const bool goes_on = asked->before_at != MOMENT_NONE;
	const moment before_at = goes_on ? asked->before_at : asked->now + 1;

	return db_list(db, arena, asked->is_unread ? &notification_list_unread : &notification_list,
		       PARAMS(P_INT(asked->account_id), P_MOMENT(asked->now), P_MOMENT(before_at),
			      P_INT(goes_on ? asked->before_id : 0), P_INT(asked->most)),
		       rows);
}

enum rc notification_find(struct db *db, struct arena *arena, int64_t account_id, int64_t id, struct notification *out)
{
	return db_one(db, arena, &notification_one, PARAMS(P_INT(id), P_INT(account_id)), out);
}

enum rc notification_mark_read(struct db *db, int64_t account_id, int64_t id, moment now)
{
	if (id)
		return db_write(db, &notification_read_one, NULL, PARAMS(P_MOMENT(now), P_INT(id), P_INT(account_id)), NULL);
	return db_write(db, &notification_read_all, NULL, PARAMS(P_MOMENT(now), P_INT(account_id), P_MOMENT(now)), NULL);
}

enum rc notification_of_incident(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
				 struct rows *rows)
{
	return db_list(db, arena, &notification_told, PARAMS(P_INT(organization_id), P_INT(incident_id)), rows);
}

enum rc notification_of_kind(struct db *db, struct arena *arena, int64_t organization_id, struct str kind, struct rows *rows)
{
	return db_list(db, arena, &notification_newest_of_kind, PARAMS(P_INT(organization_id), P_TEXT(kind)), rows);
}

enum rc notification_deliveries(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
				struct rows *rows)
{
	return db_list(db, arena, &notification_told_delivery, PARAMS(P_INT(organization_id), P_INT(incident_id)), rows);
}

enum rc notification_digest_due(struct db *db, struct arena *arena, moment now, struct rows *rows)
{
	return db_list(db, arena, &notification_gathered, PARAMS(P_MOMENT(now)), rows);
}

enum rc notification_digest_of(struct db *db, struct arena *arena, int64_t account_id, moment now, struct rows *rows)
{
	return db_list(db, arena, &notification_gathered_of, PARAMS(P_INT(account_id), P_MOMENT(now)), rows);
}

enum rc notification_digest_done(struct db *db, int64_t account_id, moment now)
{
	return db_write(db, &notification_gathered_done, NULL, PARAMS(P_MOMENT(now), P_INT(account_id), P_MOMENT(now)), NULL);
}

enum rc notification_purge(struct db *db, moment before)
{
	return db_write(db, &notification_remove, NULL, PARAMS(P_MOMENT(before)), NULL);
}

enum rc notification_incidents(struct db *db, struct arena *arena, int64_t organization_id, struct rows notifications,
			       struct rows *incidents)
{
	struct param params[NOTIFICATION_PAGE + 1];
	size_t at = 0;

	params[at++] = P_INT(organization_id);
	for (size_t i = 0; i < NOTIFICATION_PAGE; i++)
		params[at++] = P_INT(i < notifications.count ? ROW(struct notification, notifications, i)->incident_id : 0);
	return db_list(db, arena, &notification_incident, params, at, incidents);
}
