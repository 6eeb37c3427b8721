#include "deadline/law.h"
#include "deadline/source.h"
#include "incident/incident.h"
#include "incident/injured_store.h"
#include "osha/case_store.h"
#include "osha/notice_store.h"

/* One injured or ill person, with the case where one is kept. */
struct patient {
	const struct injured_person *injured;
	const struct osha_case *c;           /* NULL: not kept yet */
	struct case_facts facts;
	struct rows notices;
};

static struct deadline begin(const struct source_call *call, const struct patient *patient, enum deadline_kind kind,
			     int64_t part)
{
	struct deadline deadline = source_begin(call, kind, patient->injured->id, part);

	if (call->specialist_id)
		deadline.responsible_id = call->specialist_id;
	if (patient->c)
		deadline.establishment_id = patient->c->establishment_id;
	return deadline;
}

static moment told_at(const struct patient *patient, enum urgent_event event)
{
	moment first = MOMENT_NONE;

	for (size_t i = 0; i < patient->notices.count; i++) {
		const struct notice *notice = ROW(struct notice, patient->notices, i);
		if (notice->event - 1 == (int)event && (first == MOMENT_NONE || notice->told_at < first))
			first = notice->told_at;
	}
	return first;
}

static void add_clock(struct source_call *call, const struct patient *patient, enum urgent_event event,
		      struct law_clock clock)
{
	const bool is_death = event == URGENT_DEATH;
	struct deadline deadline = begin(call, patient, is_death ? DEADLINE_OSHA_DEATH : DEADLINE_OSHA_SEVERE,
					 is_death ? 0 : (int64_t)event);

	deadline.starts_at = clock.starts_at;
	deadline.due_at = clock.due_at;
	deadline.is_provisional = clock.is_provisional;
	deadline.met_at = told_at(patient, event);
	source_add(call, &deadline);
}

/* By the first report alone: until the case has facts that say more, or was decided. */
static void add_unkept(struct source_call *call, const struct patient *patient)
{
	const bool is_decided = patient->c && patient->c->recordable != RECORDABLE_UNDECIDED;
	const bool has_died = patient->injured->care == CARE_DIED && (!patient->c || patient->facts.death_on == DAY_NONE);
	const bool is_in_hospital = patient->injured->care == CARE_HOSPITAL &&
				    (!patient->c || patient->facts.hospitalized_at == MOMENT_NONE);
	const struct law_clock clock = law_urgent_unkept(has_died, is_in_hospital, call->incident->reported_at);

	if (!is_decided)
		add_clock(call, patient, has_died ? URGENT_DEATH : URGENT_HOSPITAL, clock);
}

static void add_urgent(struct source_call *call, const struct patient *patient)
{
	struct urgent_answer answers[URGENT_COUNT];

	urgent_decide(call->arena, &patient->facts, call->zone, answers);
	for (int i = 0; i < URGENT_COUNT; i++)
		add_clock(call, patient, (enum urgent_event)i,
			  law_urgent(&answers[i], &patient->facts, call->incident->reported_at));
}

/* The seven days run from hearing of a recordable injury: first aid alone is none, until somebody begins a case. */
static bool may_be_recordable(const struct patient *patient)
{
	return patient->c || (patient->injured->care != CARE_NO_TREATMENT && patient->injured->care != CARE_FIRST_AID);
}

static void add_record(struct source_call *call, const struct patient *patient)
{
	struct deadline deadline = begin(call, patient, DEADLINE_OSHA_RECORD, 0);

	if (call->place->keeps_records != KEEPS_RECORDS_YES || !may_be_recordable(patient))
		return;
	deadline.starts_at = call->incident->reported_at;
	source_set_day(&deadline, call->zone, law_record_by(call->zone, call->incident->reported_at));
	if (patient->c)
		deadline.met_at = patient->c->recorded_at;
	source_add(call, &deadline);
}

static enum rc add_patient(struct source_call *call, struct patient *patient)
{
	enum rc rc = RC_OK;

	if (patient->c) {
		rc = case_facts_load(call->db, call->arena, patient->c, &patient->facts);
		if (rc == RC_OK)
			rc = notice_list(call->db, call->arena, call->organization_id, patient->c->id, &patient->notices);
		if (rc != RC_OK)
			return rc;
		patient->facts.keeps_records =
			call->place->keeps_records == KEEPS_RECORDS_YES ? ANSWER_YES : ANSWER_NO;
		add_urgent(call, patient);
	}
	add_unkept(call, patient);
	add_record(call, patient);
	return rc;
}

static const struct osha_case *case_of(const struct rows *cases, int64_t injured_person_id)
{
	for (size_t i = 0; i < cases->count; i++)
		if (ROW(struct osha_case, *cases, i)->injured_person_id == injured_person_id)
			return ROW(struct osha_case, *cases, i);
	return NULL;
}

enum rc source_osha(struct source_call *call)
{
	const struct incident *incident = call->incident;
	struct rows people, cases;

	if (incident->environment != ENVIRONMENT_PROD || incident->reg == REGISTER_OPERATIONS)
		return RC_OK;
	enum rc rc = injured_list(call->db, call->arena, call->organization_id, incident->id, &people);
	if (rc != RC_OK || people.count == 0)
		return rc;
	rc = case_list_of_incident(call->db, call->arena, call->organization_id, incident->id, &cases);
	for (size_t i = 0; rc == RC_OK && i < people.count; i++) {
		struct patient patient = {.injured = ROW(struct injured_person, people, i)};
		if (patient.injured->removed_at != MOMENT_NONE)
			continue;
		patient.c = case_of(&cases, patient.injured->id);
		rc = add_patient(call, &patient);
	}
	return rc;
}
