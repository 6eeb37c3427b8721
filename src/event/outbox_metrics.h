#ifndef EVENT_OUTBOX_METRICS_H
#define EVENT_OUTBOX_METRICS_H

#include "http/metric.h"

/* Queues, what was given up, the tasks' last success and the workers' last sign of life. */
extern const struct metric_source outbox_metrics[];

#endif
