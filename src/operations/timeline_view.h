#ifndef OPERATIONS_TIMELINE_VIEW_H
#define OPERATIONS_TIMELINE_VIEW_H

#include "operations/timeline.h"
#include "view/view.h"

/* The entries as a list in Markdown, one a line with its time: what a postmortem begins with. */
struct str timeline_markdown(struct arena *arena, const struct catalogue *catalogue, const struct zone *zone,
			     const struct timeline_entry *entries, size_t count);

#endif
