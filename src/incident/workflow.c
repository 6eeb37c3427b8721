#include "incident/workflow.h"

#include <stddef.h>

static const struct code area_rows[] = {
	{"", ""},
	{"details", N_("Basic details")},
	{"configuration", N_("Configuration")},
	{"impacts", N_("Impacts")},
	{"investigation", N_("Investigation")},
	{"actions", N_("Actions")},
	{"files", N_("Files")},
	{"messages", N_("Messages and notes")},
	{NULL, NULL},
};
const struct codes record_area_codes = {"record_area", area_rows};

static const struct code guard_rows[] = {
	{"", ""},
	{"investigation", N_("An investigation must be required and its lead named first.")},
	{"no_investigation", N_("The investigation that is required has not been approved.")},
	{"investigation_approved", N_("The investigation has not been approved and signed.")},
	{"actions", N_("There are no actions.")},
	{"no_open_actions", N_("Actions are still open.")},
	{"reporter_answered", N_("Nobody has answered the reporter.")},
	{"postmortem", N_("SEV1 and SEV2 need a published postmortem.")},
	{"retention_over", N_("It has not been closed for long enough, or is held.")},
	{NULL, NULL},
};
const struct codes workflow_guard_codes = {"workflow_guard", guard_rows};

static const struct code condition_rows[] = {
	{"", ""},
	{"investigation", N_("An investigation is required and has a lead")},
	{"no_investigation", N_("No investigation is required, or it is approved")},
	{"investigation_approved", N_("The investigation is approved and signed")},
	{"actions", N_("There are actions")},
	{"no_open_actions", N_("No action is open")},
	{"reporter_answered", N_("The reporter has an answer")},
	{"postmortem", N_("SEV1 and SEV2: the postmortem is published")},
	{"retention_over", N_("It has been closed for long enough and is not held")},
	{NULL, NULL},
};
const struct codes workflow_condition_codes = {"workflow_condition", condition_rows};

#define OFFSET(type, member) .name = #member, .offset = offsetof(struct type, member)
static const struct field state_fields[] = {
	{.kind = FIELD_ID, OFFSET(workflow_state, workflow_version_id), .flags = FIELD_STORED | FIELD_KEY},
	{.kind = FIELD_CODE,
	 OFFSET(workflow_state, status),
	 .label = N_("State"),
	 .flags = FIELD_STORED | FIELD_KEY,
	 .codes = &status_codes},
	{.kind = FIELD_INT, OFFSET(workflow_state, position), .flags = FIELD_STORED},
	{.kind = FIELD_TEXT,
	 OFFSET(workflow_state, locks),
	 .label = N_("Locks"),
	 .flags = FIELD_STORED | FIELD_NOT_NULL},
	FIELD_END,
};
const struct record workflow_state_record = {"workflow_state", sizeof(struct workflow_state), state_fields};

static const struct field transition_fields[] = {
	{.kind = FIELD_ID, OFFSET(transition, workflow_version_id), .flags = FIELD_STORED | FIELD_KEY},
	{.kind = FIELD_CODE, OFFSET(transition, from_status), .flags = FIELD_STORED | FIELD_KEY, .codes = &status_codes},
	{.kind = FIELD_CODE, OFFSET(transition, to_status), .flags = FIELD_STORED | FIELD_KEY, .codes = &status_codes},
	{.kind = FIELD_INT, OFFSET(transition, position), .flags = FIELD_STORED},
	{.kind = FIELD_TEXT,
	 OFFSET(transition, label),
	 .label = N_("Words of the button"),
	 .flags = FIELD_STORED | FIELD_REQUIRED,
	 .max = 80},
	{.kind = FIELD_TEXT,
	 OFFSET(transition, permits),
	 .label = N_("Who may"),
	 .flags = FIELD_STORED | FIELD_NOT_NULL,
	 .max = 400},
	{.kind = FIELD_TEXT,
	 OFFSET(transition, guards),
	 .label = N_("What must hold"),
	 .flags = FIELD_STORED | FIELD_NOT_NULL,
	 .max = 400},
	{.kind = FIELD_BOOL, OFFSET(transition, needs_reason), .label = N_("Needs a reason"), .flags = FIELD_STORED},
	{.kind = FIELD_BOOL, OFFSET(transition, needs_signature), .label = N_("Is signed"), .flags = FIELD_STORED},
	{.kind = FIELD_BOOL, OFFSET(transition, is_automatic), .label = N_("By itself"), .flags = FIELD_STORED},
	{.kind = FIELD_BOOL, OFFSET(transition, is_active), .label = N_("In use"), .flags = FIELD_STORED},
	FIELD_END,
};
#undef OFFSET
const struct record transition_record = {"workflow_transition", sizeof(struct transition), transition_fields};

