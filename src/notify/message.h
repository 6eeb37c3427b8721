#ifndef NOTIFY_MESSAGE_H
#define NOTIFY_MESSAGE_H

#include "event/delivery.h"
#include "notify/notification.h"

/* A notification as it leaves the house: what each channel may hold of it. How it looks is the channel's
 * matter. */
struct message {
	const struct config *config;
	const struct message_texts *texts; /* the organization's own words */
	const struct notification *notification;
	const struct candidate *who;
	struct str away_name; /* for whom a delegate is told; STR_NONE */
	struct str title;     /* of the incident; STR_NONE where it is not to leave */
	bool is_plain;        /* neither number nor kind may leave */
	bool is_reporter;     /* of a plain one: to the reporter, not to a handler */
	bool is_mandatory;
	bool is_urgent;
	enum role role;    /* of a rule for a role that led here */
	struct str thread; /* STR_NONE where it would tell the incident */
};

/*
 * What may leave of it: of what an anonymous reporter sent nothing (ANO-09), and to who reported in
 * confidence mails do not say of which report they speak. No text, whoever wrote it, changes that.
 */
struct message message_of(struct arena *arena, const struct notify_policy *policy,
			  const struct occurrence *occurrence, const struct plan_line *line,
			  const struct notification *notification);

/* The words alone, in the language of who is told. */
struct words message_words(struct arena *arena, const struct message *message, enum channel channel);
/* Subject, text and data for the channel. */
void message_fill(struct arena *arena, const struct message *message, enum channel channel,
		  struct delivery *out);
/* Words as they leave by mail (with the link and, where it may, the title) or SMS. */
struct str message_mail_body(struct arena *arena, const struct message *message,
			     const struct catalogue *catalogue, struct str words);
struct str message_sms_body(struct arena *arena, const struct message *message, struct str words);

/* One mail of all that was gathered for somebody, by days, the newest first. */
struct digest_message {
	const struct config *config;
	const struct message_texts *texts;
	const struct candidate *who;
	const struct notification *notifications;
	size_t count;
};
void message_digest(struct arena *arena, const struct digest_message *digest, struct delivery *out);

#endif
