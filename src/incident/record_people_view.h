#ifndef INCIDENT_RECORD_PEOPLE_VIEW_H
#define INCIDENT_RECORD_PEOPLE_VIEW_H

#include "incident/record.h"

/* The cards of those who were hurt and of those who saw it, as the report named them. */
extern const struct record_part record_injured_part;
extern const struct record_part record_witnesses_part;

#endif
