#ifndef INCIDENT_RECORD_CONFIGURATION_VIEW_H
#define INCIDENT_RECORD_CONFIGURATION_VIEW_H

#include "incident/record.h"

/* The card of who manages the incident, its dates, its risk and what it belongs to; knows what is missing of them. */
extern const struct record_part record_configuration_part;

#endif
