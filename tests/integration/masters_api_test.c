/* What other systems read and tell: people, training, assets, materials, work orders and their way to the maintenance system. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "../../cgi-bin/record_parts.h"
#include "environment/material_api.h"
#include "impact/asset_api.h"
#include "impact/order_api.h"
#include "impact/order_forward.h"
#include "impact/training_api.h"
#include "impact/training_completion_api.h"
#include "impact/training_requirement_pages.h"
#include "impact/training_store.h"
#include "organization/user_api.h"
#include "system.h"

enum { SPECIALIST = 1, EMPLOYEE, STRANGER, ELSEWHERE };

static struct staff s;

static int setup(void **state)
{
	static const struct route *const own[] = {asset_api_routes, material_api_routes, order_api_routes, training_api_routes,
						  training_completion_api_routes, user_api_routes, NULL};
	static const struct route *const pages[] = {training_requirement_routes, NULL};

	if (staff_setup(&s, state) != 0)
		return -1;
	record_use(record_parts);
	staff_organization(&s, 1);
	staff_organization(&s, 2);
	staff_viewer(&s, SPECIALIST, ROLE_EHS_SPECIALIST, 1);
	staff_viewer(&s, EMPLOYEE, ROLE_EMPLOYEE, 1);
	staff_viewer(&s, STRANGER, ROLE_EMPLOYEE, 1);
	staff_viewer(&s, ELSEWHERE, ROLE_EHS_SPECIALIST, 2);
	staff_run(&s, "INSERT INTO unit (id, organization_id, kind, code, name) VALUES (1, 1, 'department', 'PRS', 'Pressing')");
	staff_run(&s, "UPDATE person SET department_id = 1, manager_id = 1, born_on = '1980-01-01' WHERE id = 2");
	staff_run(&s, "INSERT INTO asset (id, organization_id, code, name, kind, establishment_id, updated_at) VALUES"
		      " (1, 1, 'PRS-014', 'Press 14', 'machine', 1, NOW(6)), (2, 1, 'T-1', 'Truck', 'vehicle', NULL, NOW(6)),"
		      " (3, 2, 'PRS-014', 'Theirs', 'machine', 2, NOW(6))");
	staff_run(&s, "INSERT INTO training_course (id, organization_id, code, name, valid_months, updated_at)"
		      " VALUES (1, 1, 'LOTO', 'Lockout and tagout', 12, NOW(6))");
	staff_run(&s,
		  "INSERT INTO incident (id, organization_id, uuid, number, register, status, title, description, occurred_at,"
		  " reported_at, establishment_id, severity, reporter_id, manager_id, source, created_at, updated_at)"
		  " VALUES (1, 1, UUID(), 'INC-20241001-0001', 'safety', 'under_review', 'A fall', 'Somebody fell.', '2024-10-01',"
		  " '2024-10-01', 1, 'low', %d, %d, 'wizard', '2024-10-01', '2024-10-01')", EMPLOYEE, SPECIALIST);
	staff_run(&s, "INSERT INTO incident_asset (id, organization_id, uuid, incident_id, asset_id, name, damage, created_at, updated_at)"
		      " VALUES (1, 1, UUID(), 1, 1, 'PRS-014 Press 14', 'bent', NOW(6), NOW(6))");
	system_open(&s, own, pages);
	return 0;
}

static int get(int who, const char *path)
{
	return system_send(&s, who, "GET", path, 0, "");
}

static void people_with_department_and_manager(void **state)
{
	(void)state;
	assert_int_equal(get(SPECIALIST, "/api/v1/users?department=PRS"), 200);
	assert_true(staff_shows(&s, "\"employee_number\":\"E2\""));
	assert_true(staff_shows(&s, "\"manager_number\":\"E1\""));
	assert_false(staff_shows(&s, "1980"));
	assert_false(staff_shows(&s, "\"E3\""));
	assert_int_equal(get(SPECIALIST, "/api/users?limit=2"), 200);
	assert_true(staff_shows(&s, "\"next\":\"/api/users?limit=2&after="));
	assert_int_equal(get(SPECIALIST, "/api/v1/users?department=NONE"), 422);
	assert_int_equal(get(SPECIALIST, "/api/v1/users?colour=red"), 400);
	assert_int_equal(get(SPECIALIST, "/api/v1/users/E2"), 200);
	assert_int_equal(get(ELSEWHERE, "/api/v1/users/E2"), 404);
	assert_int_equal(get(STRANGER, "/api/v1/users"), 403);
	assert_int_equal(get(SPECIALIST, "/api/v1/users?q=Person3"), 200);
	assert_true(staff_shows(&s, "\"E3\""));
	assert_false(staff_shows(&s, "\"E2\""));
	assert_int_equal(get(SPECIALIST, "/api/v1/users?updated_since=2199-01-01T00:00:00Z"), 200);
	assert_true(staff_shows(&s, "\"items\":[]"));
}

static void training_is_told_and_read(void **state)
{
	const char *body = "{\"course\":\"loto\",\"completed_on\":\"2022-02-28\",\"evidence\":\"C-7\"}";

	(void)state;
	assert_int_equal(system_send(&s, SPECIALIST, "POST", "/api/v1/users/E2/training", 0, body), 201);
	assert_true(staff_shows(&s, "\"expires_on\":\"2023-02-28\""));
	assert_true(staff_shows(&s, "\"state\":\"expired\""));
	/* Told again with more: one record. */
	assert_int_equal(system_send(&s, SPECIALIST, "POST", "/api/users/E2/training", 0,
				     "{\"course\":\"LOTO\",\"completed_on\":\"2022-02-28\",\"expires_on\":\"2099-01-01\"}"), 201);
	assert_true(staff_shows(&s, "\"state\":\"valid\""));
	assert_string_equal(staff_read(&s, "SELECT COUNT(*) FROM training_record"), "1");
	assert_int_equal(system_send(&s, SPECIALIST, "POST", "/api/v1/users/E2/training", 0,
				     "{\"course\":\"nothing\",\"completed_on\":\"2199-01-01\"}"), 422);
	assert_true(staff_shows(&s, "/course"));
	assert_int_equal(system_send(&s, STRANGER, "POST", "/api/v1/users/E2/training", 0, body), 403);
	assert_int_equal(get(SPECIALIST, "/api/users/E2/training"), 200);
	assert_true(staff_shows(&s, "\"course_code\":\"LOTO\""));
}

