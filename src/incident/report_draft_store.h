#ifndef INCIDENT_REPORT_DRAFT_STORE_H
#define INCIDENT_REPORT_DRAFT_STORE_H

#include "db/db.h"

/* Reports that are being written; each belongs to one account and is seen by nobody else. */
struct report_draft {
	int64_t id;
	int64_t organization_id;
	struct str uuid;
	int64_t account_id;
	struct str answers;          /* see report_answers.h */
	moment created_at;
	moment updated_at;
};
extern const struct record report_draft_record;

/* The account's drafts, newest first, at most 20: rows of struct report_draft. */
enum rc report_draft_list(struct db *db, struct arena *arena, int64_t account_id, struct rows *rows) MUST_CHECK;
enum rc report_draft_find(struct db *db, struct arena *arena, int64_t account_id, struct str uuid,
			  struct report_draft *out) MUST_CHECK;
/* Inserts, or replaces the answers. RC_NOT_FOUND when the uuid is another account's. */
enum rc report_draft_save(struct db *db, const struct report_draft *draft) MUST_CHECK;
/* No error when it is gone already. */
enum rc report_draft_remove(struct db *db, int64_t account_id, struct str uuid) MUST_CHECK;
/* Removes drafts that nobody has touched since; the worker's task. */
enum rc report_draft_expire(struct db *db, moment before, int64_t *count) MUST_CHECK;

#endif
