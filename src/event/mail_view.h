#ifndef EVENT_MAIL_VIEW_H
#define EVENT_MAIL_VIEW_H

#include "base/config.h"

/*
 * How a mail looks whose maker gave plain paragraphs only. In the document of HTML a line that is an address
 * of http is a link; a paragraph of two lines, words and an address, is a link of these words, and a button
 * where they end with ":"; lines that begin with "- " are a list; a line over one of hyphens is a heading.
 * Everything is escaped.
 */
struct mail_view {
	struct str locale; /* "es"; empty: English */
	struct str title;
	struct str body;        /* paragraphs between empty lines, see below */
	struct str why;         /* translated: why one gets it; empty: not said */
	struct str preferences; /* URL of the page where one ends such mails; empty: not offered */
	bool is_fixed;          /* say that they cannot be ended */
};

/* The plain text with its signature, and the same as a document. RC_FAULT is logged. */
enum rc mail_view_render(struct arena *arena, const struct config *config, const struct mail_view *view,
			 struct str *text, struct str *html) MUST_CHECK;

/* What stands above everything that does not come from production, in the mail's language. */
struct str mail_view_banner(struct arena *arena, const struct config *config, struct str locale);

#endif
