#ifndef NOTIFY_TOLD_PAGES_H
#define NOTIFY_TOLD_PAGES_H

#include "http/program.h"
#include "incident/record.h"

/* On each incident: who was told of what, by which rule, and what became of it. */
extern const struct record_part told_part;
extern const struct route told_routes[];

#endif