static void assets_of_a_location(void **state)
{
	(void)state;
	assert_int_equal(get(STRANGER, "/api/assets?location=P1"), 200);
	assert_true(staff_shows(&s, "\"code\":\"PRS-014\""));
	assert_true(staff_shows(&s, "\"location\":\"P1\""));
	assert_false(staff_shows(&s, "T-1"));
	assert_int_equal(get(STRANGER, "/api/v1/assets?location=P2"), 422);
	assert_int_equal(get(STRANGER, "/api/v1/assets?limit=1"), 200);
	assert_true(staff_shows(&s, "after=PRS-014"));
	assert_int_equal(get(STRANGER, "/api/v1/assets?limit=1&after=PRS-014"), 200);
	assert_true(staff_shows(&s, "Truck"));
	assert_int_equal(get(ELSEWHERE, "/api/v1/assets/PRS-014"), 200);
	assert_true(staff_shows(&s, "Theirs"));
}

static void materials_with_quantities_and_sheets(void **state)
{
	(void)state;
	staff_run(&s, "INSERT INTO substance (organization_id, kind, name, same_as, cas, sds_href, updated_at)"
		      " VALUES (1, 'substance', 'Degreaser 7', '67-64-1', '67-64-1', 'https://sds.example/7', NOW(6))");
	assert_int_equal(get(STRANGER, "/api/materials?search=degreaser"), 200);
	assert_true(staff_shows(&s, "\"sds_url\":\"https://sds.example/7\""));
	assert_true(staff_shows(&s, "\"is_own\":true"));
	assert_int_equal(get(ELSEWHERE, "/api/v1/materials?search=degreaser"), 200);
	assert_true(staff_shows(&s, "\"items\":[]"));
	assert_int_equal(get(STRANGER, "/api/v1/materials?search=7782-50-5"), 200);
	assert_true(staff_shows(&s, "\"reportable_quantity\":10,"));
	assert_true(staff_shows(&s, "extremely_hazardous"));
}

