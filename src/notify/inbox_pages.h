#ifndef NOTIFY_INBOX_PAGES_H
#define NOTIFY_INBOX_PAGES_H

#include "http/program.h"
#include "notify/notification.h"

/* What somebody was told, in the portal. */
extern const struct route inbox_routes[];

/* page_decorate, and the bell in the header with how much is unread. A hook of struct program. */
void inbox_decorate(struct request *rq, struct view *page);

/* The viewer's language and zone with the organization's own words. */
enum rc inbox_style(struct request *rq, struct message_style *out) MUST_CHECK;

#endif
