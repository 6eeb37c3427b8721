#include "impact/impact_record.h"

#include "audit/reading.h"
#include "identity/viewer.h"
#include "impact/asset_store.h"
#include "impact/injury_store.h"
#include "impact/statement_store.h"
#include "impact/violation_store.h"

static struct scope scope_of(const struct incident *incident)
{
	return (struct scope){incident->establishment_id, incident->department_id};
}

bool impact_shows_medical(const struct request *rq, const struct incident_shown *shown)
{
	return shown->may_manage || viewer_may_in(rq->viewer, MAY_SEE_OSHA, scope_of(&shown->incident));
}

/* Those who work on the incident; its reporter sees the people only, as reported. */
static bool for_workers(const struct request *rq, const struct incident_shown *shown)
{
	(void)rq;
	return shown->shows_work;
}

void impact_card(struct request *rq, const struct incident_shown *shown, struct view *card)
{
	struct str lock = incident_shown_lock(rq, shown, AREA_IMPACTS);

	view_text(card, "lock", shown->may_manage ? lock : STR_NONE);
	view_flag(card, "may_change", shown->may_manage && !lock.len);
}

/* --- people --- */

static enum rc rows_of_people(struct request *rq, const struct incident_shown *shown, struct rows *rows)
{
	*rows = (struct rows){0};
	return shown->around.injured_count ? incident_shown_rows(rq, shown, NULL, injured_rows, rows) : RC_OK;
}

static enum rc load_people(struct request *rq, const struct incident_shown *shown, struct view *card)
{
	const struct incident *incident = &shown->incident;
	struct view_list *list = view_list(card, "injured");
	struct rows rows;
	bool shows_medical = impact_shows_medical(rq, shown);
	enum rc rc = rows_of_people(rq, shown, &rows);

	impact_card(rq, shown, card);
	for (size_t i = 0; rc == RC_OK && i < rows.count; i++) {
		const struct injured_row *row = ROW(struct injured_row, rows, i);
		const struct injured_person injured = {.person_id = row->person_id, .is_private = row->is_private};
		struct view *item = view_add(list);
		view_merge(item, &injured_row_record, row);
		bool shows_name = incident_shows_injured(rq->viewer, incident, &injured);
		view_flag(item, "is_masked", !shows_name);
		if (shows_name && row->is_private)
			rc = audit_read(rq, "injured_person", row->id, incident->id);
		view_flag(item, "shows_medical", shows_medical);
	}
	view_flag(card, "may_see_cases",
		  incident->reg == REGISTER_SAFETY && viewer_may_in(rq->viewer, MAY_SEE_OSHA, scope_of(incident)));
	return rc;
}

static enum rc people_gaps(struct request *rq, const struct incident_shown *shown, struct record_gaps *gaps)
{
	struct rows rows = {0};
	enum rc rc = impact_shows_medical(rq, shown) ? rows_of_people(rq, shown, &rows) : RC_OK;

	for (size_t i = 0; rc == RC_OK && i < rows.count; i++) {
		const struct injured_row *row = ROW(struct injured_row, rows, i);
		const char *behind = arena_printf(rq->arena, "/people/%.*s/injury", STR_ARG(row->uuid)).at;
		if (!row->has_part)
			record_gap(gaps, rq_tr(rq, N_("Injured person without part of body")), behind);
		else if (!row->is_coded)
			record_gap(gaps, rq_tr(rq, N_("Injured person without nature, event or source")), behind);
	}
	return rc;
}

const struct record_part impact_people_part = {
	.name = "people",
	.position = 100,
	.registers = RECORD_EVERY_REGISTER,
	.template = "impact/people-card",
	.load = load_people,
	.gaps = people_gaps,
};

/* --- assets and their repairs --- */

static bool has_order(const struct rows *orders, int64_t incident_asset_id)
{
	for (size_t i = 0; i < orders->count; i++)
		if (ROW(struct work_order, *orders, i)->incident_asset_id == incident_asset_id)
			return true;
	return false;
}

/* Orders are of damaged assets: none without. */
static enum rc load_both(struct request *rq, const struct incident_shown *shown, struct rows *assets,
			 struct rows *orders)
{
	enum rc rc = incident_shown_rows(rq, shown, &incident_asset_count, incident_asset_list, assets);

	if (rc == RC_OK)
		rc = incident_shown_rows(rq, shown, &incident_asset_count, work_order_list, orders);
	return rc;
}

static enum rc load_assets(struct request *rq, const struct incident_shown *shown, struct view *card)
{
	struct view_list *list = view_list(card, "assets_hit");
	struct rows assets, orders;
	enum rc rc = load_both(rq, shown, &assets, &orders);

