#ifndef NOTIFY_BACKTEST_STORE_H
#define NOTIFY_BACKTEST_STORE_H

#include "event/outbox.h"

/* The newest events that lead to messages of that kind, since then; rows are struct event_row. */
enum rc backtest_events(struct db *db, struct arena *arena, int64_t organization_id, struct str kind, moment since, int64_t most,
			struct rows *rows) MUST_CHECK;

#endif
