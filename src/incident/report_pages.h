#ifndef INCIDENT_REPORT_PAGES_H
#define INCIDENT_REPORT_PAGES_H

#include "http/program.h"

/* The start page and the wizard, each step an address that keeps what was typed. */
extern const struct route report_routes[];
/* At most six answers; details can be added later. */
extern const struct route report_short_routes[];
/* What a short report left out, added by its reporter. */
extern const struct route report_details_routes[];

#endif
