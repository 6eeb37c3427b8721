#ifndef INCIDENT_INCIDENT_METRIC_STORE_H
#define INCIDENT_INCIDENT_METRIC_STORE_H

#include "http/metric.h"

/* Open incidents by register, severity and environment; reports that wait in the spool. Of all organizations together. */
extern const struct metric_source incident_metrics[];

#endif
