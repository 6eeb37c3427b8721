/* Who may take which step, and why not: the rules of the engine. */
#include "../unit.h"

#include "incident/workflow.h"

static const struct transition close_review = {
	.from_status = STATUS_UNDER_REVIEW,
	.to_status = STATUS_CLOSED,
	.label = STR_INIT("Close"),
	.permits = STR_INIT("manager:low supervisor:low ehs_specialist:critical superadmin:critical"
			    " administrator:critical"),
	.guards = STR_INIT("no_investigation no_open_actions reporter_answered"),
	.needs_reason = true,
};
static const struct transition resolve = {
	.from_status = STATUS_MITIGATED,
	.to_status = STATUS_RESOLVED,
	.permits = STR_INIT("manager:high operator:high superadmin:critical administrator:high"),
};
static const struct transition investigate = {
	.from_status = STATUS_UNDER_REVIEW,
	.to_status = STATUS_INVESTIGATION,
	.permits = STR_INIT("manager:critical"),
	.guards = STR_INIT("investigation"),
	.is_automatic = true,
};

enum { PERSON = 7, MANAGER = 9 };

static struct incident incident_at(int reg, int status, int severity)
{
	return (struct incident){.organization_id = 1,
				 .reg = reg,
				 .status = status,
				 .severity = severity,
				 .establishment_id = 3,
				 .department_id = 4,
				 .manager_id = MANAGER};
}

static struct workflow_facts all_done(void)
{
	return (struct workflow_facts){
		.investigation_approved = ANSWER_YES,
		.actions_total = 2,
		.reporter_answered = ANSWER_YES,
		.postmortem_published = ANSWER_YES,
		.retention_over = ANSWER_YES,
	};
}

static bool may(const struct transition *step, const struct incident *incident, struct grant grant, int64_t person,
		struct workflow_reasons *reasons)
{
	struct viewer viewer = {
		.organization_id = 1, .person_id = person, .grants = &grant, .grant_count = 1};
	struct workflow_facts facts = all_done();
	struct workflow_reasons unused;

	return workflow_check(step, incident, &facts, &viewer, reasons ? reasons : &unused);
}

static void closing_depends_on_role_and_severity(void **state)
{
	(void)state;
	struct incident low = incident_at(REGISTER_SAFETY, STATUS_UNDER_REVIEW, SEVERITY_LOW);
	struct incident high = incident_at(REGISTER_SAFETY, STATUS_UNDER_REVIEW, SEVERITY_HIGH);
	struct grant supervisor = {ROLE_SUPERVISOR, 3, 0}, specialist = {ROLE_EHS_SPECIALIST, 0, 0};
	struct grant employee = {ROLE_EMPLOYEE, 0, 0}, auditor = {ROLE_AUDITOR, 0, 0};

	assert_true(may(&close_review, &low, supervisor, PERSON, NULL));
	assert_false(may(&close_review, &high, supervisor, PERSON, NULL));
	assert_true(may(&close_review, &high, specialist, PERSON, NULL));
	assert_true(may(&close_review, &low, employee, MANAGER, NULL));
	assert_false(may(&close_review, &low, employee, PERSON, NULL));
	assert_false(may(&close_review, &low, auditor, PERSON, NULL));
	supervisor.establishment_id = 99;
	assert_false(may(&close_review, &low, supervisor, PERSON, NULL));
}

static void a_critical_one_is_resolved_by_a_superadmin(void **state)
{
	(void)state;
	struct incident sev1 = incident_at(REGISTER_OPERATIONS, STATUS_MITIGATED, SEVERITY_CRITICAL);
	struct grant operator = {ROLE_OPERATOR, 0, 0}, superadmin = {ROLE_SUPERADMIN, 0, 0};

	assert_false(may(&resolve, &sev1, operator, PERSON, NULL));
	assert_true(may(&resolve, &sev1, superadmin, PERSON, NULL));
	sev1.severity = SEVERITY_HIGH;
	assert_true(may(&resolve, &sev1, operator, PERSON, NULL));
}

