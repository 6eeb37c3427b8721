#ifndef DEPARTURE_DUTIES_H
#define DEPARTURE_DUTIES_H

#include "capa/capa_departure.h"
#include "incident/incident_departure.h"

/* What goes to somebody else when a person leaves. Each feature exports its own; they are listed here alone. */
static const struct departure_duty *const departure_duties[] = {
	&incident_departure,
	&assignment_departure,
	&capa_departure,
	NULL,
};

#endif
