#include "event/outbox_figures_store.h"

#include <stddef.h>

struct event_count {
	int64_t count;
	moment oldest_at;
};
#define AT(type, member) .name = #member, .offset = offsetof(struct type, member)
static const struct field event_fields[] = {
	{.kind = FIELD_INT, AT(event_count, count)},
	{.kind = FIELD_MOMENT, AT(event_count, oldest_at)},
	FIELD_END,
};
static const struct record event_record = {"event", sizeof(struct event_count), event_fields};

static const struct field channel_fields[] = {
	{.kind = FIELD_TEXT, AT(channel_figures, channel), .max = 20},
	{.kind = FIELD_INT, AT(channel_figures, waiting)},
	{.kind = FIELD_INT, AT(channel_figures, late)},
	{.kind = FIELD_INT, AT(channel_figures, dead)},
	FIELD_END,
};
static const struct record channel_record = {"delivery", sizeof(struct channel_figures), channel_fields};
#undef AT

/* Through key open: done ones are not looked at. */
STATEMENT(figures_events, &event_record, NULL,
	  "SELECT COUNT(*) AS count, MIN(IF(TIME(created_at) <> 0, created_at, NULL)) AS oldest_at FROM event WHERE state = ?");
STATEMENT(figures_channels, &channel_record, NULL,
	  "SELECT channel, SUM(state = 'waiting') AS waiting, SUM(state = 'waiting' AND attempts > 0) AS late,"
	  " SUM(state = 'dead') AS dead FROM delivery WHERE state IN ('waiting', 'dead') GROUP BY channel");

enum rc outbox_figures_channels(struct db *db, struct arena *arena, struct rows *channels)
{
	return db_list(db, arena, &figures_channels, NO_PARAMS, channels);
}

enum rc outbox_figures_read(struct db *db, struct arena *arena, struct outbox_figures *figures)
{
	struct event_count waiting, dead;
	struct rows channels;
	enum rc rc = db_one(db, arena, &figures_events, PARAMS(P_TEXT(STR("waiting"))), &waiting);

	if (rc == RC_OK)
		rc = db_one(db, arena, &figures_events, PARAMS(P_TEXT(STR("dead"))), &dead);
	if (rc == RC_OK)
		rc = outbox_figures_channels(db, arena, &channels);
	if (rc != RC_OK)
		return rc;
	*figures = (struct outbox_figures){
		.waiting_events = waiting.count, .dead_events = dead.count, .oldest_event_at = waiting.oldest_at};
	for (size_t i = 0; i < channels.count; i++) {
		const struct channel_figures *channel = ROW(struct channel_figures, channels, i);
		figures->waiting_deliveries += channel->waiting;
		figures->late_deliveries += channel->late;
		figures->dead_deliveries += channel->dead;
	}
	return RC_OK;
}
