#ifndef NOTIFY_PREVIEW_PAGES_H
#define NOTIFY_PREVIEW_PAGES_H

#include "http/program.h"

/* Who would be told of an event, and why; and why others would not. */
extern const struct route preview_routes[];

#endif
