#ifndef EXCHANGE_SYSTEM_PAGES_H
#define EXCHANGE_SYSTEM_PAGES_H

#include "http/program.h"

/* What is not ready and what to do about it, and how the programs fare: /admin/system. */
extern const struct route system_routes[];

#endif
