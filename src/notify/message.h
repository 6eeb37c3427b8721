#ifndef NOTIFY_MESSAGE_H
#define NOTIFY_MESSAGE_H

#include "event/delivery.h"
#include "notify/notification.h"

/* A notification as it leaves the house: what each channel may hold of it. How it looks is the channel's matter. */
struct message {
	const struct config *config;
	const struct notification *notification;
	const struct candidate *who;
	struct str away_name;        /* for whom a delegate is told; STR_NONE */
	struct str title;            /* of the incident; STR_NONE where it is not to leave */
	bool is_plain;               /* neither number nor kind may leave */
	bool is_reporter;            /* of a plain one: to the reporter, not to a handler */
	bool is_mandatory;
	bool is_urgent;
	struct str thread;           /* STR_NONE where it would tell the incident */
};

/* Subject, text and data for the channel, in the language of who is told. */
void message_fill(struct arena *arena, const struct message *message, enum channel channel, struct delivery *out);

/* One mail of all that was gathered for somebody. */
struct digest_message {
	const struct config *config;
	const struct candidate *who;
	const struct notification *notifications;
	size_t count;
};
void message_digest(struct arena *arena, const struct digest_message *digest, struct delivery *out);

#endif
