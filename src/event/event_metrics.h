#ifndef EVENT_EVENT_METRICS_H
#define EVENT_EVENT_METRICS_H

#include "http/metric.h"

/* How full the queues are, by channel, and when the workers and their tasks were last successful. */
extern const struct metric_source event_metrics[];

#endif
