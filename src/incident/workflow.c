#include "incident/workflow.h"

#include <stddef.h>

static const struct code guard_rows[] = {
	{"", ""},
	{"investigation", N_("An investigation must be required and its lead named first.")},
	{"no_investigation", N_("An investigation is required: it comes first.")},
	{"postmortem", N_("SEV1 and SEV2 need a postmortem before they can be closed.")},
	{NULL, NULL},
};
const struct codes workflow_guard_codes = {"workflow_guard", guard_rows};

#define OFFSET(member) .name = #member, .offset = offsetof(struct transition, member)
static const struct field transition_fields[] = {
	{.kind = FIELD_CODE,
	 .name = "register",
	 .offset = offsetof(struct transition, reg),
	 .codes = &register_codes},
	{.kind = FIELD_CODE, OFFSET(from_status), .codes = &status_codes},
	{.kind = FIELD_CODE, OFFSET(to_status), .codes = &status_codes},
	{.kind = FIELD_TEXT, OFFSET(label)},
	{.kind = FIELD_TEXT, OFFSET(permits)},
	{.kind = FIELD_CODE, OFFSET(guard), .codes = &workflow_guard_codes},
	{.kind = FIELD_BOOL, OFFSET(needs_reason)},
	FIELD_END,
};
#undef OFFSET
const struct record transition_record = {"workflow_transition", sizeof(struct transition), transition_fields};

const char *workflow_label(struct str label)
{
	static const char *const shipped[] = {
		N_("Start review"),
		N_("Start investigation"),
		N_("Investigate again"),
		N_("Start mitigating"),
		N_("Mark as mitigated"),
		N_("Resolve"),
		N_("Close"),
		N_("Reopen"),
	};

	for (size_t i = 0; i < sizeof shipped / sizeof shipped[0]; i++)
		if (str_is(label, shipped[i]))
			return shipped[i];
	return NULL;
}

static bool holds_role(const struct viewer *viewer, const struct incident *incident, int role)
{
	for (size_t i = 0; i < viewer->grant_count; i++) {
		const struct grant *grant = &viewer->grants[i];
		bool is_in_place =
			!grant->establishment_id || grant->establishment_id == incident->establishment_id;
		bool is_in_department =
			!grant->department_id || grant->department_id == incident->department_id;
		if ((int)grant->role == role && is_in_place && is_in_department)
			return true;
	}
	return false;
}

/* Is the viewer what one permit names ("manager" is the incident's own)? */
static bool is_named(const struct viewer *viewer, const struct incident *incident, struct str who)
{
	int role = codes_find(&role_codes, who);

	if (str_is(who, "manager"))
		return viewer->person_id && viewer->person_id == incident->manager_id;
	return role > 0 && holds_role(viewer, incident, role);
}

static const char *why_not_permitted(const struct transition *transition, const struct incident *incident,
				     const struct viewer *viewer)
{
	const char *why = N_("Your roles do not allow this step.");
	struct str permits = transition->permits, permit, who;

	while (str_split(&permits, ' ', &permit)) {
		str_split(&permit, ':', &who);
		if (!is_named(viewer, incident, who))
			continue;
		if (incident->severity <= codes_find(&severity_codes, permit))
			return NULL;
		why = N_("Your roles allow this step for lower severities only.");
	}
	return why;
}

static bool guard_holds(enum workflow_guard guard, const struct incident *incident)
{
	switch (guard) {
	case GUARD_INVESTIGATION:
		return incident->investigation_required && incident->investigation_lead_id;
	case GUARD_NO_INVESTIGATION:
		return !incident->investigation_required;
	case GUARD_POSTMORTEM:
		return incident->severity < SEVERITY_HIGH;
	case GUARD_NONE:
		break;
	}
	return true;
}

const char *workflow_why_not(const struct transition *transition, const struct incident *incident,
			     const struct viewer *viewer)
{
	if (transition->reg != incident->reg || transition->from_status != incident->status)
		return N_("This step does not follow the present state.");
	if (!incident_is_visible(viewer, incident))
		return N_("Your roles do not allow this step.");
	const char *why = why_not_permitted(transition, incident, viewer);
	if (!why && !guard_holds((enum workflow_guard)transition->guard, incident))
		why = codes_label(&workflow_guard_codes, transition->guard);
	return why;
}
