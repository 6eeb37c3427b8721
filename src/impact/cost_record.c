#include "identity/viewer.h"
#include "impact/cost_store.h"
#include "impact/impact_record.h"
#include "organization/organization.h"
#include "view/format.h"

static bool for_workers(const struct request *rq, const struct incident_shown *shown)
{
	(void)rq;
	return shown->shows_work;
}

static struct str money(struct arena *arena, int64_t minor_units)
{
	struct text text = TEXT_IN(arena);

	format_number(&text, minor_units, 2, true, true);
	return text_str(&text);
}

static void add_kinds(struct request *rq, struct view *card, const struct cost_totals *totals)
{
	struct view_list *list = view_list(card, "kinds");

	for (int kind = 1; kind < COST_KIND_COUNT; kind++) {
		const struct cost_total *total = &totals->kinds[kind];
		if (!total->has_actual && !total->estimated)
			continue;
		struct view *item = view_add(list);
		view_code(item, "kind", &cost_kind_codes, kind);
		view_text(item, "actual", total->has_actual ? money(rq->arena, total->actual) : STR("–"));
		view_text(item, "estimated", total->estimated ? money(rq->arena, total->estimated) : STR("–"));
	}
}

/* Entries in the organization's currency are added up; an older one in another currency is listed only. */
static enum rc load_costs(struct request *rq, const struct incident_shown *shown, struct view *card)
{
	const struct incident *incident = &shown->incident;
	struct organization organization;
	struct cost_totals totals = {0};
	struct rows rows;
	enum rc rc = incident_shown_rows(rq, shown, &cost_count, cost_list, &rows);

	impact_card(rq, shown, card);
	if (rc != RC_OK || !rows.count)
		return rc;
	rc = organization_by_id(rq->db, rq->arena, incident->organization_id, &organization);
	if (rc != RC_OK)
		return rc;
	for (size_t i = 0; i < rows.count; i++) {
		const struct incident_cost *cost = ROW(struct incident_cost, rows, i);
		if (str_equal(cost->currency, organization.currency) && !cost_add(&totals, cost))
			return RC_FAULT;
	}
	view_records(card, "costs", &incident_cost_record, rows.at, rows.count);
	view_text(card, "currency", organization.currency);
	view_text(card, "total", money(rq->arena, totals.actual));
	if (totals.expected)
		view_text(card, "expected", money(rq->arena, totals.expected));
	add_kinds(rq, card, &totals);
	return RC_OK;
}

const struct record_part impact_costs_part = {
	.name = "costs",
	.position = 140,
	.registers = RECORD_EVERY_REGISTER,
	.template = "impact/costs-card",
	.shown = for_workers,
	.load = load_costs,
	.counts = {&cost_count},
};
