#ifndef ENVIRONMENT_RELEASE_WINDOW_H
#define ENVIRONMENT_RELEASE_WINDOW_H

#include "base/moment.h"

/*
 * Adding up within any period of 24 hours (40 CFR 302.6(a)): a rolling window, not a calendar day. A release
 * of some length flows at an even rate; one without length is there at once.
 */

#define RELEASE_WINDOW HOURS(24)

struct release_interval {
	moment from, to;  /* from <= to */
	int64_t micro_lb; /* see release_unit.h */
};

struct release_window {
	moment from;
	int64_t micro_lb;
};

/* What of the interval lies in the 24 hours that begin at from, both ends included, rounded up. */
int64_t release_window_share(const struct release_interval *interval, moment from);

/* Of all windows that touch the interval own (an index), the earliest of those with the most in them. */
struct release_window release_window_most(const struct release_interval *at, size_t count, size_t own);

#endif
