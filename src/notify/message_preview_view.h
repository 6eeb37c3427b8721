#ifndef NOTIFY_MESSAGE_PREVIEW_VIEW_H
#define NOTIFY_MESSAGE_PREVIEW_VIEW_H

#include "http/request.h"
#include "notify/message_text_store.h"
#include "notify/notification.h"

/* What words look like with the facts of a past message of that kind, or with made-up ones. */
struct message_example {
	struct notification notification;
	bool is_past;
};

/* The newest message of the kind about something that the viewer may see and whose number may leave the
 * house. */
enum rc message_example_find(struct request *rq, const struct event_kind_row *kind,
			     struct message_example *out) MUST_CHECK;

/* Texts of the viewer's organization in a language. */
enum rc message_style_of(struct request *rq, enum message_language language,
			 struct message_style *out) MUST_CHECK;

/*
 * preview { is_past number items[] {whom subject text is_long segments length} } of the text, as those whom
 * it concerns and as all others; for FAMILY_MAIL and FAMILY_SMS with what Muster adds. RC_INVALID: the text
 * has a problem.
 */
enum rc message_preview_view(struct request *rq, struct view *page, const struct message_slot *slot,
			     const struct message_style *style, const struct message_text *text,
			     const struct message_example *example) MUST_CHECK;

#endif
