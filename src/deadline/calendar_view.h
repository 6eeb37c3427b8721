#ifndef DEADLINE_CALENDAR_VIEW_H
#define DEADLINE_CALENDAR_VIEW_H

#include "deadline/stage.h"
#include "view/view.h"

/*
 * Deadlines as a calendar that other programs subscribe to (iCalendar, RFC 5545; NAME and REFRESH-INTERVAL of RFC
 * 7986). Deadlines are VEVENTs, actions VTODOs unless events are wanted. Nothing names a person. Pure.
 */
struct calendar {
	struct str name;             /* translated: "Deadlines" */
	struct str url;              /* of the portal, without a slash at its end */
	const struct view_style *style;
	const struct deadline_rule *rules; /* by kind: when to remind */
	bool as_events;              /* actions too */
};

/* Appends a content line, "NAME:value" with its parameters in name: folded at 75 octets, never within a character. */
void calendar_line(struct text *out, const char *name, struct str value);
/* The value as TEXT: backslash, semicolon, comma and line breaks escaped, other control characters left out. */
struct str calendar_text(struct arena *arena, struct str value);

/* The whole VCALENDAR. What is cancelled is said to be, what is met is left out unless it is a task. */
struct str calendar_write(struct arena *arena, const struct calendar *calendar, const struct deadline *deadlines,
			  size_t count);

#endif
