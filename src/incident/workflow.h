#ifndef INCIDENT_WORKFLOW_H
#define INCIDENT_WORKFLOW_H

#include "incident/incident.h"

/*
 * Which state follows which, who may bring it about and what must hold: rows of workflow_transition. What has
 * no row is refused. Pure; the rows come from workflow_store.h.
 */

/* What must hold besides the right to do it. */
enum workflow_guard {
	GUARD_NONE,
	GUARD_INVESTIGATION,    /* switched on, and a lead is named */
	GUARD_NO_INVESTIGATION, /* not switched on */
	GUARD_POSTMORTEM,       /* SEV1 and SEV2 need one */
};
extern const struct codes workflow_guard_codes;

struct transition {
	int reg; /* column register */
	int from_status;
	int to_status;
	struct str label;   /* words of the button; see workflow_label */
	struct str permits; /* "manager:low supervisor:low ehs_specialist:critical" */
	int guard;
	bool needs_reason;
};
extern const struct record transition_record;

/* The label as an English text of the catalogue where it is one that ships with the product; else NULL: shown
 * as it is. */
const char *workflow_label(struct str label);

/*
 * NULL when the viewer may do it now; else why not, in English for the catalogue. The transition must be one
 * of the incident's register and state.
 */
const char *workflow_why_not(const struct transition *transition, const struct incident *incident,
			     const struct viewer *viewer);

#endif
