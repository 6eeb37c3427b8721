#ifndef DEADLINE_CALENDAR_PAGES_H
#define DEADLINE_CALENDAR_PAGES_H

#include "deadline/calendar_feed_store.h"
#include "http/program.h"

extern const struct route calendar_routes[];

/* Where calendar programs fetch it, for its owner alone; STR_NONE: made under another key of the installation. */
struct str calendar_pages_address(const struct request *rq, const struct calendar_feed *feed);

#endif
