#ifndef EVENT_BOUNCE_STORE_H
#define EVENT_BOUNCE_STORE_H

#include "db/db.h"
#include "event/bounce.h"

/* Addresses from which mails came back. */
struct mail_bounce {
	int64_t id;
	struct str address;          /* lower case */
	int64_t soft_count;
	moment last_at;
	struct str status;
	struct str reason;
	moment stopped_at;           /* MOMENT_NONE: mails still go there */
};
extern const struct record mail_bounce_record;

struct bounce_limits {
	int64_t soft_most;           /* so many soft ones ... */
	int64_t soft_days;           /* ... within so many days stop the mails */
};

/*
 * Takes one into account: a hard one stops mails to the address at once, soft ones when there are enough of them.
 * bounce->words are stored without addresses.
 */
enum rc bounce_note(struct db *db, struct arena *arena, int64_t organization_id, struct str address,
		    const struct bounce *bounce, struct bounce_limits limits, moment now) MUST_CHECK;
/* RC_NOT_FOUND: nothing came back from there. */
enum rc bounce_of(struct db *db, struct arena *arena, int64_t organization_id, struct str address,
		  struct mail_bounce *out) MUST_CHECK;
enum rc bounce_by_id(struct db *db, struct arena *arena, int64_t organization_id, int64_t id,
		     struct mail_bounce *out) MUST_CHECK;

enum { BOUNCE_PAGE = 100 };
/* Those that are stopped, the newest first, at most BOUNCE_PAGE. */
enum rc bounce_stopped(struct db *db, struct arena *arena, int64_t organization_id, struct rows *rows) MUST_CHECK;
/* Mails go there again. RC_NOT_FOUND: no such row. */
enum rc bounce_forget(struct db *db, int64_t organization_id, int64_t id) MUST_CHECK;

/* Where the mail of that uuid went; account_id 0: address says it. RC_NOT_FOUND: none of ours. */
struct bounced_delivery {
	int64_t organization_id;
	int64_t account_id;
	struct str address;
};
enum rc bounce_delivery(struct db *db, struct arena *arena, struct str uuid, struct bounced_delivery *out) MUST_CHECK;

#endif
