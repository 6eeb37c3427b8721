#ifndef DEADLINE_DEADLINE_ADMIN_API_H
#define DEADLINE_DEADLINE_ADMIN_API_H

#include "http/program.h"

/* Who hears of deadlines when, days off, and one's own calendars; their changes are those of the pages. */
extern const struct route deadline_admin_api_routes[];

#endif
