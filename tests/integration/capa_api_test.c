/* Actions by the JSON interface, over a real database: made, changed, stepped along and listed, with the pages' rules. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../cgi-bin/record_parts.h"
#include "capa/capa_api.h"
#include "capa/capa_edit_pages.h"
#include "capa/capa_step_pages.h"
#include "system.h"

enum { SPECIALIST = 1, DOER, STRANGER, ELSEWHERE };

static struct staff s;

static int setup(void **state)
{
	static const struct route *const own[] = {capa_api_routes, NULL};
	static const struct route *const pages[] = {capa_edit_routes, capa_routes, capa_step_routes, NULL};

	if (staff_setup(&s, state) != 0)
		return -1;
	record_use(record_parts);
	staff_organization(&s, 1);
	staff_organization(&s, 2);
	staff_viewer(&s, SPECIALIST, ROLE_EHS_SPECIALIST, 1);
	staff_viewer(&s, DOER, ROLE_EMPLOYEE, 1);
	staff_viewer(&s, STRANGER, ROLE_EMPLOYEE, 1);
	staff_viewer(&s, ELSEWHERE, ROLE_EHS_SPECIALIST, 2);
	staff_run(&s,
		  "INSERT INTO incident (id, organization_id, uuid, number, register, status, title, description, occurred_at,"
		  " reported_at, establishment_id, severity, reporter_id, manager_id, source, created_at, updated_at)"
		  " VALUES (1, 1, UUID(), 'INC-20241001-0001', 'safety', 'under_review', 'A fall', 'Somebody fell.', '2024-10-01',"
		  " '2024-10-01', 1, 'low', %d, %d, 'wizard', '2024-10-01', '2024-10-01')", STRANGER, SPECIALIST);
	system_open(&s, own, pages);
	return 0;
}

/* The number of the only action. */
static const char *path_of(const char *behind)
{
	return arena_printf(s.d->arena, "/api/v1/capas/%s%s", staff_read(&s, "SELECT number FROM capa"), behind).at;
}

#define GUARD                                                                                                            \
	"\"title\":\"Guard rail\",\"type\":\"corrective\",\"strength\":\"engineering\",\"priority\":\"high\","           \
	"\"due_on\":\"2099-01-31\",\"responsible\":\"E2\""

static void one_is_made_for_an_incident(void **state)
{
	const char *path = "/api/v1/incidents/INC-20241001-0001/capa/new";

	(void)state;
	assert_int_equal(system_send(&s, SPECIALIST, "POST", path, 0, "{\"title\":\"Guard rail\"}"), 422);
	assert_true(staff_shows(&s, "/due_on"));
	assert_true(staff_shows(&s, "/strength"));
	assert_int_equal(system_send(&s, STRANGER, "POST", path, 0, "{" GUARD "}"), 403);
	assert_int_equal(system_send(&s, ELSEWHERE, "POST", path, 0, "{" GUARD "}"), 404);
	assert_int_equal(system_send(&s, SPECIALIST, "POST", path, 0, "{" GUARD "}"), 200);
	assert_true(staff_shows(&s, "\"resource\":\"/api/v1/capas/CAPA-"));
	assert_string_equal(staff_read(&s, "SELECT CONCAT(title, ' ', responsible_id, ' ', status) FROM capa"), "Guard rail 2 open");
}

static void lists_hold_what_the_viewer_may_see(void **state)
{
	(void)state;
	assert_int_equal(system_send(&s, SPECIALIST, "GET", "/api/v1/capas?view=open&strength=engineering", 0, ""), 200);
	assert_true(staff_shows(&s, "\"title\":\"Guard rail\""));
	assert_true(staff_shows(&s, "\"responsible\":\"Given Person2\""));
	assert_int_equal(system_send(&s, SPECIALIST, "GET", "/api/v1/capas?strength=ppe", 0, ""), 200);
	assert_false(staff_shows(&s, "Guard rail"));
	assert_int_equal(system_send(&s, ELSEWHERE, "GET", "/api/v1/capas", 0, ""), 200);
	assert_false(staff_shows(&s, "Guard rail"));
	assert_int_equal(system_send(&s, SPECIALIST, "GET", "/api/v1/incidents/INC-20241001-0001/capas", 0, ""), 200);
	assert_true(staff_shows(&s, "\"title\":\"Guard rail\""));
	assert_int_equal(system_send(&s, ELSEWHERE, "GET", path_of(""), 0, ""), 404);
}

static void a_change_needs_the_version_that_it_began_from(void **state)
{
	const char *body = "{\"description\":\"Along the whole edge\"}";

	(void)state;
	assert_int_equal(system_send(&s, SPECIALIST, "PATCH", path_of(""), 0, body), 428);
	assert_int_equal(system_send(&s, SPECIALIST, "PATCH", path_of(""), 9, body), 412);
	assert_int_equal(system_send(&s, SPECIALIST, "PATCH", path_of(""), 1, body), 200);
	assert_string_equal(staff_read(&s, "SELECT CONCAT(title, ': ', description) FROM capa"), "Guard rail: Along the whole edge");
}

static void steps_follow_the_same_rules(void **state)
{
	(void)state;
	assert_int_equal(system_send(&s, STRANGER, "POST", path_of("/step/start"), 0, "{}"), 403);
	assert_int_equal(system_send(&s, ELSEWHERE, "POST", path_of("/step/start"), 0, "{}"), 404);
	assert_int_equal(system_send(&s, DOER, "POST", path_of("/step/verify"), 0, "{}"), 403);
	assert_int_equal(system_send(&s, DOER, "POST", path_of("/step/start"), 0, "{}"), 200);
	assert_int_equal(system_send(&s, DOER, "POST", path_of("/step/complete"), 0, "{}"), 422);
	assert_true(staff_shows(&s, "/done"));
	assert_int_equal(system_send(&s, DOER, "POST", path_of("/progress"), 0, "{\"note\":\"Half of it stands\"}"), 200);
	assert_int_equal(system_send(&s, DOER, "POST", path_of("/step/complete"), 0, "{\"done\":\"It stands; seen by the foreman\"}"),
			 200);
	assert_int_equal(system_send(&s, SPECIALIST, "GET", path_of(""), 0, ""), 200);
	assert_true(staff_shows(&s, "\"status\":\"completed\""));
	assert_true(staff_shows(&s, "Half of it stands"));
	assert_true(staff_shows(&s, "\"incident\":\"INC-20241001-0001\""));
	/* Signed: not without the password. */
	assert_int_equal(system_send(&s, SPECIALIST, "POST", path_of("/step/verify"), 0, "{\"accepts_policy\":true}"), 422);
	assert_true(staff_shows(&s, "/password"));
	assert_string_equal(staff_read(&s, "SELECT status FROM capa"), "completed");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_is_made_for_an_incident),
		cmocka_unit_test(lists_hold_what_the_viewer_may_see),
		cmocka_unit_test(a_change_needs_the_version_that_it_began_from),
		cmocka_unit_test(steps_follow_the_same_rules),
	};
	return cmocka_run_group_tests_name("capa_api", tests, setup, staff_teardown);
}
