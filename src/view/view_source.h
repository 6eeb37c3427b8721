#ifndef VIEW_VIEW_SOURCE_H
#define VIEW_VIEW_SOURCE_H

#include "view/mustache.h"
#include "view/view.h"
#include "view/view_kept.h"

/* Views as data of the mustache engine. self is a struct view_reader. */
extern const struct mustache_source view_source;

struct view_reader {
	const struct view_style *style;
	/* Finds partials and parents; may be NULL. */
	struct mustache *(*partial)(void *closure, struct str name);
	void *closure;
	struct view_kept *kept;  /* texts of views that show nothing but themselves; NULL: none are kept */
	struct arena *arena;     /* for their keys */
};

/* The view as the value a template is run with. */
struct mustache_value view_value(const struct view *view);

#endif
