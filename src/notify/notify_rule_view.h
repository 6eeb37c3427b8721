#ifndef NOTIFY_NOTIFY_RULE_VIEW_H
#define NOTIFY_NOTIFY_RULE_VIEW_H

#include "http/request.h"
#include "notify/plan.h"
#include "organization/names_store.h"

/* Names of the places, groups and people in rules. */
enum rc notify_rule_names(struct request *rq, struct notify_rules rules, struct names **out) MUST_CHECK;

/* Who it tells, in words: "Role: EHS specialist". */
struct str notify_rule_whom(struct request *rq, const struct notify_rule *rule, const struct names *names);
/* The same with its conditions: "Role: EHS specialist (High or worse)". */
struct str notify_rule_words(struct request *rq, const struct notify_rule *rule, const struct names *names);
/*
 * code, kind_label, whom, conditions[] {label}, channels[] {label}, is_own, is_active, is_mandatory, may_wait,
 * breaks_quiet, version.
 */
void notify_rule_view(struct request *rq, struct view *view, const struct notify_rule *rule, const struct names *names);
/* channels[] {label, sending, sending_code, at, why} of a line of the plan that are used at all. */
void notify_rule_view_channels(struct request *rq, struct view *view, const struct plan_line *line);

#endif
