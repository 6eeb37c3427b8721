#ifndef INVESTIGATION_INVESTIGATION_WORK_STORE_H
#define INVESTIGATION_INVESTIGATION_WORK_STORE_H

#include "incident/work.h"

/* What waits for somebody: investigations to be written as lead or on the team, and those to be decided. */
enum rc investigation_work_leading(const struct work_asked *asked, struct rows *items) MUST_CHECK;
enum rc investigation_work_teaming(const struct work_asked *asked, struct rows *items) MUST_CHECK;
enum rc investigation_work_deciding(const struct work_asked *asked, struct rows *items) MUST_CHECK;

#endif
