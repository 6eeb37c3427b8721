#ifndef NOTIFY_MESSAGE_VIEW_H
#define NOTIFY_MESSAGE_VIEW_H

#include "event/delivery.h"
#include "notify/notification.h"

/* A notification as it leaves the house: what each channel may hold of it. */
struct message {
	const struct config *config;
	const struct notification *notification;
	const struct candidate *who;
	struct str away_name;        /* for whom a delegate is told; STR_NONE */
	struct str title;            /* of the incident; STR_NONE where it is not to leave */
	bool is_plain;               /* neither number nor kind may leave */
	bool is_reporter;            /* of a plain one: to the reporter, not to a handler */
	struct str thread;           /* STR_NONE where it would tell the incident */
};

/* Subject and bodies for the channel, in the language of who is told. */
enum rc message_view(struct arena *arena, const struct message *message, enum channel channel, struct delivery *out) MUST_CHECK;

/* One mail of all that was gathered for somebody. */
struct digest_message {
	const struct config *config;
	const struct candidate *who;
	const struct notification *notifications;
	size_t count;
};
enum rc message_view_digest(struct arena *arena, const struct digest_message *digest, struct delivery *out) MUST_CHECK;

#endif
