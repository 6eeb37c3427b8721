#ifndef VIEW_MARKDOWN_H
#define VIEW_MARKDOWN_H

#include "base/text.h"

/*
 * What people typed as Markdown (CommonMark), as HTML that is safe in a page, whatever was typed: for view_html. Raw
 * HTML shows as text, pictures show their description, links lead to http, https and mail addresses or to pages of our
 * own, headings begin at the third level and leave none out. Bytes that are not UTF-8 show as U+FFFD.
 */
struct str markdown_html(struct arena *arena, struct str source);

/* More than this is shown as plain text: the parser's time is not bounded well beyond it. */
enum { MARKDOWN_MOST = 64 * 1024 };

/* A character that would begin a mark is written so that it stands for itself: for text put into Markdown. */
struct str markdown_escape(struct arena *arena, struct str text);

#endif
