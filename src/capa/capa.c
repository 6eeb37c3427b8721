#include "capa/capa.h"

#include <stddef.h>

static const struct code type_rows[] = {
	{"", ""}, {"corrective", N_("Corrective")}, {"preventive", N_("Preventive")}, {NULL, NULL},
};
const struct codes capa_type_codes = {"capa_type", type_rows};

static const struct code strength_rows[] = {
	{"", ""},
	{"elimination", N_("Elimination")},
	{"substitution", N_("Substitution")},
	{"engineering", N_("Engineering control")},
	{"administrative", N_("Administrative control")},
	{"ppe", N_("Protective equipment")},
	{NULL, NULL},
};
const struct codes capa_strength_codes = {"capa_strength", strength_rows};

static const struct code priority_rows[] = {
	{"", ""}, {"low", N_("Low")}, {"medium", N_("Medium")}, {"high", N_("High")}, {NULL, NULL},
};
const struct codes capa_priority_codes = {"capa_priority", priority_rows};

static const struct code status_rows[] = {
	{"", ""},
	{"open", N_("Open")},
	{"in_progress", N_("In Progress")},
	{"completed", N_("Completed")},
	{"verified", N_("Verified")},
	{"cancelled", N_("Cancelled")},
	{NULL, NULL},
};
const struct codes capa_status_codes = {"capa_status", status_rows};

static const struct code effectiveness_rows[] = {
	{"", ""}, {"effective", N_("Effective")}, {"not_effective", N_("Not effective")}, {NULL, NULL},
};
const struct codes capa_effectiveness_codes = {"capa_effectiveness", effectiveness_rows};

static const struct code step_rows[] = {
	{"", ""},
	{"start", N_("Start work")},
	{"complete", N_("Mark as completed")},
	{"verify", N_("Verify")},
	{"return", N_("Send back")},
	{"cancel", N_("Cancel action")},
	{"reinstate", N_("Reinstate")},
	{"effective", N_("Effective")},
	{"not_effective", N_("Not effective")},
	{NULL, NULL},
};
const struct codes capa_step_codes = {"capa_step", step_rows};

#define OFFSET(member) .name = #member, .offset = offsetof(struct capa, member)
#define FIXED (FIELD_STORED | FIELD_KEY | FIELD_QUIET)
#define TITLE                                                                                             \
	{.kind = FIELD_TEXT, OFFSET(title), .flags = FIELD_STORED | FIELD_REQUIRED, .max = 200,               \
	 .label = N_("What is to be done")}
#define DESCRIPTION                                                                                       \
	{.kind = FIELD_PROSE, OFFSET(description), .flags = FIELD_STORED, .max = 10000,                       \
	 .label = N_("Details"), .hint = N_("How it is done, and how one will see that it is done")}
#define TYPE                                                                                              \
	{.kind = FIELD_CODE, OFFSET(type), .flags = FIELD_STORED | FIELD_REQUIRED, .label = N_("Type"),       \
	 .codes = &capa_type_codes, .hint = N_("Corrective: it must not happen here again. Preventive: it must not happen elsewhere.")}
#define STRENGTH                                                                                          \
	{.kind = FIELD_CODE, OFFSET(strength), .flags = FIELD_STORED | FIELD_REQUIRED,                        \
	 .label = N_("Strength of control"), .codes = &capa_strength_codes,                                   \
	 .hint = N_("The hierarchy of controls, strongest first")}
#define RESPONSIBLE                                                                                       \
	{.kind = FIELD_ID, OFFSET(responsible_id), .flags = FIELD_STORED, .label = N_("Responsible person")}
#define OUTSIDE_NAME                                                                                      \
	{.kind = FIELD_TEXT, OFFSET(outside_name), .flags = FIELD_STORED, .max = 200,                         \
	 .label = N_("Or somebody outside the company"), .hint = N_("Name, and company where that helps")}
#define NUMBER                                                                                            \
	{.kind = FIELD_TEXT, OFFSET(number), .flags = FIELD_STORED | FIELD_KEY, .max = 24,                    \
	 .label = N_("Number")}
#define ROUND {.kind = FIELD_INT, OFFSET(round), .flags = FIELD_STORED, .least = 1, .most = 1000000}
#define COMPLETED {.kind = FIELD_MOMENT, OFFSET(completed_at), .flags = FIELD_STORED, .label = N_("Completed")}

