#ifndef EVENT_MAIL_H
#define EVENT_MAIL_H

#include "base/moment.h"

/* Mail (RFC 5322) as files in the spool folder, one a message, for a mail transfer agent or the worker to
 * deliver. */

struct mail {
	struct str from;    /* address */
	struct str to;      /* address */
	struct str subject; /* UTF-8 */
	struct str text;    /* plain body, LF */
	struct str html;    /* the same as HTML; STR_NONE: plain only */
	moment now;
};

/*
 * The message with Message-ID, Date, Auto-Submitted and both bodies (multipart/alternative, base64).
 * RC_INVALID when an address holds anything that is not one address.
 */
enum rc mail_compose(struct arena *arena, const struct mail *mail, struct str *message) MUST_CHECK;

/* Composes and puts it into the folder as UUID.eml, complete or not at all. */
enum rc mail_spool(struct arena *arena, struct str folder, const struct mail *mail) MUST_CHECK;

#endif
