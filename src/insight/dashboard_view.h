#ifndef INSIGHT_DASHBOARD_VIEW_H
#define INSIGHT_DASHBOARD_VIEW_H

#include "capa/capa_list_store.h"
#include "http/request.h"
#include "incident/lookup_store.h"
#include "insight/cost_query.h"
#include "insight/dashboard.h"
#include "insight/dashboard_scope.h"

/* What the template of the dashboard sees. */
struct dashboard_page {
	struct request *rq;
	const struct incident_filter *filter; /* from and to are the first and the last day of the period */
	const struct dashboard_scope *scope;
	const struct lookup *lookup;
	const struct dashboard *dashboard;
	struct figure_open open;
	struct dashboard_costs costs;
	struct capa_figures actions; /* in the safety register */
	day today;
};

/* The address of a list of incidents or of a dashboard with these filters. */
struct str dashboard_view_href(const struct dashboard_page *page, const char *path,
			       const struct incident_filter *filter);
/* "Mar 2026" */
struct str dashboard_view_month(const struct dashboard_page *page, day month);

void dashboard_view_fill(const struct dashboard_page *p, struct view *page);

#endif
