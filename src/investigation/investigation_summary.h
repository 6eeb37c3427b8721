#ifndef INVESTIGATION_INVESTIGATION_SUMMARY_H
#define INVESTIGATION_INVESTIGATION_SUMMARY_H

#include "incident/summary.h"

/*
 * The investigation in the incident's summary report: on pages as investigation_report.h draws it, in workbooks and
 * JSON as tables.
 */
summary_section investigation_summary;

#endif
