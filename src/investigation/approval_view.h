#ifndef INVESTIGATION_APPROVAL_VIEW_H
#define INVESTIGATION_APPROVAL_VIEW_H

#include "investigation/investigation_view.h"

/*
 * signatures[] (with "changed since"), rounds, and which steps the viewer may take: may_submit, may_decide, may_reopen,
 * or why_not_decide in words while it waits.
 */
enum rc approval_view(struct request *rq, const struct investigation_shown *v, struct view *page) MUST_CHECK;

/* May the viewer open the approved investigation again? Only where the incident's state does not lock it. */
bool approval_may_reopen(const struct request *rq, const struct investigation_shown *v);

#endif
