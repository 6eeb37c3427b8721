#ifndef INCIDENT_WORKFLOW_CHANGE_PAGES_H
#define INCIDENT_WORKFLOW_CHANGE_PAGES_H

#include "http/response.h"
#include "incident/workflow_rules.h"
#include "incident/workflow_version_store.h"

/*
 * How administrators change workflows, for pages and the JSON interface: a draft is its writer's, who proposes or withdraws
 * it; nobody decides what they proposed themselves.
 */

/* Whom a permit can name, as in struct transition. */
extern const struct codes workflow_permit_codes;

struct workflow_admin {
	struct workflow_version_line line;
	struct workflow workflow;
	struct workflow current; /* what new incidents of the register begin with */
	struct workflow_faults faults;
};
/* The workflow that new incidents of the register begin with, with all its rows. */
enum rc workflow_admin_current(struct request *rq, int reg, struct workflow *out) MUST_CHECK;
enum rc workflow_admin_load(struct request *rq, int64_t id, struct workflow_admin *v) MUST_CHECK;

bool workflow_admin_is_own_draft(const struct request *rq, const struct workflow_admin *v);
bool workflow_admin_may_decide(const struct request *rq, const struct workflow_admin *v);

/* Begins a draft that is a copy of what holds now, and leads to it. */
enum rc workflow_admin_draft(struct request *rq, struct response *rs, int reg) MUST_CHECK;

enum workflow_act { WORKFLOW_SAVE, WORKFLOW_PROPOSE, WORKFLOW_WITHDRAW, WORKFLOW_APPROVE, WORKFLOW_REFUSE };
/* What the forms of a draft and of a decision ask. */
extern const struct form workflow_propose_form, workflow_decide_form;
/*
 * Does it: typed are the rows of a draft (of a decision those that are stored), after the version with what was typed into
 * its form. RC_INVALID: problems are told, nothing is written; RC_DENIED: not this viewer's to do.
 */
enum rc workflow_admin_act(struct request *rq, struct response *rs, const struct workflow_admin *v, enum workflow_act act,
			   const struct workflow *typed, const struct workflow_version *after) MUST_CHECK;

#endif