static const struct field capa_fields[] = {
	{.kind = FIELD_ID, OFFSET(id), .flags = FIXED},
	{.kind = FIELD_ID, OFFSET(organization_id), .flags = FIXED},
	{.kind = FIELD_UUID, OFFSET(uuid), .flags = FIXED},
	NUMBER,
	{.kind = FIELD_CODE, OFFSET(environment), .flags = FIXED, .codes = &environment_codes},
	{.kind = FIELD_ID, OFFSET(incident_id), .flags = FIELD_STORED | FIELD_KEY},
	{.kind = FIELD_ID, OFFSET(cause_id), .flags = FIELD_STORED, .label = N_("Cause")},
	{.kind = FIELD_ID, OFFSET(follows_id), .flags = FIELD_STORED | FIELD_KEY},
	{.kind = FIELD_ID,
	 OFFSET(establishment_id),
	 .flags = FIELD_STORED | FIELD_KEY | FIELD_REQUIRED,
	 .label = N_("Establishment")},
	{.kind = FIELD_ID, OFFSET(department_id), .flags = FIELD_STORED | FIELD_KEY, .label = N_("Department")},
	TITLE,
	DESCRIPTION,
	TYPE,
	STRENGTH,
	{.kind = FIELD_CODE,
	 OFFSET(priority),
	 .flags = FIELD_STORED | FIELD_REQUIRED,
	 .codes = &capa_priority_codes,
	 .label = N_("Priority")},
	RESPONSIBLE,
	OUTSIDE_NAME,
	{.kind = FIELD_TEXT,
	 OFFSET(outside_email),
	 .flags = FIELD_STORED,
	 .max = 254,
	 .label = N_("Their e-mail address"),
	 .autocomplete = "off"},
	{.kind = FIELD_ID, OFFSET(creator_id), .flags = FIELD_STORED | FIELD_KEY},
	{.kind = FIELD_ID, OFFSET(verifier_id), .flags = FIELD_STORED, .label = N_("Who verifies it")},
	{.kind = FIELD_DAY, OFFSET(due_on), .flags = FIELD_STORED | FIELD_REQUIRED, .label = N_("Due")},
	{.kind = FIELD_CODE,
	 OFFSET(status),
	 .flags = FIELD_STORED,
	 .codes = &capa_status_codes,
	 .label = N_("Status")},
	ROUND,
	COMPLETED,
	{.kind = FIELD_DAY, OFFSET(completed_on), .flags = FIELD_STORED | FIELD_QUIET},
	{.kind = FIELD_ID, OFFSET(completed_by_id), .flags = FIELD_STORED},
	{.kind = FIELD_MOMENT, OFFSET(verified_at), .flags = FIELD_STORED, .label = N_("Verified")},
	{.kind = FIELD_DAY,
	 OFFSET(effectiveness_check_on),
	 .flags = FIELD_STORED,
	 .label = N_("Check of effectiveness"),
	 .hint = N_("Empty: some months after completion")},
	{.kind = FIELD_CODE,
	 OFFSET(effectiveness),
	 .flags = FIELD_STORED,
	 .codes = &capa_effectiveness_codes,
	 .label = N_("Effectiveness")},
	{.kind = FIELD_PROSE, OFFSET(effectiveness_notes), .flags = FIELD_STORED, .max = 10000},
	{.kind = FIELD_MOMENT, OFFSET(effectiveness_at), .flags = FIELD_STORED},
	{.kind = FIELD_INT, OFFSET(reopened_count), .flags = FIELD_STORED},
	{.kind = FIELD_INT, OFFSET(flag_count), .flags = FIELD_STORED | FIELD_QUIET},
	{.kind = FIELD_BOOL, OFFSET(is_settled), .flags = FIELD_STORED | FIELD_QUIET},
	{.kind = FIELD_INT, OFFSET(version), .flags = FIELD_STORED | FIELD_QUIET},
	{.kind = FIELD_MOMENT, OFFSET(created_at), .flags = FIXED},
	{.kind = FIELD_MOMENT, OFFSET(updated_at), .flags = FIELD_STORED | FIELD_QUIET},
	FIELD_END,
};
const struct record capa_record = {"capa", sizeof(struct capa), capa_fields};

static const struct field signed_fields[] = {
	NUMBER, TITLE, DESCRIPTION, TYPE, STRENGTH, RESPONSIBLE, OUTSIDE_NAME, ROUND, COMPLETED, FIELD_END,
};
const struct record capa_signed_record = {"capa", sizeof(struct capa), signed_fields};
#undef OFFSET

bool capa_is_open(enum capa_status status)
{
	return status == CAPA_OPEN || status == CAPA_IN_PROGRESS;
}

bool capa_is_overdue(const struct capa *capa, day today)
{
	return capa_is_open((enum capa_status)capa->status) && capa->due_on != DAY_NONE && capa->due_on < today;
}

bool capa_is_weak(enum capa_strength strength)
{
	return strength == STRENGTH_ADMINISTRATIVE || strength == STRENGTH_PPE;
}

