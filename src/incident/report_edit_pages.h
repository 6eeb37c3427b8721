#ifndef INCIDENT_REPORT_EDIT_PAGES_H
#define INCIDENT_REPORT_EDIT_PAGES_H

#include "http/program.h"
#include "incident/incident_detail_view.h"

/* Changes of what a reporter has sent: administrators, with a reason, unless the state locks the basic details. */
extern const struct route report_edit_routes[];

/* What can be mended of a report. */
extern const struct form report_edit_form;
/* The incident in the address, for those who may mend its report while it is not locked. */
enum rc report_edit_find(struct request *rq, struct incident_shown *shown) MUST_CHECK;

#endif
