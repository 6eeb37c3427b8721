#ifndef NOTIFY_NOTIFY_RULE_PAGES_H
#define NOTIFY_NOTIFY_RULE_PAGES_H

#include "http/program.h"

/* Who is told of what, for administrators: all rules, and each with a trial on the past before it is kept. */
extern const struct route notify_rule_routes[];

#endif
