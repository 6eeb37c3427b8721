#include "base/random.h"
#include "identity/viewer.h"
#include "impact/asset_store.h"
#include "impact/impact.h"

static const char *const names[] = {"task", "state", "external_number", "done_on", "done_note", NULL};
static const struct form form = {&work_order_record, names, NULL};

static enum rc find(struct db *db, struct arena *arena, int64_t organization_id, int64_t incident_id,
		    struct str uuid, void *row)
{
	return work_order_find(db, arena, organization_id, incident_id, uuid, row);
}

/* The damaged asset stands in the address: ?asset=UUID. */
static enum rc begin(struct request *rq, const struct incident_shown *shown, void *row)
{
	struct work_order *order = row;
	struct incident_asset damaged;
	struct str uuid = pairs_get(&rq->query, "asset");
	enum rc rc = uuid_is_valid(uuid) ? RC_OK : RC_NOT_FOUND;

	if (rc == RC_OK)
		rc = incident_asset_find(rq->db, rq->arena, shown->incident.organization_id, shown->incident.id, uuid,
					 &damaged);
	if (rc != RC_OK)
		return rc;
	order->incident_asset_id = damaged.id;
	order->task = damaged.damage;
	order->state = WORK_ORDER_OPEN;
	order->forward = FORWARD_INTERNAL;
	order->opened_by_id = rq->viewer->person_id;
	order->opened_at = rq->now;
	return RC_OK;
}

static enum rc write(struct db *db, struct arena *arena, const void *before, void *row)
{
	return before ? work_order_update(db, row) : work_order_insert(db, arena, row);
}

static enum rc decorate(struct request *rq, struct view *page, const void *row)
{
	const struct work_order *order = row;

	(void)rq;
	view_text(page, "number", order->number);
	view_code(page, "forward", &work_order_forward_codes, order->forward);
	view_text(page, "forward_note", order->forward_note.at ? order->forward_note : STR(""));
	return RC_OK;
}

const struct impact_kind impact_orders = {
	.name = "orders",
	.title = N_("Work order"),
	.form = &form,
	.rules = work_order_rules,
	.template = "impact/order",
	.find = find,
	.begin = begin,
	.write = write,
	.decorate = decorate,
};
