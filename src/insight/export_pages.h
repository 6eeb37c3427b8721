#ifndef INSIGHT_EXPORT_PAGES_H
#define INSIGHT_EXPORT_PAGES_H

#include "http/program.h"

/*
 * Lists and dashboards as downloads, for the program `reports`, with the filters of their pages:
 *   /download/incidents.xlsx?...   also .csv and .json
 *   /download/dashboard.xlsx?...
 */
extern const struct route export_routes[];
/* The same under the addresses that other systems know. */
extern const struct route export_alias_routes[];

#endif
