#include "environment/release_window.h"

#include <stddef.h>

#include "environment/release_unit.h"

int64_t release_window_share(const struct release_interval *interval, moment from)
{
	const moment end = from + RELEASE_WINDOW;

	if (interval->to < from || interval->from > end)
		return 0;
	if (interval->from >= from && interval->to <= end)
		return interval->micro_lb;
	moment first = interval->from > from ? interval->from : from;
	moment last = interval->to < end ? interval->to : end;
	return release_weight_share(interval->micro_lb, last - first, interval->to - interval->from);
}

static void try_window(const struct release_interval *at, size_t count, size_t own, moment from,
		       struct release_window *best)
{
	int64_t sum = 0;

	if (at[own].to < from || at[own].from > from + RELEASE_WINDOW)
		return;
	for (size_t i = 0; i < count; i++) {
		sum += release_window_share(&at[i], from);
		if (sum > MICRO_LB_MOST)
			sum = MICRO_LB_MOST;
	}
	if (best->from == MOMENT_NONE || sum > best->micro_lb || (sum == best->micro_lb && from < best->from))
		*best = (struct release_window){from, sum};
}

/*
 * The sum changes its slope only where a window begins or ends with an interval; it is largest where one
 * begins at the beginning of an interval or ends at the end of one.
 */
struct release_window release_window_most(const struct release_interval *at, size_t count, size_t own)
{
	struct release_window best = {MOMENT_NONE, 0};

	for (size_t i = 0; i < count; i++) {
		try_window(at, count, own, at[i].from, &best);
		try_window(at, count, own, at[i].to - RELEASE_WINDOW, &best);
	}
	try_window(at, count, own, at[own].from - RELEASE_WINDOW, &best);
	try_window(at, count, own, at[own].to, &best);
	return best;
}
