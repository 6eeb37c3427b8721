#ifndef DEMO_DEMO_OPERATIONS_H
#define DEMO_DEMO_OPERATIONS_H

#include "demo/demo.h"

/* Timelines of the operations incidents, and postmortems of the bad ones that are over. */
enum rc demo_operations_load(struct demo *demo) MUST_CHECK;

#endif
