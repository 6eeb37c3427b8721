#ifndef VIEW_VIEW_KEPT_H
#define VIEW_VIEW_KEPT_H

#include "view/view.h"

/*
 * The texts of views that show nothing but themselves (view_keep), kept by the process: a page that shows the same
 * rows again copies them. What a text is kept under is everything that it is made of, not a version of it: equal
 * bytes show as equal text, so nothing can be stale.
 */
struct view_kept;

struct view_kept *view_kept_new(void);
/* NULL is allowed. */
void view_kept_free(struct view_kept *kept);

/* What decides how that part of a template (of one language) shows the view. */
struct str view_kept_key(struct arena *arena, const void *part, const struct view_style *style, const struct view *view);

/* False when there is none; text is valid until the next view_kept_add. */
bool view_kept_find(const struct view_kept *kept, struct str key, struct str *text);
/* Copies both. Of what goes to the same place the last is kept; when there is too much, all others are forgotten. */
void view_kept_add(struct view_kept *kept, struct str key, struct str text);

#endif
