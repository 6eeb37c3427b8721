#ifndef INCIDENT_WORKFLOW_RULES_H
#define INCIDENT_WORKFLOW_RULES_H

#include "incident/workflow.h"

/* What a workflow must keep to before it may take effect, whoever wrote it. */

enum { WORKFLOW_FAULTS_MOST = 40 };
struct workflow_fault {
	const char *text;  /* English for the catalogue */
	int from, to;      /* enum status: of the transition; to 0: the state from */
	const char *guard; /* label of the guard that is missing, or NULL */
};
struct workflow_faults {
	struct workflow_fault at[WORKFLOW_FAULTS_MOST];
	size_t count;
};

/*
 * Every state can be reached and leads on to Closed; nothing leaves Archived; a step has words and somebody or
 * something that takes it; closing, leaving an investigation and archiving have the guards that the register cannot
 * do without. Transitions that are not in use are not looked at.
 */
void workflow_rules_check(const struct workflow *workflow, int reg, struct workflow_faults *faults);

#endif
