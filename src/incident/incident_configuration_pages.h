#ifndef INCIDENT_INCIDENT_CONFIGURATION_PAGES_H
#define INCIDENT_INCIDENT_CONFIGURATION_PAGES_H

#include "http/program.h"

/* The configuration of an incident: who manages it, how bad it is, where it belongs, until when. */
extern const struct route incident_configuration_routes[];

#endif
