#ifndef EVENT_SUBMISSION_STORE_H
#define EVENT_SUBMISSION_STORE_H

#include "db/db.h"

/* RC_DUPLICATE when this id was used before. */
enum rc submission_claim(struct db *db, int64_t organization_id, struct str id, moment now) MUST_CHECK;
/* The same where the answer is known beforehand. */
enum rc submission_claim_answered(struct db *db, int64_t organization_id, struct str id, struct str answer,
				  moment now) MUST_CHECK;
/* The same, not waited for: see db_write_ahead. */
enum rc submission_claim_ahead(struct db *db, int64_t organization_id, struct str id, struct str answer,
			       moment now) MUST_CHECK;
enum rc submission_answer(struct db *db, struct str id, struct str answer) MUST_CHECK;
/* Where the first one was redirected to. RC_NOT_FOUND when unknown. */
enum rc submission_find(struct db *db, struct arena *arena, int64_t organization_id, struct str id, struct str *answer) MUST_CHECK;

/* Forgets a batch of claims older than before. */
enum rc submission_expire(struct db *db, moment before) MUST_CHECK;

#endif
