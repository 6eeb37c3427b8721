/* What an incident did, by the JSON interface, over a real database: the same rules and rights as the pages have. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../cgi-bin/record_parts.h"
#include "impact/impact_api.h"
#include "system.h"

enum { SPECIALIST = 1, REPORTER, STRANGER, ELSEWHERE };

static struct staff s;

#define IMPACTS "/api/v1/incidents/INC-20241001-0001/impacts/"

static int setup(void **state)
{
	static const struct route *const own[] = {impact_api_routes, NULL}, *const pages[] = {NULL};

	if (staff_setup(&s, state) != 0)
		return -1;
	record_use(record_parts);
	staff_organization(&s, 1);
	staff_organization(&s, 2);
	staff_viewer(&s, SPECIALIST, ROLE_EHS_SPECIALIST, 1);
	staff_viewer(&s, REPORTER, ROLE_EMPLOYEE, 1);
	staff_viewer(&s, STRANGER, ROLE_EMPLOYEE, 1);
	staff_viewer(&s, ELSEWHERE, ROLE_EHS_SPECIALIST, 2);
	staff_run(&s,
		  "INSERT INTO incident (id, organization_id, uuid, number, register, status, title, description, occurred_at,"
		  " reported_at, establishment_id, severity, reporter_id, manager_id, source, created_at, updated_at)"
		  " VALUES (1, 1, UUID(), 'INC-20241001-0001', 'safety', 'under_review', 'A fall', 'Somebody fell.', '2024-10-01',"
		  " '2024-10-01', 1, 'low', %d, %d, 'wizard', '2024-10-01', '2024-10-01')", REPORTER, SPECIALIST);
	staff_run(&s, "INSERT INTO injured_person (id, organization_id, uuid, incident_id, full_name, is_private, created_at,"
		      " updated_at) VALUES (1, 1, UUID(), 1, 'Secret Name', TRUE, NOW(6), NOW(6))");
	system_open(&s, own, pages);
	return 0;
}

static void money_is_added_changed_and_taken_off(void **state)
{
	(void)state;
	assert_int_equal(system_send(&s, SPECIALIST, "POST", IMPACTS "costs", 0, "{\"kind\":\"gifts\",\"amount\":1}"), 422);
	assert_true(staff_shows(&s, "/kind"));
	assert_true(staff_shows(&s, "/basis"));
	assert_int_equal(system_send(&s, SPECIALIST, "POST", IMPACTS "costs", 0,
				     "{\"kind\":\"fine\",\"basis\":\"actual\",\"amount\":120.5}"), 200);
	assert_int_equal(system_send(&s, SPECIALIST, "GET", IMPACTS "costs", 0, ""), 200);
	assert_true(staff_shows(&s, "\"amount\":120.5"));
	assert_true(staff_shows(&s, "\"currency\":\"USD\""));
	const char *path = arena_printf(s.d->arena, IMPACTS "costs/%s", staff_read(&s, "SELECT uuid FROM incident_cost")).at;
	assert_int_equal(system_send(&s, SPECIALIST, "PATCH", path, 1, "{\"note\":\"Invoice 7\"}"), 200);
	assert_string_equal(staff_read(&s, "SELECT CONCAT(amount, ' ', note) FROM incident_cost"), "12050 Invoice 7");
	assert_int_equal(system_send(&s, SPECIALIST, "PATCH", path, 1, "{\"note\":\"Again\"}"), 412);
	const char *removal = arena_printf(s.d->arena, "%s/remove", path).at;
	assert_int_equal(system_send(&s, SPECIALIST, "POST", removal, 0, "{}"), 422);
	assert_int_equal(system_send(&s, SPECIALIST, "POST", removal, 0, "{\"reason\":\"Paid by another\"}"), 200);
	assert_int_equal(system_send(&s, SPECIALIST, "GET", IMPACTS "costs", 0, ""), 200);
	assert_true(staff_shows(&s, "\"items\":[]"));
}

static void who_may_not_learns_nothing(void **state)
{
	(void)state;
	assert_int_equal(system_send(&s, REPORTER, "GET", IMPACTS "costs", 0, ""), 403);
	assert_int_equal(system_send(&s, STRANGER, "GET", IMPACTS "people", 0, ""), 404);
	assert_int_equal(system_send(&s, ELSEWHERE, "POST", IMPACTS "people", 0, "{\"full_name\":\"X\"}"), 404);
	assert_int_equal(system_send(&s, REPORTER, "POST", IMPACTS "witnesses", 0, "{\"full_name\":\"X\"}"), 403);
	assert_int_equal(system_send(&s, REPORTER, "GET", IMPACTS "people", 0, ""), 200);
	assert_false(staff_shows(&s, "Secret Name"));
	assert_true(staff_shows(&s, "\"full_name\":null"));
	/* Who may know it leaves a mark. */
	assert_int_equal(system_send(&s, SPECIALIST, "GET", IMPACTS "people", 0, ""), 200);
	assert_true(staff_shows(&s, "Secret Name"));
	assert_string_equal(staff_read(&s, "SELECT COUNT(*) FROM audit_entry WHERE action = 'injured_person.read'"), "1");
}

static void people_assets_and_witnesses_are_entered(void **state)
{
	(void)state;
	assert_int_equal(system_send(&s, SPECIALIST, "POST", IMPACTS "people", 0,
				     "{\"full_name\":\"E3\",\"employment\":\"payroll\",\"care\":\"first_aid\"}"), 200);
	assert_string_equal(staff_read(&s, "SELECT CONCAT(full_name, ' ', person_id) FROM injured_person WHERE id > 1"),
			    "Given Person3 3");
	assert_int_equal(system_send(&s, SPECIALIST, "POST", IMPACTS "assets", 0, "{\"name\":\"Press\",\"damage\":\"Bent\"}"), 200);
	assert_int_equal(system_send(&s, SPECIALIST, "POST", IMPACTS "witnesses", 0, "{\"full_name\":\"Saw It\"}"), 200);
	assert_int_equal(system_send(&s, SPECIALIST, "GET", IMPACTS "witnesses", 0, ""), 200);
	assert_true(staff_shows(&s, "Saw It"));
	assert_int_equal(system_send(&s, SPECIALIST, "GET", IMPACTS "assets", 0, ""), 200);
	assert_true(staff_shows(&s, "Bent"));
	assert_int_equal(system_send(&s, SPECIALIST, "GET", IMPACTS "orders", 0, ""), 200);
	assert_int_equal(system_send(&s, SPECIALIST, "GET", IMPACTS "violations", 0, ""), 200);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(money_is_added_changed_and_taken_off),
		cmocka_unit_test(who_may_not_learns_nothing),
		cmocka_unit_test(people_assets_and_witnesses_are_entered),
	};
	return cmocka_run_group_tests_name("impact_api", tests, setup, staff_teardown);
}