static void a_work_order_is_opened_and_told(void **state)
{
	(void)state;
	assert_int_equal(system_send(&s, SPECIALIST, "POST", "/api/v1/workorders", 0, "{\"incident\":\"INC-20241001-0001\"}"), 422);
	assert_true(staff_shows(&s, "/task"));
	assert_int_equal(system_send(&s, SPECIALIST, "POST", "/api/v1/workorders", 0,
				     "{\"incident\":\"INC-20241001-0001\",\"asset\":\"T-1\",\"task\":\"Mend\"}"), 422);
	assert_int_equal(system_send(&s, SPECIALIST, "POST", "/api/workorders", 0,
				     "{\"incident\":\"INC-20241001-0001\",\"asset\":\"PRS-014\",\"task\":\"Straighten the ram\"}"), 201);
	assert_true(staff_shows(&s, "\"number\":\"WO-000001\""));
	assert_true(staff_shows(&s, "\"forward\":\"internal\""));
	assert_int_equal(system_send(&s, STRANGER, "POST", "/api/v1/workorders", 0,
				     "{\"incident\":\"INC-20241001-0001\",\"task\":\"Mend\"}"), 422);
	assert_int_equal(get(STRANGER, "/api/v1/workorders/WO-000001"), 404);
	assert_int_equal(get(STRANGER, "/api/v1/workorders"), 200);
	assert_true(staff_shows(&s, "\"items\":[]"));
	assert_int_equal(get(SPECIALIST, "/api/v1/workorders?state=open"), 200);
	assert_true(staff_shows(&s, "Straighten the ram"));
	assert_int_equal(system_send(&s, SPECIALIST, "PATCH", "/api/v1/workorders/WO-000001", 1, "{\"state\":\"done\"}"), 422);
	assert_true(staff_shows(&s, "/done_on"));
	assert_int_equal(system_send(&s, SPECIALIST, "PATCH", "/api/v1/workorders/WO-000001", 1,
				     "{\"state\":\"done\",\"done_on\":\"2023-01-05\"}"), 200);
	assert_true(staff_shows(&s, "\"state\":\"done\""));
	assert_int_equal(system_send(&s, SPECIALIST, "PATCH", "/api/v1/workorders/WO-000001", 1, "{\"task\":\"x\"}"), 412);
}

/* --- the maintenance system ------------------------------------------------------------------------ */

/* Refuses the first request, takes the second; tells the keys of both. */
static pid_t receiver(int listening, int out)
{
	static const char *const answers[] = {
		"HTTP/1.1 503 Later\r\nRetry-After: 7\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
		"HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: 17\r\nConnection: close\r\n\r\n"
		"{\"number\":\"4711\"}",
	};
	pid_t pid = fork();

	if (pid != 0)
		return pid;
	for (int i = 0; i < 2; i++) {
		char request[8192];
		int fd = accept(listening, NULL, NULL);
		ssize_t n = recv(fd, request, sizeof request - 1, 0);
		request[n > 0 ? n : 0] = '\0';
		const char *key = strcasestr(request, "idempotency-key: ");
		if (write(out, key ? key + 17 : "?", 36) < 0 || send(fd, answers[i], strlen(answers[i]), 0) < 0)
			_exit(1);
		close(fd);
	}
	_exit(0);
}

