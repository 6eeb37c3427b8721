#ifndef EVENT_EVENT_H
#define EVENT_EVENT_H

#include "audit/audit.h"

/* The outbox: what others hear of a change, written in the transaction of the change. */
struct event {
	const char *kind;            /* "incident.created" */
	const char *subject;         /* "incident" */
	int64_t subject_id;
	struct str payload;          /* JSON object of ids and codes, never personal text; empty: {} */
	const char *environment;     /* "sandbox"; NULL: "prod" */
};
enum rc event_add(struct db *db, struct arena *arena, const struct actor *actor, const struct event *event) MUST_CHECK;

/* Two that belong to one change, in one statement. */
enum rc event_add_both(struct db *db, struct arena *arena, const struct actor *actor, const struct event *first,
		       const struct event *second) MUST_CHECK;

#endif
