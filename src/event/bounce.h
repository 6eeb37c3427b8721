#ifndef EVENT_BOUNCE_H
#define EVENT_BOUNCE_H

#include "base/str.h"

/* Mails that come back: delivery status notifications (RFC 3464) and the free forms of older servers. */

enum bounce_kind {
	BOUNCE_NONE,
	BOUNCE_DELAYED,              /* still being tried */
	BOUNCE_SOFT,                 /* given up, but the address may be right: full, away, refused by policy */
	BOUNCE_HARD,                 /* no such address */
};

struct bounce {
	enum bounce_kind kind;
	struct str id;               /* UUID of the mail that came back; STR_NONE: it does not say */
	struct str mark;             /* of the address that it went to (mail_mark); empty: not said */
	struct str status;           /* "5.1.1" (RFC 3463); empty: not said */
	struct str words;            /* the other server's, one line, any characters; empty: none */
};

/*
 * What a message on the bounce address tells. RC_NOT_FOUND: it is no bounce (an ordinary mail, an automatic reply).
 * bytes are whatever arrived; nothing in them is trusted.
 */
enum rc bounce_parse(struct arena *arena, struct str bytes, struct bounce *out) MUST_CHECK;

#endif
