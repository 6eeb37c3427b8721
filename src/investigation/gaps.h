#ifndef INVESTIGATION_GAPS_H
#define INVESTIGATION_GAPS_H

#include "investigation/findings.h"

/* What is missing before an investigation can be submitted. */
struct gap {
	const char *text;            /* English for the catalogue; {what} stands for what */
	struct str what;             /* "C2"; may be empty */
	const char *part;            /* page where it can be mended: "/causes"; "" is the first one */
	struct str uuid;             /* of the entry there, or empty */
};

struct gaps {
	struct gap *at;
	size_t count;
};

/* Every gap, in the order of the pages; none: it can be submitted. */
struct gaps gaps_of(struct arena *arena, const struct incident *incident, const struct findings *findings);

#endif
