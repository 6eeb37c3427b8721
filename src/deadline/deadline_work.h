#ifndef DEADLINE_DEADLINE_WORK_H
#define DEADLINE_DEADLINE_WORK_H

#include "incident/work.h"

/* "My work": what is overdue or due within days, of everything that the viewer answers for. */
enum rc deadline_work_mine(const struct work_asked *asked, struct rows *items) MUST_CHECK;

#endif