bool capa_plan_is_weak(const struct capa *capas, size_t count)
{
	size_t weak = 0, counted = 0;

	for (size_t i = 0; i < count; i++) {
		if (capas[i].status == CAPA_CANCELLED)
			continue;
		counted++;
		weak += capa_is_weak((enum capa_strength)capas[i].strength);
	}
	return counted > 0 && weak == counted;
}

/* --- who --- */

static bool role_sees(enum role role)
{
	return incident_role_registers(role) != 0;
}

static bool role_manages(enum role role)
{
	return role != ROLE_AUDITOR && role_sees(role);
}

/* Some role that allows it reaches there; scope {0, 0} is anywhere. */
static bool some_grant(const struct viewer *viewer, struct scope scope, bool (*allows)(enum role))
{
	bool is_anywhere = !scope.establishment_id && !scope.department_id;

	for (size_t i = 0; i < viewer->grant_count; i++) {
		const struct grant *grant = &viewer->grants[i];
		bool is_there = (!grant->establishment_id || grant->establishment_id == scope.establishment_id) &&
				(!grant->department_id || grant->department_id == scope.department_id);
		if ((is_anywhere || is_there) && allows(grant->role))
			return true;
	}
	return false;
}

static bool is_person(const struct viewer *viewer, int64_t person_id)
{
	return person_id && viewer->person_id == person_id;
}

static bool leads(const struct viewer *viewer, const struct incident *incident)
{
	return incident && is_person(viewer, incident->investigation_lead_id);
}

static bool manages(const struct viewer *viewer, const struct capa *capa, const struct incident *incident)
{
	const struct scope scope = {capa->establishment_id, capa->department_id};

	return incident ? incident_may_manage(viewer, incident) : some_grant(viewer, scope, role_manages);
}

static bool sees(const struct viewer *viewer, const struct capa *capa, const struct incident *incident)
{
	const struct scope scope = {capa->establishment_id, capa->department_id};

	if (is_person(viewer, capa->responsible_id) || is_person(viewer, capa->creator_id) ||
	    is_person(viewer, capa->verifier_id))
		return true;
	return incident ? incident_is_visible(viewer, incident) : some_grant(viewer, scope, role_sees);
}

unsigned capa_rights(const struct viewer *viewer, const struct capa *capa, const struct incident *incident)
{
	if (!viewer || viewer->organization_id != capa->organization_id || !sees(viewer, capa, incident))
		return 0;
	bool is_doer = is_person(viewer, capa->responsible_id) || is_person(viewer, capa->completed_by_id);
	bool is_manager = manages(viewer, capa, incident);
	bool is_named = is_person(viewer, capa->verifier_id) && viewer_may(viewer, MAY_MANAGE_INCIDENTS);
	unsigned rights = CAPA_MAY_SEE;

	if (is_manager || leads(viewer, incident))
		rights |= CAPA_MAY_MANAGE;
	if (rights & CAPA_MAY_MANAGE || is_person(viewer, capa->responsible_id))
		rights |= CAPA_MAY_PROGRESS;
	if (!is_doer && (is_manager || is_named))
		rights |= CAPA_MAY_VERIFY;
	if (!is_doer && (rights & CAPA_MAY_VERIFY || is_person(viewer, capa->creator_id)))
		rights |= CAPA_MAY_JUDGE;
	return rights;
}

bool capa_may_create(const struct viewer *viewer, const struct incident *incident)
{
	return incident_is_visible(viewer, incident) &&
	       (incident_may_manage(viewer, incident) || leads(viewer, incident));
}

bool capa_may_create_in(const struct viewer *viewer, struct scope scope)
{
	return viewer && some_grant(viewer, scope, role_manages);
}

/* --- what follows what --- */

#define IN(status) (1u << (status))
static const struct capa_move moves[CAPA_STEP_COUNT] = {
	[STEP_START] = {STEP_START, IN(CAPA_OPEN), CAPA_IN_PROGRESS, CAPA_MAY_PROGRESS, 0},
	[STEP_COMPLETE] = {STEP_COMPLETE, IN(CAPA_OPEN) | IN(CAPA_IN_PROGRESS), CAPA_COMPLETED, CAPA_MAY_PROGRESS,
			   NEEDS_EVIDENCE},
	[STEP_VERIFY] = {STEP_VERIFY, IN(CAPA_COMPLETED), CAPA_VERIFIED, CAPA_MAY_VERIFY, NEEDS_SIGNATURE},
	[STEP_RETURN] = {STEP_RETURN, IN(CAPA_COMPLETED), CAPA_IN_PROGRESS, CAPA_MAY_VERIFY, NEEDS_REASON},
	[STEP_CANCEL] = {STEP_CANCEL, IN(CAPA_OPEN) | IN(CAPA_IN_PROGRESS), CAPA_CANCELLED, CAPA_MAY_MANAGE,
			 NEEDS_REASON},
	[STEP_REINSTATE] = {STEP_REINSTATE, IN(CAPA_CANCELLED), CAPA_OPEN, CAPA_MAY_MANAGE, NEEDS_REASON},
	[STEP_EFFECTIVE] = {STEP_EFFECTIVE, IN(CAPA_VERIFIED), CAPA_VERIFIED, CAPA_MAY_JUDGE,
			    NEEDS_REASON | NEEDS_SIGNATURE},
	[STEP_NOT_EFFECTIVE] = {STEP_NOT_EFFECTIVE, IN(CAPA_COMPLETED) | IN(CAPA_VERIFIED), CAPA_IN_PROGRESS,
				CAPA_MAY_JUDGE, NEEDS_REASON | NEEDS_SIGNATURE},
};
#undef IN

