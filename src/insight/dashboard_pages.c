#include "insight/dashboard_pages.h"

#include "insight/dashboard_query.h"
#include "insight/dashboard_view.h"
#include "insight/figure_store.h"

static enum rc dashboard_get(struct request *rq, struct response *rs)
{
	struct view *view = view_new(rq->arena);
	struct incident_filter filter = incident_filter_none();
	struct dashboard_scope scope;
	struct dashboard dashboard;
	struct figures figures = {0};
	struct dashboard_page page = {.rq = rq,
				      .filter = &filter,
				      .scope = &scope,
				      .dashboard = &dashboard,
				      .today = zone_day(rq->zone, rq->now)};

	for (size_t i = 0; i < rq->query.count; i++)
		dashboard_query_set(&filter, rq->query.at[i].name, rq->query.at[i].value);
	dashboard_query_period(&filter, page.today);
	enum rc rc = dashboard_scope_apply(rq->arena, rq->viewer, &filter, &scope);
	if (rc == RC_OK)
		rc = lookup_of(rq->db, rq->viewer, &page.lookup);
	if (rc != RC_OK)
		return rc;
	struct figure_query query = dashboard_query_figures(rq->arena, rq->viewer, rq->zone, &filter, &scope,
							    page.lookup, page.today);
	rc = figure_collect(rq->db, rq->arena, &query, &figures);
	if (rc != RC_OK)
		return rc;
	page.open = figures.open;
	rc = cost_query_figures(rq->db, rq->arena, &query, &page.costs);
	if (rc == RC_OK && filter.reg == REGISTER_SAFETY)
		rc = capa_figures(rq->db, rq->arena, rq->viewer, filter.establishment_id, filter.from, filter.to, page.today,
				  &page.actions);
	if (rc != RC_OK)
		return rc;
	dashboard_reckon(rq->arena, &query, &figures, page.today, &dashboard);
	dashboard_view_fill(&page, view);
	return respond_page(rq, rs, "insight/dashboard", view);
}

const struct route dashboard_routes[] = {
	{.method = METHOD_GET,
	 .path = "/dashboards",
	 .needs = MAY_SEE_FIGURES,
	 .handle = dashboard_get,
	 .help = "figures of incidents and cases, each leading to the list behind it",
	 .offered_by = "getFigures exportDashboard"},
	ROUTE_END,
};
