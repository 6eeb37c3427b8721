#ifndef DEADLINE_RULE_PAGES_H
#define DEADLINE_RULE_PAGES_H

#include "deadline/deadline.h"
#include "http/program.h"

extern const struct route rule_routes[];

/* What can be set of a kind: the time where its record has none, and no date of a law. Ended by NULL. */
const char *const *rule_pages_names(enum deadline_kind kind);

#endif
