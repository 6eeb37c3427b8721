#ifndef NOTIFY_NOTIFICATION_STORE_H
#define NOTIFY_NOTIFICATION_STORE_H

#include "db/db.h"
#include "identity/viewer.h"
#include "notify/notification.h"

enum rc notification_insert(struct db *db, struct notification *notification) MUST_CHECK;

/* Shown and not read. */
enum { NOTIFICATION_COUNT_MOST = 100 };
struct inbox_count {
	int64_t unread;  /* at most NOTIFICATION_COUNT_MOST */
	int64_t newest;  /* id of the newest of them */
	moment until;    /* when the next is shown; MOMENT_NONE: none waits */
};
/* Costs no statement while nothing has changed since this process counted (viewer->inbox_version). */
enum rc notification_unread(struct db *db, struct arena *arena, const struct viewer *viewer, moment now,
			    struct inbox_count *count) MUST_CHECK;

/* The inbox, newest first; goes on behind before_at and before_id (MOMENT_NONE: from the first). */
struct inbox_asked {
	int64_t account_id;
	bool is_unread;
	moment now;
	moment before_at;
	int64_t before_id;
	int64_t most;
};
/* Where a page ended, in addresses: "1780000000000000.51"; what cannot be read begins at the first. */
struct str notification_cursor_text(struct arena *arena, const struct notification *last);
void notification_cursor(struct str text, struct inbox_asked *asked);
enum rc notification_inbox(struct db *db, struct arena *arena, const struct inbox_asked *asked, struct rows *rows) MUST_CHECK;
enum { NOTIFICATION_PAGE = 30 };
/* The incidents of the first NOTIFICATION_PAGE of them, in no order: struct incident. */
enum rc notification_incidents(struct db *db, struct arena *arena, int64_t organization_id, struct rows notifications,
			       struct rows *incidents) MUST_CHECK;
enum rc notification_find(struct db *db, struct arena *arena, int64_t account_id, int64_t id, struct notification *out) MUST_CHECK;
/* Of those shown until then; id 0: all. */
enum rc notification_mark_read(struct db *db, int64_t account_id, int64_t id, moment now) MUST_CHECK;

/* The newest twenty of a kind, to whomever they went. */
enum rc notification_of_kind(struct db *db, struct arena *arena, int64_t organization_id, struct str kind,
			     struct rows *rows) MUST_CHECK;
/* Everybody who was told of an incident, the newest first, at most 300; and what became of it on the way out. */
enum rc notification_of_incident(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
				 struct rows *rows) MUST_CHECK;
struct told_delivery {
	int64_t notification_id;
	struct str channel;
	struct str state;            /* "waiting", "sent", "dead", "dropped" */
	moment due_at;
	moment done_at;
	struct str reason;
};
extern const struct record told_delivery_record;
enum rc notification_deliveries(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
				struct rows *rows) MUST_CHECK;

/* What waits for a digest that is due, by person, at most 500. */
enum rc notification_digest_due(struct db *db, struct arena *arena, moment now, struct rows *rows) MUST_CHECK;
enum rc notification_digest_of(struct db *db, struct arena *arena, int64_t account_id, moment now, struct rows *rows) MUST_CHECK;
enum rc notification_digest_done(struct db *db, int64_t account_id, moment now) MUST_CHECK;

/* Removes a batch of what is older than before. */
enum rc notification_purge(struct db *db, moment before) MUST_CHECK;

#endif
