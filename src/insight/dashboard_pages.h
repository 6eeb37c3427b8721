#ifndef INSIGHT_DASHBOARD_PAGES_H
#define INSIGHT_DASHBOARD_PAGES_H

#include "http/program.h"

/* The dashboard. */
extern const struct route dashboard_routes[];

#endif
