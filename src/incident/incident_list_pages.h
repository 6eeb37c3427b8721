#ifndef INCIDENT_INCIDENT_LIST_PAGES_H
#define INCIDENT_INCIDENT_LIST_PAGES_H

#include "http/program.h"

/* The list of incidents. */
extern const struct route incident_list_routes[];

#endif
