#ifndef EVENT_OUTBOX_API_H
#define EVENT_OUTBOX_API_H

#include "http/program.h"

/* Queues, what was given up, tasks and workers, for programs that watch over them. */
extern const struct route outbox_api_routes[];

#endif
