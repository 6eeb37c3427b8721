#ifndef CAPA_CAPA_LIST_PAGES_H
#define CAPA_CAPA_LIST_PAGES_H

#include "http/program.h"

/* The list of actions: views, filters as chips, orders, pages. */
extern const struct route capa_list_routes[];

#endif
