#include "incident/workflow_rules.h"

#define EVERY (~0u)

/* Guards that steps into a state cannot do without. from 0: from wherever. */
static const struct {
	unsigned registers;
	int from, to;
	const char *guard;
} mandatory[] = {
	{EVERY, 0, STATUS_CLOSED, "no_open_actions"},
	{EVERY, 0, STATUS_CLOSED, "reporter_answered"},
	{1u << REGISTER_SAFETY, 0, STATUS_CLOSED, "no_investigation"},
	{1u << REGISTER_OPERATIONS, 0, STATUS_CLOSED, "postmortem"},
	{EVERY, STATUS_INVESTIGATION, STATUS_CAPA_PENDING, "investigation_approved"},
	{EVERY, 0, STATUS_ARCHIVED, "retention_over"},
};

static void add(struct workflow_faults *faults, struct workflow_fault fault)
{
	if (faults->count < WORKFLOW_FAULTS_MOST)
		faults->at[faults->count++] = fault;
}

static bool has_word(struct str list, struct str word)
{
	struct str part;

	while (str_split(&list, ' ', &part))
		if (str_equal(part, word))
			return true;
	return false;
}

static bool is_used(const struct transition *step)
{
	return step->is_active && (step->permits.len || step->is_automatic);
}

/* The states that can be reached from those given, forward or against the arrows, as bits of enum status. */
static unsigned reach(const struct workflow *workflow, unsigned from, bool is_backward)
{
	unsigned before;

	do {
		before = from;
		for (size_t i = 0; i < workflow->transition_count; i++) {
			const struct transition *step = &workflow->transitions[i];
			int source = is_backward ? step->to_status : step->from_status;
			int target = is_backward ? step->from_status : step->to_status;
			if (is_used(step) && from & (1u << source))
				from |= 1u << target;
		}
	} while (from != before);
	return from;
}

static void check_states(const struct workflow *workflow, int reg, struct workflow_faults *faults)
{
	unsigned reached = reach(workflow, 1u << incident_first_status((enum reg)reg), false);
	unsigned leading = reach(workflow, 1u << STATUS_CLOSED, true);

	if (!workflow_state_of(workflow, STATUS_CLOSED))
		add(faults, (struct workflow_fault){.text = N_("There is no Closed."), .from = STATUS_CLOSED});
	for (size_t i = 0; i < workflow->state_count; i++) {
		int status = workflow->states[i].status;
		if (!(reached & (1u << status)))
			add(faults, (struct workflow_fault){.text = N_("No step leads here."), .from = status});
		if (status != STATUS_ARCHIVED && !(leading & (1u << status)))
			add(faults, (struct workflow_fault){.text = N_("No way leads from here to Closed."),
							    .from = status});
	}
}

static void check_words(const struct transition *step, struct workflow_faults *faults)
{
	struct workflow_fault fault = {.from = step->from_status, .to = step->to_status};
	struct str permits = step->permits, guards = step->guards, part, who;

	while (permits.len && str_split(&permits, ' ', &part)) {
		str_split(&part, ':', &who);
		bool is_known = str_is(who, "manager") || codes_find(&role_codes, who) > 0;
		if (!is_known || codes_find(&severity_codes, part) <= 0) {
			fault.text = N_("It names somebody who does not exist.");
			add(faults, fault);
		}
	}
	while (str_split(&guards, ' ', &part))
		if (codes_find(&workflow_guard_codes, part) < 0) {
			fault.text = N_("It asks for something that nobody knows.");
			add(faults, fault);
		}
	if (!step->label.len) {
		fault.text = N_("Its button has no words.");
		add(faults, fault);
	}
	if (!step->permits.len && !step->is_automatic) {
		fault.text = N_("Nobody may take it, and it does not happen by itself.");
		add(faults, fault);
	}
}

static void check_guards(const struct transition *step, int reg, struct workflow_faults *faults)
{
	struct workflow_fault fault = {.from = step->from_status, .to = step->to_status};

	for (size_t i = 0; i < sizeof mandatory / sizeof mandatory[0]; i++) {
		struct str guard = str_of(mandatory[i].guard);
		bool concerns = mandatory[i].registers & (1u << reg) && mandatory[i].to == step->to_status &&
				(!mandatory[i].from || mandatory[i].from == step->from_status);
		if (!concerns || has_word(step->guards, guard))
			continue;
		fault.text = N_("It cannot do without this condition:");
		fault.guard = codes_label(&workflow_condition_codes, codes_find(&workflow_condition_codes, guard));
		add(faults, fault);
	}
	fault.guard = NULL;
	if (step->to_status == STATUS_CLOSED && reg != REGISTER_OPERATIONS && !step->needs_signature) {
		fault.text = N_("Closing must be signed.");
		add(faults, fault);
	}
	if (step->needs_signature && step->is_automatic) {
		fault.text = N_("What is signed cannot happen by itself.");
		add(faults, fault);
	}
	if (step->from_status == STATUS_ARCHIVED) {
		fault.text = N_("Nothing leaves Archived.");
		add(faults, fault);
	}
}

void workflow_rules_check(const struct workflow *workflow, int reg, struct workflow_faults *faults)
{
	*faults = (struct workflow_faults){0};
	check_states(workflow, reg, faults);
	for (size_t i = 0; i < workflow->transition_count; i++) {
		const struct transition *step = &workflow->transitions[i];
		if (!step->is_active)
			continue;
		check_words(step, faults);
		check_guards(step, reg, faults);
	}
}
