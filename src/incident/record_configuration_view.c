#include "incident/record_configuration_view.h"

#include "incident/impact_area.h"
#include "incident/risk.h"

static void add_words(struct view *page, const char *name, struct arena *arena, struct str commas)
{
	struct view_list *list = view_list(page, name);

	for (struct str word; str_split(&commas, ',', &word);)
		if (str_trim(word).len)
			view_text(view_add(list), "word", arena_str(arena, str_trim(word)));
}

static void add_areas(struct view *card, struct str codes)
{
	struct view_list *list = view_list(card, "areas");

	for (struct str code; str_split(&codes, ',', &code);) {
		const struct field *field = record_field(&impact_areas_record, str_trim(code));
		if (field)
			view_cstr(view_add(list), "area", field->label);
	}
}

static enum rc load(struct request *rq, const struct incident_shown *shown, struct view *card)
{
	const struct incident *incident = &shown->incident;

	add_words(card, "tags", rq->arena, incident->tags);
	add_areas(card, incident->impact_areas);
	add_words(card, "tickets", rq->arena, incident->linked_tickets);
	view_flag(card, "may_configure", incident_shown_may(shown, AREA_CONFIGURATION));
	view_text(card, "lock", incident_shown_lock(rq, shown, AREA_CONFIGURATION));
	view_int(card, "risk_score", risk_score(incident->likelihood, incident->consequence));
	view_code(card, "risk_band", &risk_band_codes, (int)risk_band(incident->likelihood, incident->consequence));
	return RC_OK;
}

static enum rc gaps(struct request *rq, const struct incident_shown *shown, struct record_gaps *list)
{
	const struct incident *incident = &shown->incident;

	if (!incident_is_open((enum status)incident->status))
		return RC_OK;
	if (!incident->manager_id)
		record_gap(list, rq_tr(rq, N_("No incident manager")), "/configuration");
	if (!incident->category_id)
		record_gap(list, rq_tr(rq, N_("No category")), "/configuration");
	if (incident->target_on == DAY_NONE)
		record_gap(list, rq_tr(rq, N_("No target date")), "/configuration");
	if (incident->reg != REGISTER_OPERATIONS && !risk_score(incident->likelihood, incident->consequence))
		record_gap(list, rq_tr(rq, N_("The risk has not been judged")), "/configuration");
	if (incident->reg == REGISTER_ENVIRONMENT && !incident->impact_areas.len)
		record_gap(list, rq_tr(rq, N_("No impact area")), "/configuration");
	if (incident->investigation_required && !incident->investigation_approver_id)
		record_gap(list, rq_tr(rq, N_("Nobody is named to approve the investigation")), "/configuration");
	return RC_OK;
}

const struct record_part record_configuration_part = {
	.name = "configuration",
	.position = 100,
	.registers = RECORD_EVERY_REGISTER,
	.column = RECORD_SIDE,
	.template = "incident/configuration-card",
	.load = load,
	.gaps = gaps,
};
