#ifndef OSHA_DAYS_H
#define OSHA_DAYS_H

#include "base/moment.h"

/*
 * Counting the days of a case: column K (away from work) and column L (job transfer or restriction) of
 * OSHA Form 300, 29 CFR 1904.7(b)(3) and (b)(4). Calendar days, the day of injury never counts, away
 * beats restricted on the same day, and both together stop at 180.
 */

enum { DAYS_CAP = 180 };                     /* 1904.7(b)(3)(vii), (b)(4)(xi) */

/* An unbroken stretch of days, both ends included. */
struct day_span {
	day first;
	day last;          /* DAY_NONE: still running, nobody knows the end yet */
	bool estimated;    /* the end is an estimate, to be replaced */
};

struct day_spans {
	const struct day_span *at;
	size_t count;
};

/*
 * The text of a set of spans, as stored, imported and typed: "2026-03-03..2026-03-08", several joined by
 * "+", a single day as one date, an open end as "2026-03-03..", an estimated end with "~" behind it.
 * Empty and "none" are no spans. RC_INVALID sets *why to English for the catalogue.
 */
enum rc days_parse(struct arena *arena, struct str text, struct day_spans *out, const char **why) MUST_CHECK;
struct str days_text(struct arena *arena, struct day_spans spans);

/* What the count depends on. */
struct days_case {
	day injury_on;                 /* or onset; DAY_NONE: not known, nothing is cut off */
	struct day_spans away;         /* unable to work, or told not to */
	struct day_spans restricted;   /* restricted or transferred, or told to be */
	day released_on;               /* released to full duty; from here nothing counts */
	day left_on;                   /* left for a reason unrelated to the case; from here nothing counts */
	day permanent_on;              /* job changed for good; from here no restricted days */
	day as_of;                     /* last day known; DAY_NONE: everything given is taken as it stands */
};

enum day_status { DAY_AWAY, DAY_RESTRICTED };

/* A counted stretch, for the calendar; neighbours differ in status or do not touch. */
struct day_segment {
	day first, last;
	enum day_status status;
	int counted;                   /* days up to the cap; 0 behind it */
};

struct days_count {
	int away, restricted;          /* columns K and L, estimates included */
	int away_so_far, restricted_so_far; /* up to and including as_of */
	bool estimated;                /* some counted day is not a fact yet */
	bool running;                  /* an open end was counted up to as_of */
	bool capped;                   /* days behind the 180th were left out */
	bool released_early, left_early, made_permanent; /* that date cut days off */
	bool injury_day_dropped;       /* a span covered the day of injury or days before */
	bool least_one;                /* L is 1 only because of the permanent change */
	day last_on;                   /* last counted day, DAY_NONE when none */
	const struct day_segment *segments;
	size_t segment_count;
};

struct days_count days_count(struct arena *arena, const struct days_case *c);

#endif
