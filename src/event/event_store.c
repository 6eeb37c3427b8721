#include "event/event.h"

#include "base/random.h"

STATEMENT(event_insert, NULL, NULL,
	  "INSERT INTO event (organization_id, uuid, actor_account_id, kind, subject, subject_id, payload,"
	  " created_at)"
	  " VALUES (?, ?, ?, ?, ?, ?, ?, ?)");

STATEMENT(event_insert_both, NULL, NULL,
	  "INSERT INTO event (organization_id, uuid, actor_account_id, kind, subject, subject_id, payload,"
	  " created_at)"
	  " VALUES (?, ?, ?, ?, ?, ?, ?, ?), (?, ?, ?, ?, ?, ?, ?, ?)");

static struct str payload_of(const struct event *event)
{
	return event->payload.at ? event->payload : STR("{}");
}

enum rc event_add_both(struct db *db, struct arena *arena, const struct actor *actor, const struct event *first,
		       const struct event *second)
{
	return db_write(db, &event_insert_both, NULL,
			PARAMS(P_INT(actor->organization_id), P_TEXT(uuid_new(arena, actor->now)), P_ID(actor->account_id),
			       P_TEXT(str_of(first->kind)), P_TEXT(str_of(first->subject)), P_INT(first->subject_id),
			       P_TEXT(payload_of(first)), P_MOMENT(actor->now), P_INT(actor->organization_id),
			       P_TEXT(uuid_new(arena, actor->now)), P_ID(actor->account_id), P_TEXT(str_of(second->kind)),
			       P_TEXT(str_of(second->subject)), P_INT(second->subject_id), P_TEXT(payload_of(second)),
			       P_MOMENT(actor->now)),
			NULL);
}

enum rc event_add(struct db *db, struct arena *arena, const struct actor *actor, const struct event *event)
{
	return db_write(db, &event_insert, NULL,
			PARAMS(P_INT(actor->organization_id), P_TEXT(uuid_new(arena, actor->now)), P_ID(actor->account_id),
			       P_TEXT(str_of(event->kind)), P_TEXT(str_of(event->subject)),
			       P_INT(event->subject_id), P_TEXT(payload_of(event)), P_MOMENT(actor->now)),
			NULL);
}
