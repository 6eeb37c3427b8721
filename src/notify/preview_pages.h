#ifndef NOTIFY_PREVIEW_PAGES_H
#define NOTIFY_PREVIEW_PAGES_H

#include "http/program.h"
#include "notify/plan.h"
#include "organization/names_store.h"

/* Who would be told of an event, and why; and why others would not. */
extern const struct route preview_routes[];

struct preview {
	struct occurrence occurrence;
	struct plan plan;
	const struct notify_policy *policy;
	struct notify_rules rules;   /* that hold now */
	struct names *names;         /* of what they name */
};
/* What the query describes: a number, or an imagined incident. RC_INVALID: what is wrong is told. */
enum rc preview_make(struct request *rq, const struct event_kind_row *kind, struct preview *out) MUST_CHECK;
/* Who reported in confidence stays unknown: the line's name, and as what others are told. */
bool preview_hides(const struct occurrence *o, const struct plan_line *line);
unsigned preview_as(const struct occurrence *o, const struct plan_line *line);

#endif
