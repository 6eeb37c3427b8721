/* Reports written step by step through the JSON interface, and short ones that their reporters complete. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../cgi-bin/record_parts.h"
#include "incident/incident_api.h"
#include "incident/report_draft_api.h"
#include "incident/report_pages.h"
#include "system.h"

enum { REPORTER = 1, OTHER, ELSEWHERE };

static struct staff s;

static int setup(void **state)
{
	static const struct route *const own[] = {incident_api_routes, report_draft_api_routes, NULL};
	static const struct route *const pages[] = {report_routes, report_details_routes, NULL};

	if (staff_setup(&s, state) != 0)
		return -1;
	record_use(record_parts);
	staff_organization(&s, 1);
	staff_organization(&s, 2);
	staff_viewer(&s, REPORTER, ROLE_EMPLOYEE, 1);
	staff_viewer(&s, OTHER, ROLE_EMPLOYEE, 1);
	staff_viewer(&s, ELSEWHERE, ROLE_EMPLOYEE, 2);
	system_open(&s, own, pages);
	return 0;
}

static const char *path_of(const char *behind)
{
	return arena_printf(s.d->arena, "/api/v1/report-drafts/%s%s", staff_read(&s, "SELECT uuid FROM report_draft"), behind).at;
}

static int send_file(int who, const char *path, const char *content)
{
	staff_ask(&s, who);
	client_begin(&s.client, "POST", path);
	client_body(&s.client, "multipart/form-data; boundary=b",
		    arena_printf(s.client.arena,
				 "--b\r\nContent-Disposition: form-data; name=\"files\"; filename=\"notes.txt\"\r\n"
				 "Content-Type: text/plain\r\n\r\n%s\r\n--b--\r\n", content));
	return client_send(&s.client);
}

static void a_draft_is_begun_and_is_its_accounts_own(void **state)
{
	(void)state;
	assert_int_equal(system_send(&s, REPORTER, "POST", "/api/v1/report-drafts", 0,
				     "{\"description\":\"A pallet slid off the forks.\",\"report_type\":\"near_miss\","
				     "\"witness\":[{\"full_name\":\"Ann Lee\"}]}"), 201);
	assert_true(staff_shows(&s, "\"register\":\"safety\""));
	assert_true(staff_shows(&s, "\"missing\":[\"establishment_id\",\"severity\""));
	assert_int_equal(system_send(&s, REPORTER, "GET", "/api/v1/report-drafts", 0, ""), 200);
	assert_true(staff_shows(&s, "\"title\":\"A pallet slid off the forks"));
	assert_int_equal(system_send(&s, OTHER, "GET", "/api/v1/report-drafts", 0, ""), 200);
	assert_false(staff_shows(&s, "pallet"));
	assert_int_equal(system_send(&s, OTHER, "GET", path_of(""), 0, ""), 404);
	assert_int_equal(system_send(&s, OTHER, "PATCH", path_of(""), 0, "{\"title\":\"Mine\"}"), 404);
}

static void what_is_not_sent_stays(void **state)
{
	(void)state;
	assert_int_equal(system_send(&s, REPORTER, "PATCH", path_of(""), 0, "{\"establishment_id\":1,\"severity\":\"huge\"}"), 422);
	assert_true(staff_shows(&s, "/severity"));
	assert_int_equal(system_send(&s, REPORTER, "PATCH", path_of(""), 0,
				     "{\"establishment_id\":1,\"injured\":[{\"full_name\":\"Bo Hill\",\"care\":\"none\",\"employment\":\"payroll\"}]}"), 200);
	assert_true(staff_shows(&s, "A pallet slid off the forks."));
	assert_true(staff_shows(&s, "Ann Lee"));
	assert_true(staff_shows(&s, "Bo Hill"));
	assert_true(staff_shows(&s, "\"missing\":[\"severity\""));
	assert_int_equal(system_send(&s, REPORTER, "PATCH", path_of(""), 0, "{\"witness\":[]}"), 200);
	assert_true(staff_shows(&s, "Bo Hill"));
}

static void files_come_and_go(void **state)
{
	(void)state;
	assert_int_equal(send_file(REPORTER, path_of("/files"), "first"), 201);
	assert_int_equal(send_file(REPORTER, path_of("/files"), "second"), 201);
	assert_true(staff_shows(&s, "\"n\":1,\"name\":\"notes.txt\",\"type\":\"text/plain\",\"size\":6"));
	assert_int_equal(send_file(OTHER, path_of("/files"), "third"), 404);
	assert_int_equal(system_send(&s, REPORTER, "POST", path_of("/files/0/remove"), 0, "{}"), 200);
	assert_true(staff_shows(&s, "\"n\":0,\"name\":\"notes.txt\",\"type\":\"text/plain\",\"size\":6"));
	assert_int_equal(system_send(&s, REPORTER, "POST", path_of("/files/1/remove"), 0, "{}"), 404);
}

static void it_is_sent_when_nothing_is_missing(void **state)
{
	(void)state;
	assert_int_equal(system_send(&s, REPORTER, "POST", path_of("/send"), 0, "{}"), 422);
	assert_true(staff_shows(&s, "/severity"));
	assert_string_equal(staff_read(&s, "SELECT COUNT(*) FROM incident"), "0");
	assert_int_equal(system_send(&s, REPORTER, "PATCH", path_of(""), 0,
				     "{\"severity\":\"low\",\"title\":\"A pallet\",\"reporting\":\"named\"}"), 200);
	assert_true(staff_shows(&s, "\"missing\":[]"));
	assert_int_equal(system_send(&s, OTHER, "POST", path_of("/send"), 0, "{}"), 404);
	assert_int_equal(system_send(&s, REPORTER, "POST", path_of("/send"), 0, "{}"), 201);
	assert_true(staff_shows(&s, "\"number\":\"INC-"));
	assert_string_equal(staff_read(&s, "SELECT CONCAT(title, ' ', source, ' ', is_complete) FROM incident"), "A pallet wizard 1");
	assert_string_equal(staff_read(&s, "SELECT full_name FROM injured_person"), "Bo Hill");
	assert_string_equal(staff_read(&s, "SELECT CONCAT(name, ' ', size) FROM attachment"), "notes.txt 6");
	assert_string_equal(staff_read(&s, "SELECT COUNT(*) FROM report_draft"), "0");
}

static void a_draft_can_be_thrown_away(void **state)
{
	(void)state;
	assert_int_equal(system_send(&s, REPORTER, "POST", "/api/v1/report-drafts", 0, "{}"), 201);
	const char *path = path_of("/remove");
	assert_int_equal(system_send(&s, OTHER, "POST", path, 0, "{}"), 200);
	assert_string_equal(staff_read(&s, "SELECT COUNT(*) FROM report_draft"), "1");
	assert_int_equal(system_send(&s, REPORTER, "POST", path, 0, "{}"), 200);
	assert_string_equal(staff_read(&s, "SELECT COUNT(*) FROM report_draft"), "0");
}

static void a_short_report_is_completed_by_its_reporter(void **state)
{
	const char *path = "/api/v1/incidents/INC-20241001-0009/details";

	(void)state;
	staff_run(&s,
		  "INSERT INTO incident (id, organization_id, uuid, number, register, status, title, description, occurred_at,"
		  " reported_at, establishment_id, severity, reporter_id, source, is_complete, created_at, updated_at)"
		  " VALUES (900, 1, UUID(), 'INC-20241001-0009', 'safety', 'new', 'A fall', 'Somebody fell.', '2024-10-01',"
		  " '2024-10-01', 1, 'low', %d, 'short', 0, '2024-10-01', '2024-10-01')", REPORTER);
	staff_run(&s, "INSERT INTO injured_person (organization_id, incident_id, uuid, full_name, employment, care, created_at, updated_at)"
		      " VALUES (1, 900, UUID(), 'Cy Dow', 'payroll', 'unknown', NOW(6), NOW(6))");
	assert_int_equal(system_send(&s, REPORTER, "PATCH", path, 0, "{\"severity\":\"low\"}"), 428);
	assert_int_equal(system_send(&s, ELSEWHERE, "PATCH", path, 1, "{\"severity\":\"low\"}"), 404);
	assert_int_equal(system_send(&s, REPORTER, "PATCH", path, 7, "{\"severity\":\"low\"}"), 412);
	assert_int_equal(system_send(&s, REPORTER, "PATCH", path, 1, "{\"severity\":\"medium\",\"specific_location\":\"Dock 4\"}"), 200);
	assert_string_equal(staff_read(&s, "SELECT CONCAT(is_complete, severity, specific_location) FROM incident WHERE id = 900"),
			    "1mediumDock 4");
	assert_string_equal(staff_read(&s, "SELECT full_name FROM injured_person WHERE incident_id = 900"), "Cy Dow");
	assert_int_equal(system_send(&s, REPORTER, "PATCH", path, 2, "{\"severity\":\"high\"}"), 403);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_draft_is_begun_and_is_its_accounts_own),
		cmocka_unit_test(what_is_not_sent_stays),
		cmocka_unit_test(files_come_and_go),
		cmocka_unit_test(it_is_sent_when_nothing_is_missing),
		cmocka_unit_test(a_draft_can_be_thrown_away),
		cmocka_unit_test(a_short_report_is_completed_by_its_reporter),
	};

	return cmocka_run_group_tests(tests, setup, staff_teardown);
}
