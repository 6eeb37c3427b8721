#ifndef INVESTIGATION_FRAME_PAGES_H
#define INVESTIGATION_FRAME_PAGES_H

#include "http/program.h"

/* The Investigation tab: everything at a glance; its methods, scope and team. */
extern const struct route frame_routes[];

#endif
