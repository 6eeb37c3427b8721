#ifndef DEMO_DEMO_CASE_H
#define DEMO_DEMO_CASE_H

#include "demo/demo.h"

/*
 * The OSHA case of an injury: facts that fit its tale, decided by the rules as if a person had answered.
 * In the caller's transaction; at is when it is decided.
 */
enum rc demo_case_decide(struct demo *demo, struct arena *arena, const struct demo_event *event,
			 moment at) MUST_CHECK;

/*
 * Signs, posts and files the summaries of past years, as far as their figures are fit for it. After the
 * commit, because a file is written for each.
 */
enum rc demo_case_certify(struct demo *demo, const struct config *config) MUST_CHECK;

#endif
