#ifndef OPERATIONS_TIMELINE_PAGES_H
#define OPERATIONS_TIMELINE_PAGES_H

#include "http/program.h"
#include "incident/record.h"

/* The tab Timeline of operations incidents: what people entered, between the changes of state. */
extern const struct route timeline_routes[];
extern const struct record_part timeline_part;

#endif
