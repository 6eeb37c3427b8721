#ifndef EVENT_MAIL_H
#define EVENT_MAIL_H

#include "base/moment.h"

/* One mail (RFC 5322) to one person. */

struct mail {
	struct str id;          /* UUID; becomes Message-ID, the same on every attempt. STR_NONE: a new one */
	struct str from;        /* address */
	struct str from_name;   /* what is shown of it; STR_NONE: Muster */
	struct str reply_to;    /* address; empty: none */
	struct str to;          /* address */
	struct str subject;     /* UTF-8 */
	struct str text;        /* plain body, LF */
	struct str html;        /* the same as a document of HTML; STR_NONE: plain only */
	struct str thread;      /* mails with the same one belong together ("incident-<uuid>"); empty: none */
	struct str preferences; /* URL of the page that ends such mails (RFC 2369); empty: they cannot be ended */
	struct str banner;      /* said first, above everything (not of production); empty: none */
	moment now;
};

/*
 * The message with Message-ID, Date, References, Auto-Submitted and both bodies (multipart/alternative, base64).
 * RC_INVALID when an address holds anything that is not one address, or the thread anything but letters, digits, - and _.
 */
enum rc mail_compose(struct arena *arena, const struct mail *mail, struct str *message) MUST_CHECK;

/* Composes and puts it into the folder as ID.eml, complete or not at all; again under the same id replaces it. */
enum rc mail_spool(struct arena *arena, struct str folder, const struct mail *mail) MUST_CHECK;

/*
 * One @ inside, at most 254 bytes of visible ASCII or UTF-8 (RFC 6531); nothing that could end the header or name a second
 * address.
 */
bool mail_is_address(struct str address);

/*
 * The envelope sender: bounce with the id in its local part and a mark of the recipient, by which what comes back finds its
 * delivery and is not taken for an address that came later ("bounce@example.com": "bounce+0197...-5e884898@example.com").
 * bounce empty: from.
 */
struct str mail_envelope(struct arena *arena, struct str from, struct str bounce, struct str id, struct str to);
/* The UUID and the mark of such an address; false when it has none. */
bool mail_envelope_read(struct arena *arena, struct str address, struct str *id, struct str *mark);
/* Eight digits by which an address is known again. */
struct str mail_mark(struct arena *arena, struct str to);

/* Words of another system without addresses of people in them, at most 300 bytes, for logs and pages. */
struct str mail_reason(struct arena *arena, struct str words);

#endif
