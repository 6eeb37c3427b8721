#ifndef OSHA_CASE_REPORT_PAGES_H
#define OSHA_CASE_REPORT_PAGES_H

#include "http/program.h"

/* .../case/report: the items of Form 301. .../case/urgent: what OSHA has to be told at once, and that it was. */
extern const struct route case_report_routes[];

#endif
