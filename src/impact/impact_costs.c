#include "identity/viewer.h"
#include "impact/cost_store.h"
#include "impact/impact.h"
#include "organization/organization.h"

static const char *const names[] = {"kind", "basis", "amount", "incurred_on", "note", NULL};
const struct form impact_costs_form = {&incident_cost_record, names, NULL};

/* The currency is the organization's at the time. */
static enum rc complete(struct request *rq, void *row)
{
	struct incident_cost *cost = row;
	struct organization organization;

	if (cost->currency.len)
		return RC_OK;
	enum rc rc = organization_by_id(rq->db, rq->arena, cost->organization_id, &organization);
	if (rc == RC_OK)
		cost->currency = organization.currency;
	return rc;
}

static enum rc write(struct db *db, struct arena *arena, const void *before, void *row)
{
	(void)arena;
	return before ? cost_update(db, row) : cost_insert(db, row);
}

const struct impact_kind impact_costs = {
	.name = "costs",
	.title = N_("Cost"),
	.removal = N_("The entry no longer counts. The audit trail keeps it."),
	.form = &impact_costs_form,
	.find = cost_find,
	.complete = complete,
	.write = write,
};
