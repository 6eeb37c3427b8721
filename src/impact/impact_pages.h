#ifndef IMPACT_IMPACT_PAGES_H
#define IMPACT_IMPACT_PAGES_H

#include "http/program.h"

extern const struct route impact_routes[];

/* What the forms do, for the incident, kind and uuid that the address names ({number}, {kind}, {uuid}). */
enum rc impact_add(struct request *rq, struct response *rs) MUST_CHECK;
enum rc impact_edit(struct request *rq, struct response *rs) MUST_CHECK;
enum rc impact_remove(struct request *rq, struct response *rs) MUST_CHECK;
/* The reason of a removal. */
extern const struct form impact_removal_form;

#endif
