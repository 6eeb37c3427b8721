#ifndef EVENT_ANSWER_STORE_H
#define EVENT_ANSWER_STORE_H

#include "db/db.h"

/* What was answered under an Idempotency-Key (table api_answer), kept for a day. */

enum { ANSWER_KEPT_HOURS = 24 };

struct kept_answer {
	int64_t account_id;
	struct str key_hash;         /* 32 bytes */
	int64_t organization_id;
	struct str body_hash;        /* 32 bytes */
	int64_t status;              /* 0: under way */
	struct str location;
	int64_t version;
	struct str body;
	moment created_at;
};
extern const struct record answer_record;

/* Claims the key. RC_DUPLICATE: it is taken. Outside a transaction, so that others see at once that it is under way. */
enum rc answer_claim(struct db *db, const struct kept_answer *answer) MUST_CHECK;
enum rc answer_find(struct db *db, struct arena *arena, int64_t account_id, struct str key_hash,
		    struct kept_answer *out) MUST_CHECK;
/* Takes over one that was given up by its process, or is older than a day; RC_CONFLICT: somebody else did. */
enum rc answer_take_over(struct db *db, const struct kept_answer *found, const struct kept_answer *mine) MUST_CHECK;
/* Writes the answer of the claim made at created_at. RC_CONFLICT: the claim is another one's by now. */
enum rc answer_settle(struct db *db, const struct kept_answer *answer) MUST_CHECK;
/* Gives the key back: nothing was done under it. */
enum rc answer_release(struct db *db, int64_t account_id, struct str key_hash) MUST_CHECK;
/* Removes some of those made before; *count is 0 when none is left. */
enum rc answer_expire(struct db *db, moment before, int64_t *count) MUST_CHECK;

#endif
