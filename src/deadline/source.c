#include "deadline/source.h"


#include "incident/incident.h"

const struct deadline_source source_of_incident[] = {
	{"incident", source_incident}, {"capa", source_capa},       {"reply", source_reply},
	{"osha", source_osha},         {"release", source_release}, {NULL, NULL},
};

const struct deadline_wide_source source_wide[] = {
	{"osha-year", source_osha_year,
	 1u << DEADLINE_OSHA_CERTIFY | 1u << DEADLINE_OSHA_POST | 1u << DEADLINE_OSHA_POSTED | 1u << DEADLINE_OSHA_FILE},
	{"training", source_training, 1u << DEADLINE_TRAINING},
	{"role", source_role, 1u << DEADLINE_ROLE},
	{NULL, NULL, 0},
};

struct deadline source_begin(const struct source_call *call, enum deadline_kind kind, int64_t subject_id, int64_t part)
{
	const struct incident *incident = call->incident;
	struct deadline deadline;

	record_clear(&deadline_record, &deadline);
	deadline.organization_id = call->organization_id;
	deadline.environment = incident ? incident->environment : ENVIRONMENT_PROD;
	deadline.kind = (int)kind;
	deadline.subject_id = subject_id;
	deadline.part = part;
	if (incident) {
		deadline.incident_id = incident->id;
		deadline.establishment_id = incident->establishment_id;
		deadline.department_id = incident->department_id;
		deadline.responsible_id = incident->manager_id;
		deadline.reference = incident->number;
	}
	if (call->place)
		deadline.zone = call->place->zone;
	return deadline;
}

void source_set_day(struct deadline *deadline, const struct zone *zone, day on)
{
	deadline->due_on = on;
	deadline->due_at = deadline_day_end(zone, on);
}

void source_add(struct source_call *call, const struct deadline *deadline)
{
	const bool is_kept = call->rules[deadline->kind].is_active || deadline_is_law((enum deadline_kind)deadline->kind);

	if (deadline->due_at == MOMENT_NONE || !is_kept)
		return;
	if (call->count == call->room) {
		const size_t room = call->room ? call->room * 2 : 16;
		call->at = arena_grow(call->arena, call->at, call->count * sizeof *call->at, room * sizeof *call->at);
		call->room = room;
	}
	call->at[call->count++] = *deadline;
}
