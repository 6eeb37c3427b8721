#ifndef NOTIFY_MESSAGE_TEXT_PAGES_H
#define NOTIFY_MESSAGE_TEXT_PAGES_H

#include "http/program.h"
#include "notify/message_text.h"

/* The words of messages: which there are, which are the organization's own, and the form that changes one. */
extern const struct route message_text_routes[];

/* The slot that {kind}, {family} and {language} of the route name. RC_NOT_FOUND. */
enum rc message_text_slot(const struct request *rq, struct message_slot *out) MUST_CHECK;
/* Counts from 1, ours that was never changed; for forms and ETags. */
int64_t message_text_shown_version(const struct message_text *newest);

#endif
