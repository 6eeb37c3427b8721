#ifndef INCIDENT_WORKFLOW_ADMIN_PAGES_H
#define INCIDENT_WORKFLOW_ADMIN_PAGES_H

#include "http/program.h"

/* Workflows of the registers: shown, changed in drafts, decided by a second administrator or superadmin. */
extern const struct route workflow_admin_routes[];

#endif
