#ifndef EVENT_DELIVERY_STORE_H
#define EVENT_DELIVERY_STORE_H

#include "event/delivery.h"

/* Deliveries as workers claim and settle them. owner is the id of a worker. */

/* Something of the channel is due. */
enum rc delivery_is_due(struct db *db, struct arena *arena, struct str channel, moment now, bool *is_due) MUST_CHECK;
/* Claims up to most that nobody holds; when there are none, one whose holder was lost. */
enum rc delivery_claim(struct db *db, struct str owner, struct str channel, moment now, moment until, int64_t most) MUST_CHECK;
/* What the owner holds of the channel, longest waiting first: struct delivery. */
enum rc delivery_owned(struct db *db, struct arena *arena, struct str owner, struct str channel, struct rows *rows) MUST_CHECK;
/* Before an attempt: counts it and begins the lease anew. RC_CONFLICT: the owner holds it no more. */
enum rc delivery_begin(struct db *db, struct str owner, int64_t id, moment now, moment until) MUST_CHECK;

/* After an attempt. */
struct delivery_end {
	const struct delivery *delivery;
	const struct delivery_outcome *outcome;
	const char *state;           /* "sent", "dead" or "waiting" */
	moment started_at;
	moment now;
	moment due;
};
/* RC_CONFLICT: the owner holds it no more; nothing was noted. */
enum rc delivery_settle(struct db *db, struct str owner, const struct delivery_end *end) MUST_CHECK;
/* Gives one back; counted: its attempt has been counted and is not one. reason: why it waits; STR_NONE: as it was. */
enum rc delivery_give_back(struct db *db, struct str owner, int64_t id, moment due, bool counted, struct str reason) MUST_CHECK;
/* What waits for the same endpoint, or without one for the same channel, waits until then. */
enum rc delivery_hold(struct db *db, const struct delivery *delivery, moment until) MUST_CHECK;
/* Removes a batch that ended before. */
enum rc delivery_purge(struct db *db, moment before, int64_t *removed) MUST_CHECK;

#endif
