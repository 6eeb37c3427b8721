#include "insight/cost_query.h"

#include "incident/incident.h"
#include "organization/organization.h"

/* The first moment of a day where the organization is. */
static moment begin_of(const struct figure_query *query, day on)
{
	return zone_moment(query->zone, day_civil(on));
}

static enum rc collect(struct db *db, struct arena *arena, const struct figure_query *query, struct str currency,
		       int months, struct cost_figures *out)
{
	const struct cost_query costs = {
		.organization_id = query->organization_id,
		.currency = currency,
		.reg = str_of(codes_code(&register_codes, query->reg)),
		.establishment_id = query->establishment_id,
		.department_id = query->department_id,
		.severities = query->severities,
		.from = begin_of(query, figure_month(query->from, months)),
		.until = begin_of(query, figure_month(query->to, months + 1)),
	};

	return cost_figures(db, arena, &costs, out);
}

enum rc cost_query_figures(struct db *db, struct arena *arena, const struct figure_query *query,
			   struct dashboard_costs *out)
{
	struct organization organization;
	enum rc rc = organization_by_id(db, arena, query->organization_id, &organization);

	if (rc != RC_OK)
		return rc;
	out->currency = organization.currency;
	rc = collect(db, arena, query, organization.currency, 0, &out->now);
	return rc == RC_OK ? collect(db, arena, query, organization.currency, -12, &out->before) : rc;
}
