#ifndef INCIDENT_INCIDENT_LINK_PAGES_H
#define INCIDENT_INCIDENT_LINK_PAGES_H

#include "http/program.h"
#include "incident/record.h"

/* Links to other incidents; merging a duplicate into another incident, and taking that back. */
extern const struct route incident_link_routes[];
/* Their card, and the banner above a duplicate. */
extern const struct record_part incident_link_part;
extern const struct record_part incident_merged_part;

#endif
