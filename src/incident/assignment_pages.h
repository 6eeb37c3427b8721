#ifndef INCIDENT_ASSIGNMENT_PAGES_H
#define INCIDENT_ASSIGNMENT_PAGES_H

#include "http/program.h"
#include "incident/assignment.h"

/* Who becomes the manager of a new incident: rules in their order, tried out before they count. */
extern const struct route assignment_routes[];

/* What the rules would do with an imagined report of the query, and would have done with the newest incidents. */
struct assignment_trial {
	bool is_asked;               /* the query names a register */
	const struct assignment_rule *chosen; /* NULL: none fits, or nothing was asked */
	struct str manager;          /* STR_NONE: nobody */
	struct rows rules;           /* struct assignment_rule, in their order */
	int64_t *hits;               /* by rule; behind the last those that none fits */
	size_t tried;                /* incidents */
};
enum rc assignment_pages_try(struct request *rq, struct assignment_trial *out) MUST_CHECK;

#endif