static const char merged_words[] = N_("It was merged into another incident, which goes on in its place.");

const struct workflow_state *workflow_state_of(const struct workflow *workflow, int status)
{
	for (size_t i = 0; i < workflow->state_count; i++)
		if (workflow->states[i].status == status)
			return &workflow->states[i];
	return NULL;
}

const struct transition *workflow_step(const struct workflow *workflow, int from, int to)
{
	for (size_t i = 0; i < workflow->transition_count; i++)
		if (workflow->transitions[i].from_status == from && workflow->transitions[i].to_status == to)
			return &workflow->transitions[i];
	return NULL;
}

bool workflow_locks(const struct workflow *workflow, int status, enum record_area area)
{
	const struct workflow_state *state = workflow_state_of(workflow, status);
	struct str locks, lock;

	if (!state)
		return true;
	locks = state->locks;
	while (str_split(&locks, ' ', &lock))
		if (str_is(lock, codes_code(&record_area_codes, (int)area)))
			return true;
	return false;
}

const char *workflow_lock(const struct workflow *workflow, const struct incident *incident, enum record_area area)
{
	static const char *const words[] = {
		[AREA_DETAILS] = N_("Basic details are locked in this state."),
		[AREA_CONFIGURATION] = N_("The configuration is locked in this state."),
		[AREA_IMPACTS] = N_("Impacts are locked in this state."),
		[AREA_INVESTIGATION] = N_("The investigation is locked in this state."),
		[AREA_ACTIONS] = N_("Actions are locked in this state."),
		[AREA_FILES] = N_("Files are locked in this state."),
		[AREA_MESSAGES] = N_("Messages and notes are locked in this state."),
	};
	if (incident->merged_into_id)
		return merged_words;
	return workflow_locks(workflow, incident->status, area) ? words[area] : NULL;
}

