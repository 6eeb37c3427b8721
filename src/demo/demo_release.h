#ifndef DEMO_DEMO_RELEASE_H
#define DEMO_DEMO_RELEASE_H

#include "demo/demo.h"

/* What spills and emissions released, which of them reached a reportable quantity, and who was called. */
enum rc demo_release_load(struct demo *demo) MUST_CHECK;

/* Its own chance: what else is told stays the same. */
enum { DEMO_RELEASE_SEED = 30246 };

#endif
