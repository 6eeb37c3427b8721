#ifndef CAPA_CAPA_LIST_PAGES_H
#define CAPA_CAPA_LIST_PAGES_H

#include "capa/capa_filter.h"
#include "http/program.h"

/* The list of actions: views, filters as chips, orders, pages. */
extern const struct route capa_list_routes[];

/* The filter that the query asks for, with the ids of the person and the incident that it names. */
enum rc capa_list_filter(struct request *rq, struct capa_filter *filter) MUST_CHECK;

#endif
