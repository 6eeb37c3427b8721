/* Deadlines by the JSON interface: the list of what the viewer may see, and those of one incident as they are now. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../cgi-bin/record_parts.h"
#include "deadline/deadline_api.h"
#include "deadline/sweep.h"
#include "system.h"

enum { SPECIALIST = 1, MANAGER, REPORTER, ELSEWHERE };

static struct staff s;

static int setup(void **state)
{
	static const struct route *const own[] = {deadline_api_routes, NULL};
	static const struct route *const pages[] = {NULL};

	if (staff_setup(&s, state) != 0)
		return -1;
	record_use(record_parts);
	staff_organization(&s, 1);
	staff_organization(&s, 2);
	staff_viewer(&s, SPECIALIST, ROLE_EHS_SPECIALIST, 1);
	staff_viewer(&s, MANAGER, ROLE_EMPLOYEE, 1);
	staff_viewer(&s, REPORTER, ROLE_EMPLOYEE, 1);
	staff_viewer(&s, ELSEWHERE, ROLE_EHS_SPECIALIST, 2);
	staff_run(&s,
		  "INSERT INTO incident (id, organization_id, uuid, number, register, status, title, description, occurred_at,"
		  " reported_at, establishment_id, severity, reporter_id, manager_id, target_on, source, created_at, updated_at)"
		  " VALUES (1, 1, UUID(), 'INC-20241001-0001', 'safety', 'under_review', 'A fall', 'Somebody fell.', '2024-10-01',"
		  " '2024-10-01', 1, 'low', %d, %d, '2099-12-31', 'wizard', '2024-10-01', '2024-10-01')", REPORTER, MANAGER);
	assert_int_equal(sweep_organization(s.d->db, moment_now(), 1), RC_OK);
	system_open(&s, own, pages);
	return 0;
}

static void the_list_holds_what_the_viewer_may_see(void **state)
{
	(void)state;
	assert_int_equal(system_send(&s, MANAGER, "GET", "/api/v1/deadlines", 0, ""), 200);
	assert_true(staff_shows(&s, "\"kind\":\"incident_target\""));
	assert_true(staff_shows(&s, "\"due_on\":\"2099-12-31\""));
	assert_true(staff_shows(&s, "\"state\":\"open\""));
	assert_true(staff_shows(&s, "\"title\":\"Close the incident\""));
	assert_true(staff_shows(&s, "\"page\":\"/incidents/INC-20241001-0001\""));
	assert_int_equal(system_send(&s, MANAGER, "GET", "/api/v1/deadlines?kind=capa", 0, ""), 200);
	assert_false(staff_shows(&s, "incident_target"));
	assert_int_equal(system_send(&s, REPORTER, "GET", "/api/v1/deadlines?view=all", 0, ""), 200);
	assert_false(staff_shows(&s, "incident_target"));
	assert_int_equal(system_send(&s, ELSEWHERE, "GET", "/api/v1/deadlines?view=all", 0, ""), 200);
	assert_false(staff_shows(&s, "INC-20241001-0001"));
	assert_int_equal(system_send(&s, SPECIALIST, "GET", "/api/v1/deadlines?view=all&limit=1", 0, ""), 200);
	assert_true(staff_shows(&s, "\"next\":\"/api/v1/deadlines?"));
}

static void an_incident_tells_what_is_due_now(void **state)
{
	(void)state;
	staff_run(&s, "UPDATE incident SET target_on = '2098-01-01' WHERE id = 1"); /* no row says so yet */
	assert_int_equal(system_send(&s, MANAGER, "GET", "/api/v1/incidents/INC-20241001-0001/deadlines", 0, ""), 200);
	assert_true(staff_shows(&s, "\"due_on\":\"2098-01-01\""));
	assert_int_equal(system_send(&s, REPORTER, "GET", "/api/v1/incidents/INC-20241001-0001/deadlines", 0, ""), 200);
	assert_true(staff_shows(&s, "\"items\":[]"));
	assert_int_equal(system_send(&s, ELSEWHERE, "GET", "/api/v1/incidents/INC-20241001-0001/deadlines", 0, ""), 404);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_list_holds_what_the_viewer_may_see),
		cmocka_unit_test(an_incident_tells_what_is_due_now),
	};
	return cmocka_run_group_tests(tests, setup, staff_teardown);
}
