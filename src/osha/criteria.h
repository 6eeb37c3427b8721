#ifndef OSHA_CRITERIA_H
#define OSHA_CRITERIA_H

#include "osha/recordability.h"

/* Gate 6 of recordability.h: the general criteria of 1904.7 and the special cases of 1904.8-1904.11. */

struct criteria_input {
	struct arena *arena;
	const struct case_facts *facts;
	treatment_set treatments;
	struct case_spans spans;    /* as given, before anything is left out */
	struct days_count days;     /* as counted */
};

/* Reads and counts what the criteria look at. */
struct criteria_input criteria_prepare(struct arena *arena, const struct case_facts *facts, day as_of);

/* Answers all criteria and the gate made of them. */
struct gate_answer criteria_decide(const struct criteria_input *in,
				   struct criterion_answer answers[CRITERION_COUNT]);

#endif
