#ifndef DEMO_DEMO_PEOPLE_H
#define DEMO_DEMO_PEOPLE_H

#include "demo/demo.h"

/* Of every account of the demonstration organisation; not a secret. */
extern const char *const demo_people_password;

/* Makes people with managers, accounts for every role, assignment rules. */
enum rc demo_people_load(struct demo *demo) MUST_CHECK;

#endif
