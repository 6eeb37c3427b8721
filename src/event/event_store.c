#include "event/event.h"

#include "base/random.h"

STATEMENT(event_insert, NULL, NULL,
	  "INSERT INTO event (organization_id, uuid, kind, subject, subject_id, payload, created_at)"
	  " VALUES (?, ?, ?, ?, ?, ?, ?)");

enum rc event_add(struct db *db, struct arena *arena, const struct actor *actor, const struct event *event)
{
	struct str payload = event->payload.at ? event->payload : STR("{}");

	return db_write(db, &event_insert, NULL,
			PARAMS(P_INT(actor->organization_id), P_TEXT(uuid_new(arena, actor->now)),
			       P_TEXT(str_of(event->kind)), P_TEXT(str_of(event->subject)),
			       P_INT(event->subject_id), P_TEXT(payload), P_MOMENT(actor->now)),
			NULL);
}
