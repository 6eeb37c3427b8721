#ifndef OPERATIONS_POSTMORTEM_PAGES_H
#define OPERATIONS_POSTMORTEM_PAGES_H

#include "http/program.h"
#include "incident/record.h"

/* The tab Postmortem of operations incidents, its form, and publishing it. */
extern const struct route postmortem_routes[];
/* Answers whether a published one is there, which closing SEV1 and SEV2 asks for. */
extern const struct record_part postmortem_part;

/* What people write in it. */
extern const struct form postmortem_form;
/* Begins or changes, from the request's form, the postmortem of the incident that its address names. */
enum rc postmortem_take(struct request *rq, struct response *rs) MUST_CHECK;

#endif
