#ifndef OSHA_CASE_VERDICT_VIEW_H
#define OSHA_CASE_VERDICT_VIEW_H

#include "osha/case_view.h"

/*
 * The right-hand side of the recordability panel: verdict with its column and reason, every gate and
 * criterion with its citation, what is still open, what would turn the outcome around, and the decisions made
 * before.
 */
enum rc case_verdict_view(struct request *rq, const struct case_view *v, struct view *page) MUST_CHECK;

/* The paragraph that a question rests on; "" when the regulation has none of its own. */
const char *case_verdict_citation(const char *field);

#endif
