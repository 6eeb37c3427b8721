/*
 * Outages over a real database: the timeline takes entries and keeps them, a postmortem is written, published, taken back,
 * and SEV1 closes only with a published one.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../cgi-bin/record_parts.h"
#include "incident/incident_detail_pages.h"
#include "incident/incident_status_pages.h"
#include "operations/desk_pages.h"
#include "operations/operations_api.h"
#include "system.h"

enum { OPERATOR = 1, REPORTER, STRANGER, ELSEWHERE, SUPERADMIN };

static struct staff s;
static const struct route *const routes[] = {
	incident_detail_routes, incident_status_routes, timeline_routes, postmortem_routes, desk_routes, NULL,
};
static const struct program program = {.name = "portal",
				       .routes = routes,
				       .identify = staff_identify,
				       .authorise = session_authorise,
				       .account = "owner"};

#define NUMBER "INC-20241001-0001"
#define INCIDENT "/incidents/" NUMBER
#define WHOLE \
	"impact_summary=40+minutes&root_cause=A+shared+pool&timeline=10:02&what_went_well=Alarms&what_went_wrong=Blind" \
	"&public_summary=Orders+were+late&internal_notes=Vendor+was+slow"

static int setup(void **state)
{
	if (staff_setup(&s, state) != 0)
		return -1;
	record_use(record_parts);
	staff_organization(&s, 1);
	staff_organization(&s, 2);
	staff_viewer(&s, OPERATOR, ROLE_OPERATOR, 1);
	staff_viewer(&s, REPORTER, ROLE_EMPLOYEE, 1);
	staff_viewer(&s, STRANGER, ROLE_EMPLOYEE, 1);
	staff_viewer(&s, ELSEWHERE, ROLE_OPERATOR, 2);
	staff_viewer(&s, SUPERADMIN, ROLE_SUPERADMIN, 1);
	staff_run(&s,
		  "INSERT INTO incident (id, organization_id, uuid, number, register, status, title, description, occurred_at,"
		  " reported_at, establishment_id, severity, reporter_id, manager_id, source, created_at, updated_at)"
		  " VALUES (1, 1, UUID(), '" NUMBER "', 'operations', 'resolved', 'Orders stand still', 'Nothing moves.',"
		  " '2024-10-01', '2024-10-01', 1, 'critical', %d, %d, 'wizard', '2024-10-01', '2024-10-01'),"
		  " (2, 1, UUID(), 'INC-20241001-0002', 'safety', 'new', 'A fall', 'Somebody fell.', '2024-10-01', '2024-10-01',"
		  " 1, 'low', %d, %d, 'wizard', '2024-10-01', '2024-10-01')", REPORTER, OPERATOR, REPORTER, OPERATOR);
	staff_open(&s, &program);
	return 0;
}

static void entries_are_added_in_their_order_and_stay(void **state)
{
	(void)state;
	assert_int_equal(staff_post(&s, OPERATOR, INCIDENT "/timeline", "kind=&happened_at=&text="), 422);
	assert_true(staff_shows(&s, "id=\"problems\""));
	assert_int_equal(staff_post(&s, OPERATOR, INCIDENT "/timeline",
				    "kind=action&happened_at=2024-10-01T10:20&text=Pool+restarted"), 303);
	assert_int_equal(staff_post(&s, OPERATOR, INCIDENT "/timeline",
				    "kind=detected&happened_at=2024-10-01T10:02&text=First+alarm"), 303);
	assert_int_equal(staff_post(&s, OPERATOR, INCIDENT "/timeline",
				    "kind=note&happened_at=2999-10-01T10:02&text=Not+yet"), 422);
	assert_int_equal(staff_get(&s, OPERATOR, INCIDENT "/timeline"), 200);
	ptrdiff_t first = str_find(client_text(&s.client), STR("First alarm"));
	assert_true(first > 0 && first < str_find(client_text(&s.client), STR("Pool restarted")));
	assert_string_equal(staff_read(&s, "SELECT COUNT(*) FROM event WHERE kind = 'timeline_entry.created'"), "2");
	assert_string_equal(staff_read(&s, "SELECT COUNT(*) FROM audit_entry WHERE action = 'timeline_entry.created'"
					   " AND incident_id = 1"), "2");
}

static void the_timeline_is_for_those_who_work_on_it(void **state)
{
	(void)state;
	assert_int_equal(staff_get(&s, REPORTER, INCIDENT "/timeline"), 403);
	assert_int_equal(staff_post(&s, REPORTER, INCIDENT "/timeline", "kind=note&happened_at=2024-10-01T10:02&text=x"), 403);
	assert_int_equal(staff_get(&s, STRANGER, INCIDENT "/timeline"), 404);
	assert_int_equal(staff_get(&s, ELSEWHERE, INCIDENT "/timeline"), 404);
	assert_int_equal(staff_get(&s, OPERATOR, "/incidents/INC-20241001-0002/timeline"), 404);
	assert_int_equal(staff_get(&s, OPERATOR, "/incidents/INC-20241001-0002/postmortem"), 404);
}

static void sev1_waits_for_its_postmortem(void **state)
{
	(void)state;
	assert_int_equal(staff_get(&s, SUPERADMIN, INCIDENT), 200);
	assert_true(staff_shows(&s, "The postmortem is not published"));
	assert_int_equal(staff_get(&s, OPERATOR, "/desk/postmortems"), 200);
	assert_true(staff_shows(&s, "Waiting for a postmortem"));
	assert_true(staff_shows(&s, NUMBER));
	staff_post(&s, SUPERADMIN, INCIDENT "/status/closed", "from=resolved&reason=Over");
	assert_string_equal(staff_read(&s, "SELECT status FROM incident WHERE id = 1"), "resolved");
	assert_true(staff_shows(&s, "SEV1 and SEV2 need a published postmortem."));
}

static void a_draft_begins_with_the_timeline_and_is_published_once_complete(void **state)
{
	(void)state;
	assert_int_equal(staff_get(&s, OPERATOR, INCIDENT "/postmortem/edit"), 200);
	assert_true(staff_shows(&s, "· First alarm"));
	assert_int_equal(staff_post(&s, OPERATOR, INCIDENT "/postmortem/publish", ""), 404);
	assert_int_equal(staff_post(&s, OPERATOR, INCIDENT "/postmortem/edit", "impact_summary=40+minutes"), 303);
	assert_int_equal(staff_post(&s, OPERATOR, INCIDENT "/postmortem/publish", ""), 422);
	assert_true(staff_shows(&s, "Root cause"));
	assert_int_equal(staff_get(&s, REPORTER, INCIDENT "/postmortem"), 200);
	assert_false(staff_shows(&s, "40 minutes"));
	assert_int_equal(staff_post(&s, REPORTER, INCIDENT "/postmortem/edit", WHOLE), 403);
	assert_int_equal(staff_post(&s, OPERATOR, INCIDENT "/postmortem/edit", WHOLE "&version=7"), 409);
	assert_int_equal(staff_post(&s, OPERATOR, INCIDENT "/postmortem/edit", WHOLE "&version=1"), 303);
	assert_int_equal(staff_post(&s, OPERATOR, INCIDENT "/postmortem/publish", ""), 303);
	assert_string_equal(staff_read(&s, "SELECT CONCAT(state, ' ', published_by_id) FROM postmortem"), "published 1");
	assert_string_equal(staff_read(&s, "SELECT COUNT(*) FROM event WHERE kind = 'postmortem.published'"), "1");
}

static void the_reporter_reads_the_summary_only(void **state)
{
	(void)state;
	assert_int_equal(staff_get(&s, REPORTER, INCIDENT "/postmortem"), 200);
	assert_true(staff_shows(&s, "Orders were late"));
	assert_false(staff_shows(&s, "Vendor was slow"));
	assert_false(staff_shows(&s, "A shared pool"));
	assert_int_equal(staff_get(&s, OPERATOR, INCIDENT "/postmortem"), 200);
	assert_true(staff_shows(&s, "Vendor was slow"));
}

static void what_is_published_is_taken_back_with_a_reason(void **state)
{
	(void)state;
	assert_int_equal(staff_get(&s, OPERATOR, INCIDENT "/postmortem/edit"), 423);
	assert_true(staff_shows(&s, "href=\"" INCIDENT "/postmortem\""));
	assert_int_equal(staff_post(&s, OPERATOR, INCIDENT "/postmortem/revise", "reason="), 422);
	assert_int_equal(staff_post(&s, OPERATOR, INCIDENT "/postmortem/revise", "reason=A+wrong+time"), 303);
	assert_string_equal(staff_read(&s, "SELECT state FROM postmortem"), "draft");
	assert_string_equal(staff_read(&s, "SELECT reason FROM audit_entry WHERE action = 'postmortem.revised'"), "A wrong time");
	assert_int_equal(staff_post(&s, OPERATOR, INCIDENT "/postmortem/publish", ""), 303);
}

static void sev1_closes_with_it(void **state)
{
	(void)state;
	staff_run(&s, "INSERT INTO comment (organization_id, incident_id, author_id, audience, body, created_at)"
		      " VALUES (1, 1, %d, 'reporter', 'Orders move again.', NOW(6))", OPERATOR);
	assert_int_equal(staff_post(&s, SUPERADMIN, INCIDENT "/status/closed", "from=resolved&reason=Over"), 303);
	assert_string_equal(staff_read(&s, "SELECT status FROM incident WHERE id = 1"), "closed");
	assert_int_equal(staff_post(&s, OPERATOR, INCIDENT "/postmortem/revise", "reason=Late"), 423);
	assert_int_equal(staff_get(&s, OPERATOR, "/desk/postmortems"), 200);
	assert_false(staff_shows(&s, "Waiting for a postmortem"));
	assert_true(staff_shows(&s, NUMBER));
	assert_int_equal(staff_get(&s, ELSEWHERE, "/desk/postmortems"), 200);
	assert_false(staff_shows(&s, NUMBER));
}

/* --- the same for other systems --- */

