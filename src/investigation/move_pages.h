#ifndef INVESTIGATION_MOVE_PAGES_H
#define INVESTIGATION_MOVE_PAGES_H

#include "http/program.h"

/* Moving causes on the fishbone, and marking the last answer of a chain of Whys as a root cause. */
extern const struct route move_routes[];

#endif
