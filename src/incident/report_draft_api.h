#ifndef INCIDENT_REPORT_DRAFT_API_H
#define INCIDENT_REPORT_DRAFT_API_H

#include "http/program.h"

/* Reports that are still being written, each its account's own: begun, changed step by step, given files, sent. */
extern const struct route report_draft_api_routes[];

#endif
