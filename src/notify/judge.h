#ifndef NOTIFY_JUDGE_H
#define NOTIFY_JUDGE_H

#include "notify/candidate_store.h"
#include "notify/plan.h"

/* From rules and what happened to who is told: finds the people and has the plan made. Writes nothing. */
struct judging {
	struct db *db;
	struct arena *arena;
	const struct notify_policy *policy;
	struct notify_rules rules;
	struct candidates *candidates; /* may serve many events */
	moment now;
	moment delay;                /* of what anonymous reporters do; see plan_delay */
};

/* Some rule in use speaks of the kind. */
bool judge_concerns(struct notify_rules rules, const struct event_kind_row *kind);
/* At most six statements, whatever the number of people (one more for each forty). */
enum rc judge_plan(const struct judging *judging, const struct occurrence *o, struct plan *out) MUST_CHECK;

#endif
