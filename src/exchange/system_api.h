#ifndef EXCHANGE_SYSTEM_API_H
#define EXCHANGE_SYSTEM_API_H

#include "http/program.h"

/* What is not ready, how the programs fare, and what was taken out and in. */
extern const struct route system_api_routes[];

#endif
