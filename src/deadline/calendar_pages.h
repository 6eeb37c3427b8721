#ifndef DEADLINE_CALENDAR_PAGES_H
#define DEADLINE_CALENDAR_PAGES_H

#include "http/program.h"

extern const struct route calendar_routes[];

#endif
