#ifndef EVENT_OUTBOX_FIGURES_STORE_H
#define EVENT_OUTBOX_FIGURES_STORE_H

#include "db/db.h"

/* How full the queues are: for /metrics, /readyz, doctor and the pages. */
struct outbox_figures {
	int64_t waiting_events, dead_events;
	int64_t waiting_deliveries, dead_deliveries;
	int64_t late_deliveries;     /* waiting after at least one failed attempt */
	moment oldest_event_at;      /* of those that wait; MOMENT_NONE: none. What bears only a day does not count */
};
/* One pass over what waits or was given up, by index; of all organizations. */
enum rc outbox_figures_read(struct db *db, struct arena *arena, struct outbox_figures *figures) MUST_CHECK;

/* The same by channel. */
struct channel_figures {
	struct str channel;
	int64_t waiting;
	int64_t late;
	int64_t dead;
};
enum rc outbox_figures_channels(struct db *db, struct arena *arena, struct rows *channels) MUST_CHECK;

#endif