const struct capa_move *capa_move_of(enum capa_step step)
{
	return step > STEP_NONE && step < CAPA_STEP_COUNT ? &moves[step] : NULL;
}

static void add(struct capa_reasons *reasons, bool holds, const char *why)
{
	if (holds && reasons->count < CAPA_REASONS_MOST)
		reasons->at[reasons->count++] = why;
}

bool capa_is_held(const struct capa *capa, bool is_locked)
{
	return is_locked && capa->round == 1;
}

bool capa_check(enum capa_step step, const struct capa *capa, unsigned rights, bool is_locked, day today,
		struct capa_reasons *reasons)
{
	const struct capa_move *move = capa_move_of(step);

	*reasons = (struct capa_reasons){.count = 0};
	if (!move) {
		add(reasons, true, N_("There is no such step"));
		return false;
	}
	add(reasons, !(move->from & 1u << capa->status), N_("The action is not in a state for this"));
	add(reasons, !(rights & move->right) && move->right == CAPA_MAY_VERIFY,
	    N_("Who verifies it must be allowed to, and be neither responsible for it nor have completed it"));
	add(reasons, !(rights & move->right) && move->right != CAPA_MAY_VERIFY, N_("Your role does not allow this"));
	add(reasons, !(move->needs & NEEDS_SIGNATURE) && capa_is_held(capa, is_locked),
	    N_("Actions are locked in the present state of the incident"));
	add(reasons, step == STEP_EFFECTIVE && capa->effectiveness == EFFECT_EFFECTIVE,
	    N_("It was found effective already"));
	add(reasons,
	    step == STEP_EFFECTIVE && capa->effectiveness_check_on != DAY_NONE &&
		    capa->effectiveness_check_on > today,
	    N_("It is too early to say so: the day of the check has not come"));
	return reasons->count == 0;
}

bool capa_is_backed(int64_t evidence_count, struct str reason)
{
	return evidence_count > 0 || str_trim(reason).len > 0;
}

/* Nothing of the last round counts for the next. */
static void clear_outcome(struct capa *capa)
{
	capa->completed_at = MOMENT_NONE;
	capa->completed_on = DAY_NONE;
	capa->completed_by_id = 0;
	capa->verified_at = MOMENT_NONE;
}

void capa_take(struct capa *capa, enum capa_step step, int64_t person_id, struct str words, moment now, day today,
	       int64_t check_days)
{
	const struct capa_move *move = capa_move_of(step);

	capa->status = move->to;
	switch (step) {
	case STEP_COMPLETE:
		capa->completed_at = now;
		capa->completed_on = today;
		capa->completed_by_id = person_id;
		capa->effectiveness = EFFECT_NONE;
		capa->effectiveness_notes = STR_NONE;
		capa->effectiveness_at = MOMENT_NONE;
		if (capa->effectiveness_check_on == DAY_NONE)
			capa->effectiveness_check_on = today + (day)check_days;
		break;
	case STEP_VERIFY:
		capa->verified_at = now;
		break;
	case STEP_RETURN:
	case STEP_REINSTATE:
		clear_outcome(capa);
		break;
	case STEP_EFFECTIVE:
		capa->effectiveness = EFFECT_EFFECTIVE;
		capa->effectiveness_notes = words;
		capa->effectiveness_at = now;
		break;
	case STEP_NOT_EFFECTIVE:
		clear_outcome(capa);
		capa->effectiveness = EFFECT_NOT_EFFECTIVE;
		capa->effectiveness_notes = words;
		capa->effectiveness_at = now;
		capa->effectiveness_check_on = DAY_NONE;
		capa->round++;
		capa->reopened_count++;
		break;
	default:
		break;
	}
}

struct str capa_number(struct arena *arena, int year, int64_t serial)
{
	return arena_printf(arena, "CAPA-%04d-%04lld", year, (long long)serial);
}
