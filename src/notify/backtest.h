#ifndef NOTIFY_BACKTEST_H
#define NOTIFY_BACKTEST_H

#include "notify/judge.h"

/*
 * A changed rule tried on the past: who would have got how much by which ways, before and after. The events are those that
 * are kept, judged by the function that judges new ones (judge_plan), with people, preferences and incidents as they are
 * now.
 */
enum { BACKTEST_EVENTS_MOST = 500 };

struct backtest_person {
	int64_t person_id;           /* 0: those who reported in confidence, together */
	struct str name;
	int64_t before[CHANNEL_COUNT];
	int64_t after[CHANNEL_COUNT];
};

struct backtest {
	int64_t days;
	size_t events;               /* of that kind that were looked at */
	bool is_cut;                 /* there were more: the newest BACKTEST_EVENTS_MOST */
	struct backtest_person total;
	struct backtest_person *people; /* those with a difference first, then by number */
	size_t count;
};

/* All of one kind of event, in the days before judging->now. judging->rules are those that hold; its candidates are filled. */
enum rc backtest_run(const struct judging *judging, const struct event_kind_row *kind, struct notify_rules changed, int64_t days,
		     struct backtest *out) MUST_CHECK;

/* Something changes for the person. */
bool backtest_differs(const struct backtest_person *person);

#endif
