#include "capa/capa_store.h"
#include "deadline/source.h"
#include "organization/place_store.h"

/* One that somebody outside does is watched by who asked for it. */
static int64_t answerable(const struct capa *capa)
{
	return capa->responsible_id ? capa->responsible_id : capa->creator_id;
}

void source_capa_one(struct source_call *call, const struct capa *capa)
{
	struct deadline done = source_begin(call, DEADLINE_CAPA, capa->id, 0);

	if (capa->status == CAPA_CANCELLED)
		return;
	done.environment = capa->environment;
	done.establishment_id = capa->establishment_id;
	done.department_id = capa->department_id;
	done.reference = capa->number;
	struct deadline effect = done;
	done.responsible_id = answerable(capa);
	source_set_day(&done, call->zone, capa->due_on);
	if (!capa_is_open((enum capa_status)capa->status))
		done.met_at = capa->completed_at;
	source_add(call, &done);
	if (capa_is_open((enum capa_status)capa->status))
		return;
	effect.kind = DEADLINE_EFFECT;
	effect.responsible_id = capa->creator_id ? capa->creator_id : capa->verifier_id;
	source_set_day(&effect, call->zone, capa->effectiveness_check_on);
	if (capa->effectiveness != EFFECT_NONE)
		effect.met_at = capa->effectiveness_at;
	source_add(call, &effect);
}

/* An action may be at another place than its incident, in another zone. */
static enum rc add_elsewhere(struct source_call *call, const struct capa *capa)
{
	struct source_call there = *call;
	struct establishment place;
	enum rc rc = establishment_by_id(call->db, call->arena, call->organization_id, capa->establishment_id, &place);

	if (rc == RC_OK && zone_find(place.zone, &there.zone) == RC_FAULT)
		rc = RC_FAULT;
	if (rc != RC_OK)
		return rc;
	there.place = &place;
	source_capa_one(&there, capa);
	call->at = there.at;
	call->count = there.count;
	call->room = there.room;
	return RC_OK;
}

enum rc source_capa(struct source_call *call)
{
	struct rows rows;
	enum rc rc = capa_of_incident(call->db, call->arena, call->organization_id, call->incident->id, &rows);

	for (size_t i = 0; rc == RC_OK && i < rows.count; i++) {
		const struct capa *capa = ROW(struct capa, rows, i);
		if (capa->establishment_id != call->incident->establishment_id)
			rc = add_elsewhere(call, capa);
		else
			source_capa_one(call, capa);
	}
	return rc;
}
