#include "impact/impact_summary.h"

#include "impact/asset_store.h"
#include "impact/cost_store.h"
#include "impact/statement_store.h"
#include "impact/violation_store.h"

static void put_orders(struct summary *s, const struct rows *orders)
{
	static const struct summary_column columns[] = {{N_("Number"), 0.14}, {N_("Task"), 0.46},
							{N_("State"), 0.14},  {N_("Opened"), 0.16},
							{N_("Done on"), 0.1}};

	if (orders->count == 0)
		return;
	struct summary_table *table = summary_table(s, N_("Work orders"), columns, 5, orders->count);
	for (size_t i = 0; i < orders->count; i++) {
		const struct work_order *order = ROW(struct work_order, *orders, i);
		summary_row(table, (struct summary_value[]){summary_text(order->number), summary_text(order->task),
							    summary_code(s, &work_order_state_codes, order->state),
							    summary_moment(order->opened_at), summary_day(order->done_on)});
	}
}

enum rc impact_summary_assets(struct summary *s)
{
	static const struct summary_column columns[] = {{N_("Asset"), 0.24},          {N_("Damage"), 0.3},
							{N_("How bad"), 0.12},        {N_("Out of service from"), 0.12},
							{N_("until"), 0.12},          {N_("Repair estimate"), 0.1}};
	struct rows assets, orders;
	enum rc rc = incident_asset_list(s->db, s->arena, s->incident.organization_id, s->incident.id, &assets);

	if (rc == RC_OK)
		rc = work_order_list(s->db, s->arena, s->incident.organization_id, s->incident.id, &orders);
	summary_begin(s, N_("Assets"));
	if (rc != RC_OK || assets.count == 0)
		return rc;
	struct summary_table *table = summary_table(s, N_("Assets"), columns, 6, assets.count);
	for (size_t i = 0; i < assets.count; i++) {
		const struct incident_asset *asset = ROW(struct incident_asset, assets, i);
		summary_row(table, (struct summary_value[]){summary_text(asset->name), summary_text(asset->damage),
							    summary_code(s, &damage_severity_codes, asset->damage_severity),
							    summary_moment(asset->out_from), summary_moment(asset->out_until),
							    summary_money(asset->repair_estimate)});
	}
	put_orders(s, &orders);
	return RC_OK;
}

enum rc impact_summary_violations(struct summary *s)
{
	static const struct summary_column columns[] = {{N_("Rule"), 0.15},     {N_("Title"), 0.24},
							{N_("Kind"), 0.12},     {N_("Person"), 0.15},
							{N_("Training"), 0.14}, {N_("What was done"), 0.2}};
	struct rows rows;
	enum rc rc = violation_rows(s->db, s->arena, s->incident.organization_id, s->incident.id, &rows);

	summary_begin(s, N_("Violations"));
	if (rc != RC_OK || rows.count == 0)
		return rc;
	struct summary_table *table = summary_table(s, N_("Violations"), columns, 6, rows.count);
	for (size_t i = 0; i < rows.count; i++) {
		const struct violation_row *row = ROW(struct violation_row, rows, i);
		struct str name = str_trim(arena_printf(s->arena, "%.*s %.*s", STR_ARG(row->given_name),
							STR_ARG(row->family_name)));
		summary_row(table, (struct summary_value[]){summary_text(row->code), summary_text(row->title),
							    summary_code(s, &safety_rule_kind_codes, row->kind),
							    summary_text(summary_name(s, name)),
							    name.len ? summary_code(s, &training_state_codes, row->training)
								     : summary_text(STR("")),
							    summary_text(row->description)});
	}
	return RC_OK;
}

static void put_entries(struct summary *s, const struct rows *rows)
{
	static const struct summary_column columns[] = {{N_("Kind"), 0.2},   {N_("Basis"), 0.14}, {N_("Date"), 0.14},
							{N_("Amount"), 0.14}, {N_("Currency"), 0.1}, {N_("Note"), 0.28}};
	struct summary_table *table = summary_table(s, N_("Cost entries"), columns, 6, rows->count);

	for (size_t i = 0; i < rows->count; i++) {
		const struct incident_cost *cost = ROW(struct incident_cost, *rows, i);
		summary_row(table, (struct summary_value[]){summary_code(s, &cost_kind_codes, cost->kind),
							    summary_code(s, &cost_basis_codes, cost->basis),
							    summary_day(cost->incurred_on), summary_money(cost->amount),
							    summary_text(cost->currency), summary_text(cost->note)});
	}
}

/* Entries in the organization's currency are added up; an older one in another currency is listed only. */
enum rc impact_summary_costs(struct summary *s)
{
	struct cost_totals totals = {0};
	struct rows rows;
	enum rc rc = cost_list(s->db, s->arena, s->incident.organization_id, s->incident.id, &rows);

	summary_begin(s, N_("Costs"));
	if (rc != RC_OK || rows.count == 0)
		return rc;
	for (size_t i = 0; i < rows.count; i++) {
		const struct incident_cost *cost = ROW(struct incident_cost, rows, i);
		if (str_equal(cost->currency, s->organization.currency) && !cost_add(&totals, cost))
			return RC_FAULT;
	}
	put_entries(s, &rows);
	summary_fact(s, N_("Total incident cost"), summary_money(totals.actual));
	if (totals.expected)
		summary_fact(s, N_("Still expected"), summary_money(totals.expected));
	summary_fact(s, N_("Currency"), summary_text(s->organization.currency));
	return RC_OK;
}

/* Names and how many statements; what they stated is for those who investigate. */
enum rc impact_summary_witnesses(struct summary *s)
{
	static const struct summary_column columns[] = {{N_("Name"), 0.6}, {N_("Statements"), 0.4}};
	struct rows witnesses, statements = {0};
	enum rc rc = incident_witnesses(s->db, s->arena, s->incident.organization_id, s->incident.id, &witnesses);

	if (rc == RC_OK && witnesses.count)
		rc = statement_list(s->db, s->arena, s->incident.organization_id, s->incident.id, &statements);
	summary_begin(s, N_("Witnesses"));
	if (rc != RC_OK || witnesses.count == 0)
		return rc;
	struct summary_table *table = summary_table(s, N_("Witnesses"), columns, 2, witnesses.count);
	for (size_t i = 0; i < witnesses.count; i++) {
		const struct witness *witness = ROW(struct witness, witnesses, i);
		int64_t count = 0;
		for (size_t j = 0; j < statements.count; j++)
			count += ROW(struct witness_statement, statements, j)->witness_id == witness->id;
		summary_row(table, (struct summary_value[]){summary_text(summary_name(s, witness->full_name)),
							    summary_int(count)});
	}
	return RC_OK;
}