static int send_json(const char *method, const char *path, int version, const char *json)
{
	return system_send(&s, OPERATOR, method, path, version, json);
}

#define API "/api/v1/incidents/INC-20241001-0003"

static void other_systems_write_timelines_and_postmortems(void **state)
{
	static const struct route *const own[] = {operations_api_routes, NULL}, *const pages[] = {postmortem_routes, NULL};

	(void)state;
	staff_run(&s, "INSERT INTO incident (id, organization_id, uuid, number, register, status, title, description, occurred_at,"
		      " reported_at, establishment_id, severity, manager_id, source, created_at, updated_at)"
		      " VALUES (3, 1, UUID(), 'INC-20241001-0003', 'operations', 'resolved', 'Orders stand still', 'Again.',"
		      " '2024-10-01', '2024-10-01', 1, 'high', %d, 'api', '2024-10-01', '2024-10-01')", OPERATOR);
	system_open(&s, own, pages);
	assert_int_equal(send_json("POST", API "/events", 0, "{\"event_type\":\"ACTION\",\"content\":\"Restarted\"}"), 201);
	assert_true(staff_shows(&s, "\"kind\":\"action\""));
	assert_true(staff_shows(&s, "\"text\":\"Restarted\""));
	assert_int_equal(send_json("POST", API "/events", 0, "{\"event_type\":\"deploy\",\"content\":\"v2\"}"), 201);
	assert_true(staff_shows(&s, "\"kind\":\"note\""));
	assert_int_equal(send_json("POST", API "/events", 0, "{\"kind\":\"action\"}"), 422);
	assert_true(staff_shows(&s, "/text"));
	assert_int_equal(send_json("GET", API "/events", 0, ""), 200);
	assert_true(staff_shows(&s, "Restarted"));
	assert_int_equal(send_json("GET", API "/postmortem", 0, ""), 404);
	assert_int_equal(send_json("POST", API "/postmortem", 0, "{\"root_cause\":\"A pool\"}"), 201);
	assert_int_equal(send_json("POST", API "/postmortem", 0, "{\"root_cause\":\"A pool\"}"), 409);
	assert_int_equal(send_json("POST", API "/postmortem/publish", 0, "{}"), 422);
	assert_int_equal(send_json("PUT", API "/postmortem", 9, "{\"root_cause\":\"B\"}"), 412);
	assert_int_equal(send_json("PUT", API "/postmortem", 1,
				   "{\"impact_summary\":\"i\",\"root_cause\":\"r\",\"timeline\":\"t\",\"what_went_well\":\"w\","
				   "\"what_went_wrong\":\"x\"}"), 200);
	assert_int_equal(send_json("POST", API "/postmortem/publish", 0, "{}"), 200);
	assert_int_equal(send_json("GET", API "/postmortem", 0, ""), 200);
	assert_true(staff_shows(&s, "\"state\":\"published\""));
	staff_open(&s, &program);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(entries_are_added_in_their_order_and_stay),
		cmocka_unit_test(the_timeline_is_for_those_who_work_on_it),
		cmocka_unit_test(sev1_waits_for_its_postmortem),
		cmocka_unit_test(a_draft_begins_with_the_timeline_and_is_published_once_complete),
		cmocka_unit_test(the_reporter_reads_the_summary_only),
		cmocka_unit_test(what_is_published_is_taken_back_with_a_reason),
		cmocka_unit_test(sev1_closes_with_it),
		cmocka_unit_test(other_systems_write_timelines_and_postmortems),
	};
	return cmocka_run_group_tests_name("operations", tests, setup, staff_teardown);
}
