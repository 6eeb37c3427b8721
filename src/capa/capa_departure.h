#ifndef CAPA_CAPA_DEPARTURE_H
#define CAPA_CAPA_DEPARTURE_H

#include "organization/departure.h"

/*
 * Open actions for which a leaver is responsible, and those that the leaver has to verify, go to the heir. Nobody
 * verifies what they were responsible for: such ones stay and are counted as left over, as are those of locked incidents.
 */
extern const struct departure_duty capa_departure;

#endif