static void an_order_goes_to_the_maintenance_system(void **state)
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t size = sizeof address;
	int listening = socket(AF_INET, SOCK_STREAM, 0), keys[2];
	const struct config *config;
	struct delivery_outcome outcome;
	char first[37] = "", second[37] = "";

	(void)state;
	assert_int_equal(bind(listening, (struct sockaddr *)&address, size), 0);
	assert_int_equal(listen(listening, 4), 0);
	assert_int_equal(getsockname(listening, (struct sockaddr *)&address, &size), 0);
	assert_int_equal(pipe(keys), 0);
	pid_t pid = receiver(listening, keys[1]);
	assert_int_equal(config_parse(s.d->arena, arena_printf(s.d->arena, "[cmms]\nurl = http://127.0.0.1:%d/orders\n",
							      ntohs(address.sin_port)), &config), RC_OK);
	const struct worker_call call = {.arena = s.d->arena, .config = config, .db = s.d->db, .now = moment_now()};
	const struct event_row event = {.id = 77, .organization_id = 1, .kind = STR("work_order.created"), .subject_id = 1};
	/* The event is taken twice: one delivery. */
	assert_int_equal(order_consumer.take(&call, &event), RC_OK);
	assert_int_equal(order_consumer.take(&call, &event), RC_OK);
	assert_string_equal(staff_read(&s, "SELECT COUNT(*) FROM delivery WHERE channel = 'cmms'"), "1");
	assert_string_equal(staff_read(&s, "SELECT forward FROM work_order"), "waiting");
	const struct delivery delivery = {
		.organization_id = 1,
		.uuid = str_of(staff_read(&s, "SELECT uuid FROM delivery WHERE channel = 'cmms'")),
		.address = str_of(staff_read(&s, "SELECT address FROM delivery WHERE channel = 'cmms'")),
		.subject = str_of(staff_read(&s, "SELECT subject FROM delivery WHERE channel = 'cmms'")),
		.data = str_of(staff_read(&s, "SELECT data FROM delivery WHERE channel = 'cmms'")),
	};
	assert_true(str_find(delivery.data, STR("\"asset_code\":\"PRS-014\"")) > 0);
	assert_int_equal(order_channel.send(&call, &delivery, &outcome), RC_OK);
	assert_int_equal(outcome.result, DELIVERY_LATER);
	assert_int_equal(outcome.wait, SECONDS(7));
	assert_int_equal(order_channel.settle(&call, &delivery, &outcome, false), RC_OK);
	assert_int_equal(order_channel.send(&call, &delivery, &outcome), RC_OK);
	assert_int_equal(outcome.result, DELIVERY_SENT);
	assert_int_equal(order_channel.settle(&call, &delivery, &outcome, false), RC_OK);
	assert_string_equal(staff_read(&s, "SELECT CONCAT(forward, ' ', external_number) FROM work_order"), "sent 4711");
	assert_int_equal(read(keys[0], first, 36), 36);
	assert_int_equal(read(keys[0], second, 36), 36);
	assert_string_equal(first, second);
	assert_string_equal(first, arena_cstr(s.d->arena, delivery.uuid));
	waitpid(pid, NULL, 0);
	close(listening);
}

static void answers_name_their_number_in_different_ways(void **state)
{
	(void)state;
	assert_string_equal(order_forward_number(s.d->arena, STR("{\"id\":12}")).at, "12");
	assert_string_equal(order_forward_number(s.d->arena, STR("{\"workOrderNumber\":\" W-1 \"}")).at, "W-1 ");
	assert_null(order_forward_number(s.d->arena, STR("<html>")).at);
	assert_null(order_forward_number(s.d->arena, STR("{\"number\":null}")).at);
}

/* --- required training ------------------------------------------------------------------------------ */

static void completion_follows_requirements_and_records(void **state)
{
	(void)state;
	staff_run(&s, "DELETE FROM training_record");
	assert_int_equal(get(SPECIALIST, "/api/v1/training/completion"), 200);
	assert_true(staff_shows(&s, "\"people\":0,\"up_to_date\":0,\"rate\":null"));
	assert_int_equal(system_send(&s, SPECIALIST, "POST", "/api/v1/training/requirements", 0,
				     "{\"course_id\":1,\"department_id\":1,\"applies_from\":\"2024-01-01\",\"within_days\":0,\"is_active\":true}"),
			 201);
	assert_int_equal(get(SPECIALIST, "/api/v1/training/completion"), 200);
	assert_true(staff_shows(&s, "\"people\":1,\"up_to_date\":0,\"rate\":0.0,\"required\":1,\"current\":0,\"pending\":0,\"overdue\":1"));
	assert_int_equal(get(SPECIALIST, "/api/v1/training/needs"), 200);
	assert_true(staff_shows(&s, "\"employee_number\":\"E2\""));
	assert_true(staff_shows(&s, "\"standing\":\"missing\""));
	assert_int_equal(system_send(&s, SPECIALIST, "POST", "/api/v1/users/E2/training", 0,
				     "{\"course\":\"LOTO\",\"completed_on\":\"2024-09-01\"}"), 201);
	assert_int_equal(get(SPECIALIST, "/api/v1/training/completion"), 200);
	assert_true(staff_shows(&s, "\"rate\":100.0"));
	assert_int_equal(get(SPECIALIST, "/api/v1/training/needs"), 200);
	assert_false(staff_shows(&s, "\"employee_number\":\"E2\""));
	assert_int_equal(get(SPECIALIST, "/api/v1/training/needs?all=true"), 200);
	assert_true(staff_shows(&s, "\"standing\":\"current\""));
	assert_int_equal(get(ELSEWHERE, "/api/v1/training/completion"), 200);
	assert_true(staff_shows(&s, "\"people\":0"));
	assert_int_equal(get(STRANGER, "/api/v1/training/completion"), 403);
	assert_int_equal(get(SPECIALIST, "/api/v1/training/requirements"), 200);
	assert_true(staff_shows(&s, "\"course\":\"LOTO\""));
	const char *path = arena_printf(s.d->arena, "/api/v1/training/requirements/%s",
					staff_read(&s, "SELECT id FROM training_requirement")).at;
	assert_int_equal(system_send(&s, SPECIALIST, "PATCH", path, 1, "{\"is_active\":false}"), 200);
	assert_int_equal(get(SPECIALIST, "/api/v1/training/completion"), 200);
	assert_true(staff_shows(&s, "\"people\":0"));
}

