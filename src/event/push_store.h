#ifndef EVENT_PUSH_STORE_H
#define EVENT_PUSH_STORE_H

#include "db/db.h"

/* A browser that takes web push for the holder of an account. */
struct push_subscription {
	int64_t id;
	int64_t organization_id;
	int64_t account_id;
	struct str endpoint;         /* URL */
	struct str endpoint_hash;    /* SHA-256 */
	struct str p256dh;           /* 65 raw bytes */
	struct str auth;             /* 16 raw bytes */
	struct str agent;            /* browser and system in words */
	moment created_at;
};
extern const struct record push_subscription_record;

/* An account has at most so many: the oldest go. */
enum { PUSH_MOST = 10 };

/* The endpoint of another account moves to this one: the browser has changed hands. Sets endpoint_hash. */
enum rc push_subscription_save(struct db *db, struct arena *arena, struct push_subscription *subscription) MUST_CHECK;
/* The newest first. */
enum rc push_subscription_list(struct db *db, struct arena *arena, int64_t account_id, struct rows *rows) MUST_CHECK;
enum rc push_subscription_find(struct db *db, struct arena *arena, int64_t organization_id, int64_t id,
			       struct push_subscription *out) MUST_CHECK;
/* Of the active account of that sign-in name, for the command line. */
enum rc push_subscription_of_login(struct db *db, struct arena *arena, struct str login, struct rows *rows) MUST_CHECK;
/* RC_NOT_FOUND: not the account's. */
enum rc push_subscription_delete(struct db *db, int64_t account_id, int64_t id) MUST_CHECK;

#endif
