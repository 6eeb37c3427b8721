#ifndef EXCHANGE_EXCHANGE_PAGES_H
#define EXCHANGE_EXCHANGE_PAGES_H

#include "http/program.h"

/* How everything is taken out and in, and what was: /admin/exchange. */
extern const struct route exchange_routes[];

#endif
