#ifndef ENVIRONMENT_RELEASE_RULE_H
#define ENVIRONMENT_RELEASE_RULE_H

#include "environment/release.h"
#include "environment/substance.h"

/*
 * Does a release have to be reported? CERCLA section 103 (42 USC 9603, 40 CFR 302), EPCRA section 304 (42 USC
 * 11004, 40 CFR 355) and oil (40 CFR 110), each on its own, with every step, its arithmetic and its citation.
 * Pure: no clock, no database. Whatever is not known speaks for reporting.
 */

#define RELEASE_RULES_VERSION "2026-11"

/* Another release of the same substance at the same facility. */
struct release_other {
	moment from, to;
	int64_t micro_lb;  /* what counts of it */
	struct str number; /* of its incident */
};

/* One constituent, or a waste code for the whole of it. */
struct release_part {
	const struct substance *substance;
	int64_t strength; /* millionths of strength_unit, NUMBER_NONE */
	int strength_unit;
	int form;
	const struct release_other *others;
	size_t other_count;
	int64_t counted; /* result: millionths of a pound that count, NUMBER_NONE while not known */
};

/* Extremely hazardous as it was released: some entries are so in a form or above a strength only. */
bool release_part_is_ehs(const struct release_part *part);

struct release_case {
	const struct release *release;
	moment from, to; /* when it happened; to is now while it goes on */
	struct release_part *parts;
	size_t part_count;
	int64_t margin_percent; /* below a quantity, while figures are estimates; 40 CFR knows none */
};

/* A step: English with {a} to {d} for the figures, which are not translated. */
struct release_finding {
	const char *text;
	const char *citation; /* "40 CFR 302.6(a)"; "": none */
	struct str a, b, c, d;
};
enum { RELEASE_FINDINGS_MOST = 120 };

struct release_verdict {
	int cercla, epcra, oil; /* enum release_answer, never RELEASE_OPEN */
	bool is_ehs;            /* an extremely hazardous substance is in it */
	bool needs_amount;      /* it could not be weighed */
	bool no_followup;       /* transport: 911 is enough (40 CFR 355.42(b)) */
	struct release_finding *findings;
	size_t finding_count;
};

/* Findings live in the arena. Sets counted of every part. */
void release_decide(struct arena *arena, const struct release_case *c, struct release_verdict *out);

/* The finding's text, which may be a translation of it, with its figures put in. */
struct str release_finding_text(struct arena *arena, const struct release_finding *finding, struct str text);

/* The findings as they are kept, a line each, and back. */
struct str release_findings_write(struct arena *arena, const struct release_verdict *verdict);
/* Returns their number. */
size_t release_findings_read(struct arena *arena, struct str text, struct release_finding **out);

#endif
