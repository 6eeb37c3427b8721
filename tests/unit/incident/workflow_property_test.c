/*
 * Properties of the workflows that ship with the product, read from their seed, and of what the rules let through:
 * random incidents, facts and viewers.
 */
#include "../unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "incident/workflow_rules.h"

enum { VERSIONS = 3, STATES_MOST = 12, STEPS_MOST = 20, ROUNDS = 20000 };

static struct {
	struct workflow_state states[STATES_MOST];
	struct transition steps[STEPS_MOST];
	struct workflow workflow;
} shipped[VERSIONS + 1];

static uint64_t seed = 20241001;
static int dice(int sides)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (int)((seed >> 33) % (uint64_t)sides);
}

/* The next value of a row of the seed: a quoted text or a word. */
static struct str value(const char **at)
{
	while (strchr(" \t\n,(", **at))
		(*at)++;
	bool is_text = **at == '\'';
	const char *from = is_text ? ++*at : *at;
	while (is_text ? **at != '\'' : !strchr(",)", **at))
		(*at)++;
	struct str result = {from, (size_t)(*at - from)};
	*at += is_text;
	return result;
}

static int code(const struct codes *codes, const char **at)
{
	return codes_find(codes, value(at));
}

static int number(const char **at)
{
	return (int)strtol(value(at).at, NULL, 10);
}

static void read_states(const char *at, const char *end)
{
	while ((at = strchr(at, '(')) && at < end) {
		int version = number(&at);
		struct workflow *workflow = &shipped[version].workflow;
		struct workflow_state *state = &shipped[version].states[workflow->state_count++];
		state->status = code(&status_codes, &at);
		state->position = number(&at);
		state->locks = value(&at);
	}
}

static void read_steps(const char *at, const char *end)
{
	while ((at = strchr(at, '(')) && at < end) {
		int version = number(&at);
		struct workflow *workflow = &shipped[version].workflow;
		struct transition *step = &shipped[version].steps[workflow->transition_count++];
		step->from_status = code(&status_codes, &at);
		step->to_status = code(&status_codes, &at);
		step->position = number(&at);
		step->label = value(&at);
		step->permits = value(&at);
		step->guards = value(&at);
		step->needs_reason = str_is(value(&at), "TRUE");
		step->needs_signature = str_is(value(&at), "TRUE");
		step->is_automatic = str_is(value(&at), "TRUE");
		step->is_active = str_is(value(&at), "TRUE");
	}
}

static int setup(void **state)
{
	static char text[65536];
	FILE *file = fopen("sql/seed/0013_workflow.sql", "r");

	(void)state;
	assert_non_null(file);
	text[fread(text, 1, sizeof text - 1, file)] = 0;
	fclose(file);
	for (int i = 1; i <= VERSIONS; i++)
		shipped[i].workflow = (struct workflow){i, shipped[i].states, 0, shipped[i].steps, 0};
	const char *states = strstr(text, "VALUES\n"), *after = strstr(states, "ON DUPLICATE");
	read_states(states, after);
	const char *steps = strstr(after, "VALUES\n");
	read_steps(steps, strstr(steps, "ON DUPLICATE"));
	return 0;
}

static enum answer any_answer(void)
{
	return (enum answer)dice(3);
}

static struct workflow_facts any_facts(void)
{
	struct workflow_facts facts = {
		.investigation_approved = any_answer(),
		.actions_total = dice(4) - 1,
		.reporter_answered = any_answer(),
		.postmortem_published = any_answer(),
		.retention_over = any_answer(),
	};
	facts.actions_open = facts.actions_total <= 0 ? facts.actions_total : dice((int)facts.actions_total + 1);
	return facts;
}

static struct incident any_incident(int reg)
{
	const struct workflow *workflow = &shipped[reg].workflow;

	return (struct incident){
		.organization_id = 1,
		.reg = reg,
		.status = workflow->states[dice((int)workflow->state_count)].status,
		.severity = 1 + dice(4),
		.establishment_id = 1 + dice(2),
		.department_id = dice(2),
		.manager_id = dice(3),
		.reporter_id = dice(3),
		.investigation_required = dice(2),
		.investigation_lead_id = dice(3),
		.merged_into_id = dice(8) ? 0 : 9,
	};
}

static struct viewer any_viewer(struct grant *grant)
{
	*grant = (struct grant){(enum role)(1 + dice(ROLE_COUNT - 1)), dice(3), dice(2)};
	return (struct viewer){
		.organization_id = 1 + !dice(10), .person_id = dice(3), .grants = grant, .grant_count = (size_t)dice(2)};
}

/* What must be so before anything becomes Closed, whoever wrote the workflow. */
static void assert_may_be_closed(const struct incident *incident, const struct workflow_facts *facts)
{
	assert_int_equal(facts->actions_open, 0);
	assert_int_equal(facts->reporter_answered, ANSWER_YES);
	if (incident->reg == REGISTER_SAFETY && incident->investigation_required)
		assert_int_equal(facts->investigation_approved, ANSWER_YES);
	if (incident->reg == REGISTER_OPERATIONS && incident->severity >= SEVERITY_HIGH)
		assert_int_equal(facts->postmortem_published, ANSWER_YES);
	assert_int_equal(incident->merged_into_id, 0);
}

