#ifndef DEADLINE_LAW_H
#define DEADLINE_LAW_H

#include "osha/urgent.h"

/*
 * What the law counts, as far as the features that keep the facts do not: pure. The others are osha/urgent.h
 * (1904.39), osha/coverage.h (1904.32, 1904.41), environment/release_duty.h (EPCRA) and incident/anonymous.h.
 */

/*
 * The last day for deciding a case and entering it on the log and Form 301: seven calendar days after the day on which
 * the employer learned of it, weekends and holidays included (29 CFR 1904.29(b)(3)).
 */
day law_record_by(const struct zone *zone, moment learned_at);

/*
 * The clock of 1904.39 as it must be kept while facts are missing. learned_at is when the employer learned of the
 * incident. No duty: both MOMENT_NONE. A duty that is still to be judged (URGENT_JUDGE) runs from the latest of
 * the event and of what is known about learning of it, else from learned_at: *is_provisional.
 */
struct law_clock {
	moment starts_at;
	moment due_at;
	bool is_provisional;
};
struct law_clock law_urgent(const struct urgent_answer *answer, const struct case_facts *facts, moment learned_at);

/*
 * Somebody died or lies in hospital by the first report, and nobody has kept the case yet: the same clocks, always
 * provisional (1904.39(a)(1), (a)(2)). Other care starts none.
 */
struct law_clock law_urgent_unkept(bool has_died, bool is_hospitalized, moment learned_at);

/* The years of an establishment whose summary is on the way at a day there: the last one and this one. */
enum { LAW_YEARS = 2 };
int law_first_year(day today);

#endif
