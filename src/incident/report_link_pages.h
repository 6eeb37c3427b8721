#ifndef INCIDENT_REPORT_LINK_PAGES_H
#define INCIDENT_REPORT_LINK_PAGES_H

#include "http/program.h"

/* Administration of invitations: make, count, print, revoke. */
extern const struct route report_link_routes[];

#endif
