#ifndef NOTIFY_NOTIFY_RULES_PAGES_H
#define NOTIFY_NOTIFY_RULES_PAGES_H

#include "http/program.h"

/* All rules at a glance, what nobody hears of, and what holds for all messages. */
extern const struct route notify_rules_routes[];

#endif
