#ifndef OSHA_NOTICE_H
#define OSHA_NOTICE_H

#include "base/record.h"
#include "osha/urgent.h"

/* That OSHA was told of a death or severe injury, how and when (29 CFR 1904.39(a)(3)). */

extern const struct codes notice_event_codes; /* code value - 1 is enum urgent_event */

struct notice {
	int64_t id;
	int64_t organization_id;
	int64_t case_id;
	int event;
	int channel;
	moment told_at;
	struct str told_by;
	struct str spoken_to;
	struct str confirmation;
	moment created_at;
};
extern const struct record notice_record;

/* Whether somebody told OSHA of that event. */
bool notice_was_given(const struct notice *notices, size_t count, enum urgent_event event);

/* Time left until a deadline, or gone by since. */
struct notice_clock {
	bool is_late;
	int64_t hours, minutes;
};
struct notice_clock notice_clock(moment deadline_at, moment now);

#endif
