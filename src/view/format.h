#ifndef VIEW_FORMAT_H
#define VIEW_FORMAT_H

#include "base/text.h"
#include "view/view.h"

/*
 * Values as people read them, in a style's zone and language. What these append holds
 * no character that HTML gives a meaning to. Unknown values append nothing.
 */

/* "3 Mar 2026, 14:05" */
void format_moment(struct text *out, const struct view_style *style, moment at);
/* "3 Mar 2026" */
void format_day(struct text *out, const struct view_style *style, day on);
/* "14:05" */
void format_clock(struct text *out, clock_minutes minutes);

/* The forms machines read, in UTC: "2026-03-03T14:05:00Z"; "2026-03-03". */
void format_moment_iso(struct text *out, moment at);
void format_day_iso(struct text *out, day on);
/* For <input type="datetime-local">: "2026-03-03T14:05" in the style's zone. */
void format_moment_input(struct text *out, const struct view_style *style, moment at);

/*
 * A number in units of 10^-places, at most 6. is_grouped sets thousands apart: "1,234,567";
 * keeps_zeros writes every place: "2.50" rather than "2.5".
 */
void format_number(struct text *out, int64_t value, int places, bool is_grouped, bool keeps_zeros);

#endif
