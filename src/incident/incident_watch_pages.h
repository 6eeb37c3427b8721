#ifndef INCIDENT_INCIDENT_WATCH_PAGES_H
#define INCIDENT_INCIDENT_WATCH_PAGES_H

#include "http/program.h"
#include "incident/record.h"

/* Who watches an incident: the card, and the buttons to begin and to end it. */
extern const struct route incident_watch_routes[];
extern const struct record_part incident_watch_part;

#endif
