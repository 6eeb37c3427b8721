#ifndef ENVIRONMENT_RELEASE_SUMMARY_H
#define ENVIRONMENT_RELEASE_SUMMARY_H

#include "incident/summary.h"

/* What was released, how it compares with the reportable quantities, and which agencies were told. */
summary_section release_summary;

#endif
