#ifndef INCIDENT_INCIDENT_NUMBER_H
#define INCIDENT_INCIDENT_NUMBER_H

#include "base/moment.h"

/* INC-YYYYMMDD-XXXX: the name of an incident for people. Gaps are allowed, reuse is not. */

/* serial from 1; four digits or more. */
struct str incident_number_text(struct arena *arena, day on, int64_t serial);
/* Takes it with small letters too, as people type it. */
bool incident_number_parse(struct str s, day *on, int64_t *serial);

enum { NUMBER_BLOCK_MOST = 64 };
/*
 * How many numbers a process takes next from the counter of the day, when the last size numbers lasted for
 * age microseconds (MOMENT_NONE: there were none). One at a time in quiet hours, so that numbers run on
 * without gaps; more in a rush, so that processes do not queue for the counter.
 */
int64_t incident_number_block(int64_t size, moment age);

#endif
