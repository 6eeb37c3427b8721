#ifndef INCIDENT_INCIDENT_DEPARTURE_H
#define INCIDENT_INCIDENT_DEPARTURE_H

#include "organization/departure.h"

/*
 * Open incidents that a leaver manages, and investigations that the leaver leads or has to approve, go to the heir. Nobody
 * approves what they lead: where the heir has the other of these two, this one stays and is counted as left over.
 */
extern const struct departure_duty incident_departure;
/* Rules that give incidents to a leaver give them to the heir from now on; without one the rule is switched off. */
extern const struct departure_duty assignment_departure;

#endif
