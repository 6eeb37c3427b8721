#ifndef DEMO_DEMO_IMPACT_H
#define DEMO_DEMO_IMPACT_H

#include "demo/demo.h"

/* Assets, courses, rules and training records of the company. */
enum rc demo_masters_load(struct demo *demo) MUST_CHECK;
/* What the filed incidents did to people and assets, which rules were broken, and what it cost. */
enum rc demo_impact_load(struct demo *demo) MUST_CHECK;

/* The chance of impacts is its own: what else is told stays the same. */
enum { DEMO_IMPACT_SEED = 70331 };

/* Does a list of words separated by blanks have the word? "*" has every one. */
bool demo_impact_has(struct str list, struct str word);

#endif
