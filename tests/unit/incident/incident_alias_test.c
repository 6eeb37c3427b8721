/* Words of other systems for severities, states and kinds. */
#include "../unit.h"

#include "incident/incident_alias.h"

static void severities(void **state)
{
	(void)state;
	assert_int_equal(incident_alias_severity(STR("SEV1")), SEVERITY_CRITICAL);
	assert_int_equal(incident_alias_severity(STR("sev-3")), SEVERITY_MEDIUM);
	assert_int_equal(incident_alias_severity(STR("High")), SEVERITY_HIGH);
	assert_int_equal(incident_alias_severity(STR("low")), SEVERITY_LOW);
	assert_int_equal(incident_alias_severity(STR("purple")), 0);
	assert_int_equal(incident_alias_severity(STR("")), 0);
}

static void states_are_those_of_the_register(void **state)
{
	static const struct { const char *word; int reg, status; } rows[] = {
		{"OPEN", REGISTER_OPERATIONS, STATUS_OPEN},
		{"Open", REGISTER_SAFETY, STATUS_NEW},
		{"MITIGATING", REGISTER_OPERATIONS, STATUS_MITIGATING},
		{"In Progress", REGISTER_OPERATIONS, STATUS_MITIGATING},
		{"In Progress", REGISTER_ENVIRONMENT, STATUS_UNDER_INVESTIGATION},
		{"In Progress", REGISTER_SAFETY, STATUS_INVESTIGATION},
		{"Under Investigation", REGISTER_ENVIRONMENT, STATUS_UNDER_INVESTIGATION},
		{"RESOLVED", REGISTER_ENVIRONMENT, STATUS_RESOLVED},
		{"Closed", REGISTER_SAFETY, STATUS_CLOSED},
		{"CAPA Pending", REGISTER_SAFETY, STATUS_CAPA_PENDING},
		{"under_review", REGISTER_SAFETY, STATUS_UNDER_REVIEW},
		{"gone", REGISTER_SAFETY, 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_int_equal(incident_alias_status(str_of(rows[i].word), rows[i].reg), rows[i].status);
}

static void kinds_name_register_and_category(void **state)
{
	int reg = 0;

	(void)state;
	assert_true(str_is(incident_alias_category(STR("Air Pollution"), &reg), "air_emission"));
	assert_int_equal(reg, REGISTER_ENVIRONMENT);
	assert_true(str_is(incident_alias_category(STR("equipment_failure"), &reg), "equipment_damage"));
	assert_int_equal(reg, REGISTER_SAFETY);
	assert_null(incident_alias_category(STR("Meteor"), &reg).at);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(severities),
		cmocka_unit_test(states_are_those_of_the_register),
		cmocka_unit_test(kinds_name_register_and_category),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
