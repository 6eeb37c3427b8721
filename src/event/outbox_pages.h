#ifndef EVENT_OUTBOX_PAGES_H
#define EVENT_OUTBOX_PAGES_H

#include "http/program.h"

/* What was given up, and what people do about it; the state of the workers' tasks. */
extern const struct route outbox_routes[];

#endif
