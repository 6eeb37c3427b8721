#ifndef OSHA_CASE_RECORD_PAGES_H
#define OSHA_CASE_RECORD_PAGES_H

#include "http/program.h"
#include "incident/record.h"

/* The OSHA tab of an incident, and above its Summary what OSHA has to be told at once (29 CFR 1904.39). */
extern const struct route case_record_routes[];
extern const struct record_part case_record_part;
extern const struct record_part case_record_urgent_part;

#endif
