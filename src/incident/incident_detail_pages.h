#ifndef INCIDENT_INCIDENT_DETAIL_PAGES_H
#define INCIDENT_INCIDENT_DETAIL_PAGES_H

#include "http/program.h"

/* One incident: summary, change of state, reporter in confidence. */
extern const struct route incident_detail_routes[];

#endif
