#ifndef BASE_ZONE_RULE_H
#define BASE_ZONE_RULE_H

#include "base/moment.h"

/*
 * The rule by which a zone changes its clocks year after year, read from a POSIX TZ string such as
 * EST5EDT,M3.2.0,M11.1.0: the last line of a zone file (RFC 9636, section 3.3). Internal to zone.c.
 */

/* When the clocks change, every year: the date part of a POSIX TZ rule and the local time in seconds. */
struct zone_change {
	enum { CHANGE_NTH_WEEKDAY, CHANGE_JULIAN, CHANGE_YEAR_DAY } kind;
	int month, week, weekday;
	int number;
	int second;
};

/* The rule that holds after the last listed transition. */
struct zone_rule {
	bool is_given;
	bool has_summer;
	int standard, summer;        /* seconds ahead of UTC */
	struct zone_change to_summer, to_standard;
};

/* Division that rounds down, also before 1970. */
static inline int64_t zone_floor(int64_t value, int64_t by)
{
	return value / by - (value % by < 0);
}

/* Empty text gives no rule. False when it is malformed. */
bool zone_rule_read(struct str text, struct zone_rule *rule);

/* Seconds ahead of UTC at a second since 1970. */
int zone_rule_offset(const struct zone_rule *rule, int64_t second);

#endif
