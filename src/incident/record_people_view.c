#include "incident/record_people_view.h"

#include "identity/permission.h"
#include "incident/injured_store.h"

static enum rc load_injured(struct request *rq, const struct incident_shown *shown, struct view *card)
{
	const struct incident *incident = &shown->incident;
	struct rows injured = {0};
	enum rc rc = RC_OK;

	if (shown->around.injured_count)
		rc = injured_list(rq->db, rq->arena, incident->organization_id, incident->id, &injured);
	incident_mask_injured(rq, &shown->incident, &injured);
	view_records(card, "injured", &injured_person_record, injured.at, injured.count);
	view_flag(card, "may_see_cases",
		  incident->reg == REGISTER_SAFETY && viewer_may(rq->viewer, MAY_SEE_OSHA));
	return rc;
}

static enum rc load_witnesses(struct request *rq, const struct incident_shown *shown, struct view *card)
{
	const struct incident *incident = &shown->incident;
	struct rows witnesses = {0};
	enum rc rc = RC_OK;

	if (shown->around.witness_count)
		rc = incident_witnesses(rq->db, rq->arena, incident->organization_id, incident->id, &witnesses);
	view_records(card, "witnesses", &witness_record, witnesses.at, witnesses.count);
	return rc;
}

const struct record_part record_injured_part = {
	.name = "injured",
	.position = 100,
	.registers = RECORD_EVERY_REGISTER,
	.template = "incident/injured-card",
	.load = load_injured,
};
const struct record_part record_witnesses_part = {
	.name = "witnesses",
	.position = 200,
	.registers = RECORD_EVERY_REGISTER,
	.template = "incident/witnesses-card",
	.load = load_witnesses,
};