const char *workflow_label(struct str label)
{
	static const char *const shipped[] = {
		N_("Start review"),
		N_("Start investigation"),
		N_("Continue with actions"),
		N_("Investigation approved"),
		N_("Back to review"),
		N_("Investigate again"),
		N_("Start mitigating"),
		N_("Mark as mitigated"),
		N_("Resolve"),
		N_("Close"),
		N_("Reopen"),
		N_("Archive"),
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

/* NULL: permitted. */
static const char *why_not_permitted(const struct transition *transition, const struct incident *incident,
				     const struct viewer *viewer)
{
	const char *why = N_("Your roles do not allow this step.");
	struct str permits = transition->permits, permit, who;

	if (!viewer || !incident_is_visible(viewer, incident))
		return why;
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

bool workflow_permits(const struct transition *transition, const struct incident *incident,
		      const struct viewer *viewer)
{
	return !why_not_permitted(transition, incident, viewer);
}

static bool holds_investigation(const struct incident *incident, const struct workflow_facts *facts)
{
	(void)facts;
	return incident->investigation_required && incident->investigation_lead_id;
}

static bool holds_approved(const struct incident *incident, const struct workflow_facts *facts)
{
	return incident->investigation_required && facts->investigation_approved == ANSWER_YES;
}

static bool holds_no_investigation(const struct incident *incident, const struct workflow_facts *facts)
{
	return !incident->investigation_required || holds_approved(incident, facts);
}

static bool holds_actions(const struct incident *incident, const struct workflow_facts *facts)
{
	(void)incident;
	return facts->actions_total > 0;
}

static bool holds_no_open_actions(const struct incident *incident, const struct workflow_facts *facts)
{
	(void)incident;
	return facts->actions_open == 0;
}

static bool holds_answered(const struct incident *incident, const struct workflow_facts *facts)
{
	(void)incident;
	return facts->reporter_answered == ANSWER_YES;
}

static bool holds_postmortem(const struct incident *incident, const struct workflow_facts *facts)
{
	return incident->severity < SEVERITY_HIGH || facts->postmortem_published == ANSWER_YES;
}

static bool holds_retention_over(const struct incident *incident, const struct workflow_facts *facts)
{
	(void)incident;
	return facts->retention_over == ANSWER_YES;
}

static const struct {
	bool (*holds)(const struct incident *incident, const struct workflow_facts *facts);
	const char *behind; /* where people mend it */
} guards[] = {
	[GUARD_INVESTIGATION] = {holds_investigation, "/configuration"},
	[GUARD_NO_INVESTIGATION] = {holds_no_investigation, "/investigation"},
	[GUARD_INVESTIGATION_APPROVED] = {holds_approved, "/investigation"},
	[GUARD_ACTIONS] = {holds_actions, "/capa"},
	[GUARD_NO_OPEN_ACTIONS] = {holds_no_open_actions, "/capa"},
	[GUARD_REPORTER_ANSWERED] = {holds_answered, "/comments"},
	[GUARD_POSTMORTEM] = {holds_postmortem, "/postmortem"},
	[GUARD_RETENTION_OVER] = {holds_retention_over, NULL},
};

static void add_reason(struct workflow_reasons *reasons, const char *text, const char *behind)
{
	if (reasons->count < WORKFLOW_REASONS_MOST)
		reasons->at[reasons->count++] = (struct workflow_reason){text, behind};
}

static void check_guards(const struct transition *transition, const struct incident *incident,
			 const struct workflow_facts *facts, struct workflow_reasons *reasons)
{
	struct str list = transition->guards, code;

	if (transition->from_status != incident->status)
		add_reason(reasons, N_("This step does not follow the present state."), NULL);
	if (incident->merged_into_id)
		add_reason(reasons, merged_words, NULL);
	while (str_split(&list, ' ', &code)) {
		int guard = codes_find(&workflow_guard_codes, code);
		if (guard < 0)
			add_reason(reasons, N_("This step asks for something that nobody knows."), NULL);
		else if (guard && !guards[guard].holds(incident, facts))
			add_reason(reasons, codes_label(&workflow_guard_codes, guard), guards[guard].behind);
	}
}

unsigned workflow_guards(const struct transition *transition)
{
	struct str list = transition->guards, code;
	unsigned bits = 0;

	while (str_split(&list, ' ', &code)) {
		int guard = codes_find(&workflow_guard_codes, code);
		if (guard > 0)
			bits |= 1u << guard;
	}
	return bits;
}

bool workflow_check(const struct transition *transition, const struct incident *incident,
		    const struct workflow_facts *facts, const struct viewer *viewer,
		    struct workflow_reasons *reasons)
{
	const char *why = why_not_permitted(transition, incident, viewer);

	*reasons = (struct workflow_reasons){0};
	if (why)
		add_reason(reasons, why, NULL);
	check_guards(transition, incident, facts, reasons);
	return reasons->count == 0;
}

bool workflow_is_due(const struct transition *transition, const struct incident *incident,
		     const struct workflow_facts *facts)
{
	struct workflow_reasons reasons = {0};

	check_guards(transition, incident, facts, &reasons);
	return transition->is_automatic && reasons.count == 0;
}
