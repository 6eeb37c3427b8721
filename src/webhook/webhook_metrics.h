#ifndef WEBHOOK_WEBHOOK_METRICS_H
#define WEBHOOK_WEBHOOK_METRICS_H

#include "http/metric.h"

/* How many endpoints are in use, failing and switched off. */
extern const struct metric_source webhook_metrics[];

#endif
