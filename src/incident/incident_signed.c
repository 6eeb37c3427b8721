#include "incident/incident_signed.h"

#include "signature/signature_form.h"

struct str incident_signed_content(struct arena *arena, const struct incident *incident)
{
	struct incident still = *incident;

	still.status = STATUS_NONE;
	still.version = 0;
	still.closed_at = still.updated_at = MOMENT_NONE;
	return record_json(arena, &incident_record, &still);
}

static bool is_shown(const struct request *rq, const struct incident_shown *shown)
{
	(void)rq;
	return shown->shows_work &&
	       (shown->incident.status == STATUS_CLOSED || shown->incident.status == STATUS_ARCHIVED);
}

static enum rc load(struct request *rq, const struct incident_shown *shown, struct view *card)
{
	const struct incident *incident = &shown->incident;
	struct rows rows;
	enum rc rc = signature_list(rq->db, rq->arena, incident->organization_id, SIGNATURE_INCIDENT, incident->id,
				    &rows);

	if (rc == RC_OK)
		signature_list_view(rq, card, &rows, incident_signed_content(rq->arena, incident));
	return rc;
}

const struct record_part incident_signed_part = {
	.name = "signatures",
	.position = 200,
	.registers = RECORD_EVERY_REGISTER,
	.column = RECORD_SIDE,
	.template = "incident/signatures-card",
	.shown = is_shown,
	.load = load,
};
