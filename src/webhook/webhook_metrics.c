#include "webhook/webhook_metrics.h"

#include "webhook/webhook_store.h"

static enum rc read_endpoints(const struct metric_call *call, struct metric_out *out)
{
	struct webhook_figures figures;
	enum rc rc = webhook_figures_read(call->db, call->arena, &figures);

	if (rc != RC_OK)
		return rc;
	metric_add(out, (double)figures.active, METRIC_LABELS({"state", STR("active")}));
	metric_add(out, (double)figures.failing, METRIC_LABELS({"state", STR("failing")}));
	metric_add(out, (double)figures.off, METRIC_LABELS({"state", STR("off")}));
	return RC_OK;
}

const struct metric_source webhook_metrics[] = {
	{"muster_webhook_endpoints", METRIC_GAUGE,
	 "Endpoints of webhooks in use, of these the ones whose last attempts failed, and those switched off.", read_endpoints},
	METRIC_END,
};
