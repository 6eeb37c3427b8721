#ifndef OSHA_CASE_DAYS_PAGES_H
#define OSHA_CASE_DAYS_PAGES_H

#include "http/program.h"

/* .../case/days: days away and restricted by date ranges, with a calendar. */
extern const struct route case_days_routes[];

#endif
