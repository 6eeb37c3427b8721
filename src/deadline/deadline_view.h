#ifndef DEADLINE_DEADLINE_VIEW_H
#define DEADLINE_DEADLINE_VIEW_H

#include "deadline/deadline.h"
#include "view/view.h"

/*
 * One deadline in words, for deadline/countdown.mustache: title, reference, href, citation, due (as people read it
 * where it holds), due_iso, and what is left: is_late, is_exact, is_window, is_provisional, is_met, is_today, and one of
 * days, hours, minutes. style is the reader's; the time shown is that of the deadline's own zone.
 */
void deadline_view(struct view *item, struct arena *arena, const struct view_style *style,
		   const struct deadline *deadline, moment now);

/* "by 3 Mar 2026, 14:05", without what is left. */
struct str deadline_view_due(struct arena *arena, const struct view_style *style, const struct deadline *deadline);
/* Its zone; the style's where it has none. */
const struct zone *deadline_view_zone(const struct view_style *style, const struct deadline *deadline);

#endif