/* Somebody whose role is limited to a department sees its people alone. */
static void completion_is_of_people_whom_one_may_see(void **state)
{
	(void)state;
	const struct grant *before = s.viewers[SPECIALIST].grants;
	const struct grant elsewhere[] = {{ROLE_EHS_SPECIALIST, 2, 0}};

	staff_run(&s, "UPDATE training_requirement SET is_active = TRUE");
	assert_int_equal(get(SPECIALIST, "/api/v1/training/completion"), 200);
	assert_true(staff_shows(&s, "\"people\":1"));
	s.viewers[SPECIALIST].grants = elsewhere;
	assert_int_equal(get(SPECIALIST, "/api/v1/training/completion"), 200);
	assert_true(staff_shows(&s, "\"people\":0"));
	s.viewers[SPECIALIST].grants = before;
}

static void the_newest_of_each_course_comes_first(void **state)
{
	(void)state;
	struct rows rows;

	staff_run(&s, "INSERT INTO training_course (id, organization_id, code, name, updated_at) VALUES (2, 1, 'LIFT', 'Lifting', NOW(6))");
	staff_run(&s, "DELETE FROM training_record");
	staff_run(&s, "INSERT INTO training_record (organization_id, person_id, course_id, completed_on, updated_at) VALUES"
		      " (1, 2, 1, '2024-01-01', NOW(6)), (1, 2, 1, '2024-03-01', NOW(6)), (1, 2, 1, '2024-05-01', NOW(6)),"
		      " (1, 2, 2, '2023-02-01', NOW(6)), (1, 2, 2, '2022-02-01', NOW(6))");
	static const char *const order[] = {"2024-05-01", "2023-02-01", "2024-03-01", "2024-01-01", "2022-02-01"};
	assert_int_equal(training_of_person(s.d->db, s.d->arena, 1, 2, DAY_NONE, &rows), RC_OK);
	assert_int_equal(rows.count, 5);
	for (size_t i = 0; i < rows.count; i++)
		assert_string_equal(day_text(s.d->arena, ROW(struct training_row, rows, i)->completed_on).at, order[i]);
	assert_int_equal(training_of_person(s.d->db, s.d->arena, 1, 2, day_of(2024, 4, 1), &rows), RC_OK);
	assert_int_equal(rows.count, 4);
	assert_string_equal(day_text(s.d->arena, ROW(struct training_row, rows, 0)->completed_on).at, "2024-03-01");
	assert_string_equal(day_text(s.d->arena, ROW(struct training_row, rows, 1)->completed_on).at, "2023-02-01");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(people_with_department_and_manager),
		cmocka_unit_test(training_is_told_and_read),
		cmocka_unit_test(completion_follows_requirements_and_records),
		cmocka_unit_test(completion_is_of_people_whom_one_may_see),
		cmocka_unit_test(the_newest_of_each_course_comes_first),
		cmocka_unit_test(assets_of_a_location),
		cmocka_unit_test(materials_with_quantities_and_sheets),
		cmocka_unit_test(a_work_order_is_opened_and_told),
		cmocka_unit_test(an_order_goes_to_the_maintenance_system),
		cmocka_unit_test(answers_name_their_number_in_different_ways),
	};
	return cmocka_run_group_tests_name("masters_api", tests, setup, staff_teardown);
}
