#include "event/event.h"

#include "base/random.h"

#define COLUMNS                                                                                                \
	"INSERT INTO event (organization_id, uuid, actor_account_id, kind, subject, subject_id, payload, environment," \
	" created_at, due_at) VALUES "
#define VALUES "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"

STATEMENT(event_insert, NULL, NULL, COLUMNS VALUES);
STATEMENT(event_insert_both, NULL, NULL, COLUMNS VALUES ", " VALUES);

static struct str payload_of(const struct event *event)
{
	return event->payload.at ? event->payload : STR("{}");
}

static struct str environment_of(const struct event *event)
{
	return str_of(event->environment && *event->environment ? event->environment : "prod");
}

/* The parameters of one row. */
#define EVENT_ROW(actor, event)                                                                               \
	P_INT((actor)->organization_id), P_TEXT(uuid_new(arena, (actor)->now)), P_ID((actor)->account_id),    \
	P_TEXT(str_of((event)->kind)), P_TEXT(str_of((event)->subject)), P_INT((event)->subject_id),          \
	P_TEXT(payload_of(event)), P_TEXT(environment_of(event)), P_MOMENT((actor)->now), P_MOMENT((actor)->now)

enum rc event_add_both(struct db *db, struct arena *arena, const struct actor *actor, const struct event *first,
		       const struct event *second)
{
	return db_write_ahead(db, &event_insert_both, NULL, PARAMS(EVENT_ROW(actor, first), EVENT_ROW(actor, second)));
}

enum rc event_add(struct db *db, struct arena *arena, const struct actor *actor, const struct event *event)
{
	return db_write_ahead(db, &event_insert, NULL, PARAMS(EVENT_ROW(actor, event)));
}
