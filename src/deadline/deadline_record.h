#ifndef DEADLINE_DEADLINE_RECORD_H
#define DEADLINE_DEADLINE_RECORD_H

#include "incident/record.h"

/* The open deadlines of an incident with what is left of the time, on its page. */
extern const struct record_part deadline_record_part;

#endif
