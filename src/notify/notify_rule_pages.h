#ifndef NOTIFY_NOTIFY_RULE_PAGES_H
#define NOTIFY_NOTIFY_RULE_PAGES_H

#include "http/program.h"
#include "notify/backtest.h"

/* Who is told of what, for administrators: all rules, and each with a trial on the past before it is kept. */
extern const struct route notify_rule_routes[];

/*
 * Tries the rule that the form describes on the past: a new one, or a change of the one in the address (param "code"). Writes
 * nothing. RC_INVALID: what is wrong with it is told.
 */
enum rc notify_rule_pages_try(struct request *rq, bool is_new, struct backtest *out) MUST_CHECK;
/* The body of a trial: all fields of a rule, and who and what they are not. */
extern const struct api_schema notify_rule_trial_body;

#endif
