#ifndef OPERATIONS_TIMELINE_PAGES_H
#define OPERATIONS_TIMELINE_PAGES_H

#include "http/program.h"
#include "incident/record.h"
#include "operations/timeline.h"

/* The tab Timeline of operations incidents: what people entered, between the changes of state. */
extern const struct route timeline_routes[];
extern const struct record_part timeline_part;

/* kind, happened_at, text */
extern const struct form timeline_form;
/* Adds what the request's form says to the incident that its address names; entry lives as long as the request. */
enum rc timeline_take(struct request *rq, struct response *rs, struct timeline_entry *entry) MUST_CHECK;

#endif
