#ifndef INVESTIGATION_CAUSE_H
#define INVESTIGATION_CAUSE_H

#include "investigation/entry.h"
#include "investigation/factor.h"

/* Why it happened, as the investigation found. Shown as C1, C2 ... by entry.position; actions name entry.id. */

enum cause_kind { CAUSE_NONE, CAUSE_ROOT, CAUSE_CONTRIBUTING, CAUSE_IMMEDIATE };
extern const struct codes cause_kind_codes;

struct cause {
	struct entry entry;
	struct str text;
	int kind;
	int factor;                  /* index of factor_codes; 0: not coded yet */
	int64_t why_id;              /* the answer it was taken from; 0: none */
	int64_t item_id;             /* the cause on the fishbone it was taken from; 0: none */
	bool is_assumption;
	struct str evidence;         /* positions of evidence: "1,3" */
};
extern const struct record cause_record;

#endif