	impact_card(rq, shown, card);
	for (size_t i = 0; rc == RC_OK && i < assets.count; i++) {
		const struct incident_asset *asset = ROW(struct incident_asset, assets, i);
		struct view *item = view_add(list);
		struct view_list *own = view_list(item, "orders");
		view_merge(item, &incident_asset_record, asset);
		view_flag(item, "is_out", asset->out_from != MOMENT_NONE && asset->out_until == MOMENT_NONE);
		for (size_t j = 0; j < orders.count; j++) {
			const struct work_order *order = ROW(struct work_order, orders, j);
			if (order->incident_asset_id == asset->id)
				view_merge(view_add(own), &work_order_record, order);
		}
	}
	return rc;
}

static enum rc asset_gaps(struct request *rq, const struct incident_shown *shown, struct record_gaps *gaps)
{
	struct rows assets, orders;
	enum rc rc = load_both(rq, shown, &assets, &orders);

	for (size_t i = 0; rc == RC_OK && i < assets.count; i++) {
		const struct incident_asset *asset = ROW(struct incident_asset, assets, i);
		const char *text = asset->damage_severity == DAMAGE_UNKNOWN ? N_("Damaged asset without how bad it is")
				   : incident_asset_needs_repair(asset) && !has_order(&orders, asset->id)
					   ? N_("Damaged asset without work order")
					   : NULL;
		if (text)
			record_gap(gaps, rq_tr(rq, text),
				   arena_printf(rq->arena, "/impacts/assets/%.*s", STR_ARG(asset->uuid)).at);
	}
	return rc;
}

const struct record_part impact_assets_part = {
	.name = "assets",
	.position = 110,
	.registers = RECORD_EVERY_REGISTER,
	.template = "impact/assets-card",
	.shown = for_workers,
	.load = load_assets,
	.counts = {&incident_asset_count},
	.gaps = asset_gaps,
};

/* --- violations --- */

static enum rc load_violations(struct request *rq, const struct incident_shown *shown, struct view *card)
{
	struct rows rows;
	enum rc rc = incident_shown_rows(rq, shown, &violation_count, violation_rows, &rows);

	impact_card(rq, shown, card);
	view_records(card, "violations", &violation_row_record, rows.at, rows.count);
	return rc;
}

static enum rc violation_gaps(struct request *rq, const struct incident_shown *shown, struct record_gaps *gaps)
{
	struct rows rows;
	enum rc rc = incident_shown_rows(rq, shown, &violation_count, violation_rows, &rows);

	for (size_t i = 0; rc == RC_OK && i < rows.count; i++) {
		const struct violation_row *row = ROW(struct violation_row, rows, i);
		if (row->training == TRAINING_UNCHECKED && row->family_name.len)
			record_gap(gaps, rq_tr(rq, N_("Violation without a look at the training on file")),
				   arena_printf(rq->arena, "/impacts/violations/%.*s", STR_ARG(row->uuid)).at);
	}
	return rc;
}

const struct record_part impact_violations_part = {
	.name = "violations",
	.position = 130,
	.registers = RECORD_EVERY_REGISTER,
	.template = "impact/violations-card",
	.shown = for_workers,
	.load = load_violations,
	.counts = {&violation_count},
	.gaps = violation_gaps,
};

/* --- witnesses --- */

static enum rc load_witnesses(struct request *rq, const struct incident_shown *shown, struct view *card)
{
	const struct incident *incident = &shown->incident;
	struct view_list *list = view_list(card, "witnesses");
	struct rows rows = {0}, statements = {0}, links = {0};
	enum rc rc = RC_OK;

	if (shown->around.witness_count)
		rc = incident_witnesses(rq->db, rq->arena, incident->organization_id, incident->id, &rows);
	impact_card(rq, shown, card);
	if (rc == RC_OK && rows.count)
		rc = statement_list(rq->db, rq->arena, incident->organization_id, incident->id, &statements);
	if (rc == RC_OK && rows.count)
		rc = witness_link_list(rq->db, rq->arena, incident->organization_id, incident->id, &links);
	for (size_t i = 0; rc == RC_OK && i < rows.count; i++) {
		const struct witness *witness = ROW(struct witness, rows, i);
		struct view *item = view_add(list);
		int64_t count = 0;
		bool is_asked = false;
		for (size_t j = 0; j < statements.count; j++)
			count += ROW(struct witness_statement, statements, j)->witness_id == witness->id;
		for (size_t j = 0; j < links.count; j++) {
			const struct witness_link *link = ROW(struct witness_link, links, j);
			is_asked = is_asked || (link->witness_id == witness->id &&
						witness_link_state(link, rq->now) == WITNESS_LINK_OPEN);
		}
		view_merge(item, &witness_record, witness);
		view_int(item, "statements", count);
		view_flag(item, "is_asked", is_asked && count == 0);
	}
	return rc;
}

const struct record_part impact_witnesses_part = {
	.name = "witnesses",
	.position = 150,
	.registers = RECORD_EVERY_REGISTER,
	.template = "impact/witnesses-card",
	.load = load_witnesses,
};
