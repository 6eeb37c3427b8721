#ifndef IMPACT_ORDER_API_H
#define IMPACT_ORDER_API_H

#include "http/program.h"

/* Work orders for other systems: opened, looked up, and told how they ended. */
extern const struct route order_api_routes[];

#endif
