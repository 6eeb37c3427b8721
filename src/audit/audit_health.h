#ifndef AUDIT_AUDIT_HEALTH_H
#define AUDIT_AUDIT_HEALTH_H

#include "http/health.h"
#include "http/metric.h"

/* Whether the log is sealed and signed without delay, for /readyz, the page of the system and monitoring. */
extern const struct health_check audit_health;
extern const struct metric_source audit_metrics[];

#endif