static void shipped_workflows_keep_to_the_rules(void **state)
{
	struct workflow_faults faults;

	(void)state;
	for (int reg = 1; reg <= VERSIONS; reg++) {
		workflow_rules_check(&shipped[reg].workflow, reg, &faults);
		assert_int_equal(faults.count, 0);
	}
	assert_int_equal(shipped[REGISTER_SAFETY].workflow.state_count, 6);
}

static void nothing_is_closed_without_its_conditions(void **state)
{
	int closed = 0;

	(void)state;
	for (int i = 0; i < ROUNDS; i++) {
		int reg = 1 + dice(VERSIONS);
		struct incident incident = any_incident(reg);
		struct workflow_facts facts = any_facts();
		struct grant grant;
		struct viewer viewer = any_viewer(&grant);
		const struct workflow *workflow = &shipped[reg].workflow;
		for (size_t n = 0; n < workflow->transition_count; n++) {
			const struct transition *step = &workflow->transitions[n];
			struct workflow_reasons reasons;
			bool may = workflow_check(step, &incident, &facts, &viewer, &reasons);
			/* A refusal always says why; a step that may be taken has nothing against it. */
			assert_true(may == (reasons.count == 0));
			if (may)
				assert_true(workflow_permits(step, &incident, &viewer));
			if (step->to_status != STATUS_CLOSED || !(may || workflow_is_due(step, &incident, &facts)))
				continue;
			assert_may_be_closed(&incident, &facts);
			if (reg != REGISTER_OPERATIONS)
				assert_true(step->needs_signature);
			closed++;
		}
	}
	assert_true(closed > 20);
}

static void everything_known_less_never_allows_more(void **state)
{
	(void)state;
	for (int i = 0; i < ROUNDS; i++) {
		int reg = 1 + dice(VERSIONS);
		struct incident incident = any_incident(reg);
		struct workflow_facts facts = any_facts(), unknown = WORKFLOW_FACTS_UNKNOWN;
		const struct workflow *workflow = &shipped[reg].workflow;
		const struct transition *step = &workflow->transitions[dice((int)workflow->transition_count)];
		if (workflow_is_due(step, &incident, &unknown))
			assert_true(workflow_is_due(step, &incident, &facts));
	}
}

/* A workflow that somebody spoilt at random: whatever the rules let through still closes nothing too early. */
static void what_the_rules_let_through_is_safe(void **state)
{
	static const char *const lists[] = {"", "no_open_actions", "reporter_answered no_open_actions", "postmortem",
					    "no_investigation no_open_actions reporter_answered", "nonsense"};
	int kept = 0;

	(void)state;
	for (int i = 0; i < ROUNDS; i++) {
		int reg = 1 + dice(VERSIONS);
		struct transition steps[STEPS_MOST];
		struct workflow spoilt = shipped[reg].workflow;
		memcpy(steps, shipped[reg].steps, sizeof steps);
		spoilt.transitions = steps;
		struct transition *step = &steps[dice((int)spoilt.transition_count)];
		switch (dice(4)) {
		case 0:
			step->guards = str_of(lists[dice(6)]);
			break;
		case 1:
			step->to_status = spoilt.states[dice((int)spoilt.state_count)].status;
			break;
		case 2:
			step->is_active = false;
			break;
		default:
			step->is_automatic = !step->is_automatic;
		}
		struct workflow_faults faults;
		workflow_rules_check(&spoilt, reg, &faults);
		if (faults.count)
			continue;
		kept++;
		for (int n = 0; n < 20; n++) {
			struct incident incident = any_incident(reg);
			struct workflow_facts facts = any_facts();
			for (size_t k = 0; k < spoilt.transition_count; k++) {
				struct transition forced = steps[k];
				forced.is_automatic = true;
				if (forced.is_active && forced.to_status == STATUS_CLOSED &&
				    workflow_is_due(&forced, &incident, &facts))
					assert_may_be_closed(&incident, &facts);
			}
		}
	}
	assert_true(kept > 100);
}

static void the_rules_name_what_is_wrong(void **state)
{
	struct transition steps[STEPS_MOST];
	struct workflow spoilt = shipped[REGISTER_SAFETY].workflow;
	struct workflow_faults faults;

	(void)state;
	memcpy(steps, shipped[REGISTER_SAFETY].steps, sizeof steps);
	spoilt.transitions = steps;
	for (size_t i = 0; i < spoilt.transition_count; i++)
		if (steps[i].to_status == STATUS_CLOSED)
			steps[i].is_active = false;
	workflow_rules_check(&spoilt, REGISTER_SAFETY, &faults);
	/* New, Under Review, Investigation and CAPA Pending lead nowhere; Closed and Archived are not reached. */
	assert_int_equal(faults.count, 6);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(shipped_workflows_keep_to_the_rules),
		cmocka_unit_test(nothing_is_closed_without_its_conditions),
		cmocka_unit_test(everything_known_less_never_allows_more),
		cmocka_unit_test(what_the_rules_let_through_is_safe),
		cmocka_unit_test(the_rules_name_what_is_wrong),
	};
	return cmocka_run_group_tests(tests, setup, NULL);
}
