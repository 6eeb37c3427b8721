#ifndef INSIGHT_FIGURE_API_H
#define INSIGHT_FIGURE_API_H

#include "http/program.h"

/* The figures of the dashboards, read by other systems. */
extern const struct route figure_api_routes[];

#endif
