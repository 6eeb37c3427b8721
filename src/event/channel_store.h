#ifndef EVENT_CHANNEL_STORE_H
#define EVENT_CHANNEL_STORE_H

#include "event/delivery.h"

/* How each way out of the house is doing, for administrators. */
struct channel_state {
	struct str channel;
	moment success_at;           /* within a minute */
	moment failure_at;
	struct str failure;
};
extern const struct record channel_state_record;

/* For a channel's settle: notes the outcome of an attempt. What never left the house (no status) is no failure of the channel. */
enum rc channel_note(struct db *db, int64_t organization_id, struct str channel,
		     const struct delivery_outcome *outcome, moment now) MUST_CHECK;
enum rc channel_states(struct db *db, struct arena *arena, int64_t organization_id, struct rows *rows) MUST_CHECK;

/* One channel over all organizations. */
struct channel_figure {
	struct str channel;
	int64_t failing;             /* organizations whose last attempt failed */
	moment success_at;           /* the newest of all */
};
enum rc channel_figures(struct db *db, struct arena *arena, struct rows *rows) MUST_CHECK;

/* Short messages of a day (UTC). */
struct sms_day {
	int64_t sent;
	int64_t held;                /* over the cap: they wait for the next day */
};
enum rc channel_sms_day(struct db *db, struct arena *arena, int64_t organization_id, day on, struct sms_day *out) MUST_CHECK;
enum rc channel_sms_count(struct db *db, int64_t organization_id, day on) MUST_CHECK;
/* One more is held; *is_first of the day. */
enum rc channel_sms_held(struct db *db, struct arena *arena, int64_t organization_id, day on, bool *is_first) MUST_CHECK;

#endif
