#ifndef VIEW_MARKED_H
#define VIEW_MARKED_H

#include "base/text.h"

/*
 * text as HTML for view_html, escaped, with <mark> around the beginnings of words that were searched for. As in the
 * search, words of searched count from three characters, capital letters of ASCII do not matter.
 */
struct str marked_html(struct arena *arena, struct str text, struct str searched);

#endif