static void every_reason_is_given(void **state)
{
	(void)state;
	struct incident incident = incident_at(REGISTER_SAFETY, STATUS_UNDER_REVIEW, SEVERITY_HIGH);
	struct workflow_facts facts = WORKFLOW_FACTS_UNKNOWN;
	struct grant grant = {ROLE_SUPERVISOR, 3, 0};
	struct viewer viewer = {.organization_id = 1, .person_id = PERSON, .grants = &grant, .grant_count = 1};
	struct workflow_reasons reasons;

	incident.investigation_required = true;
	assert_false(workflow_check(&close_review, &incident, &facts, &viewer, &reasons));
	assert_int_equal(reasons.count, 4);
	assert_string_equal(reasons.at[0].text, "Your roles allow this step for lower severities only.");
	assert_string_equal(reasons.at[1].behind, "/investigation");
	assert_string_equal(reasons.at[2].behind, "/capa");
	assert_string_equal(reasons.at[3].behind, "/comments");
}

static void what_is_unknown_is_refused(void **state)
{
	(void)state;
	struct incident incident = incident_at(REGISTER_SAFETY, STATUS_UNDER_REVIEW, SEVERITY_LOW);
	struct transition step = {.from_status = STATUS_UNDER_REVIEW, .is_automatic = true};

	incident.severity = SEVERITY_CRITICAL;
	for (int guard = GUARD_INVESTIGATION_APPROVED; guard <= GUARD_RETENTION_OVER; guard++) {
		struct workflow_facts unknown = WORKFLOW_FACTS_UNKNOWN, known = all_done();
		step.guards = str_of(codes_code(&workflow_guard_codes, guard));
		incident.investigation_required = true;
		assert_false(workflow_is_due(&step, &incident, &unknown));
		assert_true(workflow_is_due(&step, &incident, &known));
	}
	step.guards = STR("no_such_guard");
	struct workflow_facts known = all_done();
	assert_false(workflow_is_due(&step, &incident, &known));
}

static void automatic_moves_wait_for_their_guards(void **state)
{
	(void)state;
	struct incident incident = incident_at(REGISTER_SAFETY, STATUS_UNDER_REVIEW, SEVERITY_LOW);
	struct workflow_facts facts = WORKFLOW_FACTS_UNKNOWN;

	assert_false(workflow_is_due(&investigate, &incident, &facts));
	incident.investigation_required = true;
	assert_false(workflow_is_due(&investigate, &incident, &facts));
	incident.investigation_lead_id = PERSON;
	assert_true(workflow_is_due(&investigate, &incident, &facts));
	incident.merged_into_id = 5;
	assert_false(workflow_is_due(&investigate, &incident, &facts));
	incident.merged_into_id = 0;
	incident.status = STATUS_NEW;
	assert_false(workflow_is_due(&investigate, &incident, &facts));
	assert_false(workflow_is_due(&close_review, &incident, &facts));
}

static void a_state_locks_its_areas(void **state)
{
	(void)state;
	const struct workflow_state states[] = {
		{1, STATUS_OPEN, 1, STR_INIT("")},
		{1, STATUS_CLOSED, 2, STR_INIT("details files")},
	};
	const struct workflow workflow = {1, states, 2, NULL, 0};

	assert_false(workflow_locks(&workflow, STATUS_OPEN, AREA_FILES));
	assert_true(workflow_locks(&workflow, STATUS_CLOSED, AREA_FILES));
	assert_false(workflow_locks(&workflow, STATUS_CLOSED, AREA_MESSAGES));
	assert_true(workflow_locks(&workflow, STATUS_ARCHIVED, AREA_MESSAGES));
	struct incident open = {.status = STATUS_OPEN}, closed = {.status = STATUS_CLOSED};
	assert_null(workflow_lock(&workflow, &open, AREA_FILES));
	assert_string_equal(workflow_lock(&workflow, &closed, AREA_FILES), "Files are locked in this state.");
	open.merged_into_id = 5;
	for (int area = AREA_DETAILS; area <= AREA_MESSAGES; area++)
		assert_non_null(workflow_lock(&workflow, &open, (enum record_area)area));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(closing_depends_on_role_and_severity),
		cmocka_unit_test(a_critical_one_is_resolved_by_a_superadmin),
		cmocka_unit_test(every_reason_is_given),
		cmocka_unit_test(what_is_unknown_is_refused),
		cmocka_unit_test(automatic_moves_wait_for_their_guards),
		cmocka_unit_test(a_state_locks_its_areas),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
