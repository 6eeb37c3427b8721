#ifndef PORTAL_METRICS_H
#define PORTAL_METRICS_H

#include "audit/audit_health.h"
#include "event/channel_metrics.h"
#include "event/outbox_metrics.h"
#include "exchange/backup_age.h"
#include "incident/incident_metric_store.h"
#include "webhook/webhook_metrics.h"

/* What /metrics shows beside requests and processes. Each feature exports its figures; they are listed here alone. */
static const struct metric_source *const portal_metrics[] = {
	audit_metrics,
	backup_age_metrics,
	channel_metrics,
	incident_metrics,
	outbox_metrics,
	webhook_metrics,
	NULL,
};

#endif
