#ifndef INCIDENT_REPORT_EDIT_PAGES_H
#define INCIDENT_REPORT_EDIT_PAGES_H

#include "http/program.h"

/* Changes of what a reporter has sent: administrators, with a reason, unless the state locks the basic details. */
extern const struct route report_edit_routes[];

#endif
