#ifndef IMPACT_IMPACT_SUMMARY_H
#define IMPACT_IMPACT_SUMMARY_H

#include "incident/summary.h"

/* What an incident did, as sections of its summary report. */
summary_section impact_summary_assets, impact_summary_violations, impact_summary_costs, impact_summary_witnesses;

#endif
