#ifndef EVENT_CHANNEL_METRICS_H
#define EVENT_CHANNEL_METRICS_H

#include "http/metric.h"

/* How mail, short messages and web push are doing, for monitoring. */
extern const struct metric_source channel_metrics[];

#endif
