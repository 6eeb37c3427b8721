#ifndef DEMO_DEMO_PUBLISHED_H
#define DEMO_DEMO_PUBLISHED_H

#include "demo/demo.h"

/*
 * Replaces the tales of injuries by published ones from the folder demo->from. RC_NOT_FOUND, told on standard
 * error: the files are not there.
 */
enum rc demo_published_apply(struct demo *demo) MUST_CHECK;

#endif
