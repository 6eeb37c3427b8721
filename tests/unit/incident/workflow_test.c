/* Who may take which step, over the rows that ship in sql/seed/0013_workflow.sql. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "incident/workflow.h"

static const struct transition close_safety = {
	.reg = REGISTER_SAFETY,
	.from_status = STATUS_UNDER_REVIEW,
	.to_status = STATUS_CLOSED,
	.label = STR_INIT("Close"),
	.permits = STR_INIT("manager:low supervisor:low ehs_specialist:critical superadmin:critical"
			    " administrator:critical"),
	.guard = GUARD_NO_INVESTIGATION,
	.needs_reason = true,
};
static const struct transition resolve = {
	.reg = REGISTER_OPERATIONS,
	.from_status = STATUS_MITIGATED,
	.to_status = STATUS_RESOLVED,
	.permits = STR_INIT("manager:high operator:high superadmin:critical administrator:high"),
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

static const char *why(const struct transition *step, const struct incident *incident, struct grant grant,
		       int64_t person)
{
	struct viewer viewer = {
		.organization_id = 1, .person_id = person, .grants = &grant, .grant_count = 1};
	return workflow_why_not(step, incident, &viewer);
}

static void closing_depends_on_role_and_severity(void **state)
{
	(void)state;
	struct incident low = incident_at(REGISTER_SAFETY, STATUS_UNDER_REVIEW, SEVERITY_LOW);
	struct incident high = incident_at(REGISTER_SAFETY, STATUS_UNDER_REVIEW, SEVERITY_HIGH);
	struct grant supervisor = {ROLE_SUPERVISOR, 3, 0}, specialist = {ROLE_EHS_SPECIALIST, 0, 0};
	struct grant employee = {ROLE_EMPLOYEE, 0, 0}, auditor = {ROLE_AUDITOR, 0, 0};

	assert_null(why(&close_safety, &low, supervisor, PERSON));
	assert_non_null(why(&close_safety, &high, supervisor, PERSON));
	assert_null(why(&close_safety, &high, specialist, PERSON));
	assert_null(why(&close_safety, &low, employee, MANAGER));
	assert_non_null(why(&close_safety, &high, employee, MANAGER));
	assert_non_null(why(&close_safety, &low, employee, PERSON));
	assert_non_null(why(&close_safety, &low, auditor, PERSON));
}

static void limits_of_a_role_hold(void **state)
{
	(void)state;
	struct incident low = incident_at(REGISTER_SAFETY, STATUS_UNDER_REVIEW, SEVERITY_LOW);
	struct grant elsewhere = {ROLE_SUPERVISOR, 2, 0}, other_department = {ROLE_SUPERVISOR, 3, 5};

	assert_non_null(why(&close_safety, &low, elsewhere, PERSON));
	assert_non_null(why(&close_safety, &low, other_department, PERSON));
}

static void a_step_follows_its_state_only(void **state)
{
	(void)state;
	struct incident closed = incident_at(REGISTER_SAFETY, STATUS_CLOSED, SEVERITY_LOW);
	struct incident other = incident_at(REGISTER_ENVIRONMENT, STATUS_UNDER_REVIEW, SEVERITY_LOW);
	struct grant administrator = {ROLE_ADMINISTRATOR, 0, 0};

	assert_non_null(why(&close_safety, &closed, administrator, PERSON));
	assert_non_null(why(&close_safety, &other, administrator, PERSON));
}

static void a_required_investigation_comes_first(void **state)
{
	(void)state;
	struct incident low = incident_at(REGISTER_SAFETY, STATUS_UNDER_REVIEW, SEVERITY_LOW);
	struct grant administrator = {ROLE_ADMINISTRATOR, 0, 0};
	struct transition investigate = close_safety;

	investigate.to_status = STATUS_INVESTIGATION;
	investigate.guard = GUARD_INVESTIGATION;
	assert_non_null(why(&investigate, &low, administrator, PERSON));
	low.investigation_required = true;
	assert_non_null(why(&close_safety, &low, administrator, PERSON));
	assert_non_null(why(&investigate, &low, administrator, PERSON));
	low.investigation_lead_id = 11;
	assert_null(why(&investigate, &low, administrator, PERSON));
}

static void critical_outages_need_a_superadmin(void **state)
{
	(void)state;
	struct incident high = incident_at(REGISTER_OPERATIONS, STATUS_MITIGATED, SEVERITY_HIGH);
	struct incident critical = incident_at(REGISTER_OPERATIONS, STATUS_MITIGATED, SEVERITY_CRITICAL);
	struct grant operator= {ROLE_OPERATOR, 0, 0}, superadmin = {ROLE_SUPERADMIN, 0, 0};
	struct transition close = resolve;

	assert_null(why(&resolve, &high, operator, PERSON));
	assert_non_null(why(&resolve, &critical, operator, PERSON));
	assert_null(why(&resolve, &critical, superadmin, PERSON));
	close.guard = GUARD_POSTMORTEM;
	assert_non_null(why(&close, &high, superadmin, PERSON));
}

static void nothing_is_done_across_organizations(void **state)
{
	(void)state;
	struct incident low = incident_at(REGISTER_SAFETY, STATUS_UNDER_REVIEW, SEVERITY_LOW);
	struct grant administrator = {ROLE_ADMINISTRATOR, 0, 0};

	low.organization_id = 2;
	assert_non_null(why(&close_safety, &low, administrator, MANAGER));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(closing_depends_on_role_and_severity),
		cmocka_unit_test(limits_of_a_role_hold),
		cmocka_unit_test(a_step_follows_its_state_only),
		cmocka_unit_test(a_required_investigation_comes_first),
		cmocka_unit_test(critical_outages_need_a_superadmin),
		cmocka_unit_test(nothing_is_done_across_organizations),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
