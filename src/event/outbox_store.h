#ifndef EVENT_OUTBOX_STORE_H
#define EVENT_OUTBOX_STORE_H

#include "event/outbox.h"

/* Events as the outbox claims, takes and gives them up. owner is the id of a worker. */

/* Something is due. */
enum rc outbox_is_due(struct db *db, struct arena *arena, moment now, bool *is_due) MUST_CHECK;
/*
 * Claims up to most events that nobody holds; when there are none, one whose holder was lost, which counts as an
 * attempt, so that an event that ends its workers is not risked together with others, nor for ever.
 */
enum rc outbox_claim(struct db *db, const struct worker_call *call, struct str owner, moment until,
		     int64_t most) MUST_CHECK;
/* What the owner holds, in the order of writing: struct event_row. */
enum rc outbox_owned(struct db *db, struct arena *arena, struct str owner, struct rows *rows) MUST_CHECK;
/* Marks it done, the first thing in its transaction. RC_CONFLICT: the owner holds it no more. */
enum rc outbox_done(struct db *db, struct str owner, const struct event_row *event, moment now) MUST_CHECK;
/* Marks all that the owner holds of one subject; RC_CONFLICT: they are not `count`. */
enum rc outbox_done_all(struct db *db, struct str owner, const struct event_row *first, size_t count, moment now) MUST_CHECK;
/* An event of the same subject was written before and is not taken; those that failed often do not count. */
enum rc outbox_is_behind(struct db *db, struct arena *arena, const struct event_row *event, int64_t patience,
			 bool *is_behind) MUST_CHECK;
/* Notes a failed attempt and gives it back, or sets it aside as dead. */
enum rc outbox_failed(struct db *db, struct str owner, int64_t id, bool is_dead, moment due, struct str reason) MUST_CHECK;
/* Gives one back untried. */
enum rc outbox_give_back(struct db *db, struct str owner, int64_t id, moment due) MUST_CHECK;
/* Removes a batch of done or dropped events older than before that no open delivery names. */
enum rc outbox_purge(struct db *db, moment before, int64_t *removed) MUST_CHECK;

#endif
