#ifndef ENVIRONMENT_RELEASE_COMPARE_H
#define ENVIRONMENT_RELEASE_COMPARE_H

#include "environment/release_rule.h"

/* Within the rule only: the steps that weigh and compare. */

struct release_work {
	struct arena *arena;
	const struct release_case *c;
	struct release_verdict *out;
	struct weight weight;
	bool is_estimate;        /* margin counts */
	bool is_petroleum;       /* excluded from CERCLA (42 USC 9601(14)) */
	bool is_exempt_off_site; /* nobody outside can be exposed (40 CFR 355.31(a)) */
};

void release_found(struct release_work *work, const char *text, const char *citation, struct str a,
		   struct str b, struct str c, struct str d);

/* Turns the amount into pounds. */
void release_weigh(struct release_work *work);
/* Weighs every constituent and compares it, with what else was released within 24 hours. */
void release_compare(struct release_work *work);

#endif
