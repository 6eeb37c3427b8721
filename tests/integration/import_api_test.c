/* Files of the organization and of past logs through the JSON interface: looked through, decided, taken back; sources. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../cgi-bin/import_list.h"
#include "organization/import_api.h"
#include "organization/import_kinds.h"
#include "organization/import_pages.h"
#include "organization/import_preset_pages.h"
#include "osha/log_import_pages.h"
#include "system.h"

enum { ADMINISTRATOR = 1, EMPLOYEE, ELSEWHERE, KEEPER };

static struct staff s;

static int setup(void **state)
{
	static const struct route *const own[] = {import_api_routes, NULL};
	static const struct route *const pages[] = {import_routes, import_batch_routes, import_preset_routes, log_import_routes, NULL};

	if (staff_setup(&s, state) != 0)
		return -1;
	import_kinds_use(import_list);
	staff_organization(&s, 1);
	staff_organization(&s, 2);
	staff_viewer(&s, ADMINISTRATOR, ROLE_ADMINISTRATOR, 1);
	staff_viewer(&s, EMPLOYEE, ROLE_EMPLOYEE, 1);
	staff_viewer(&s, ELSEWHERE, ROLE_ADMINISTRATOR, 2);
	staff_viewer(&s, KEEPER, ROLE_EHS_SPECIALIST, 1);
	staff_run(&s, "UPDATE establishment SET keeps_records = 'yes'");
	system_open(&s, own, pages);
	return 0;
}

static int count(const char *what)
{
	const char *found = staff_read(&s, arena_printf(s.d->arena, "SELECT COUNT(*) FROM %s", what).at);
	int64_t number;

	assert_true(str_to_int(str_of(found), 0, 1000, &number));
	return (int)number;
}

static const char *batch(const char *behind)
{
	return arena_printf(s.d->arena, "/api/v1/imports/batches/%s%s",
			    staff_read(&s, "SELECT uuid FROM import_batch ORDER BY id DESC"), behind).at;
}

#define UNITS "/api/v1/imports/kinds/units"

static void kinds_say_their_columns(void **state)
{
	(void)state;
	assert_int_equal(system_send(&s, EMPLOYEE, "GET", "/api/v1/imports/kinds", 0, ""), 403);
	assert_int_equal(system_send(&s, ADMINISTRATOR, "GET", "/api/v1/imports/kinds", 0, ""), 200);
	assert_true(staff_shows(&s, "\"name\":\"people\""));
	assert_true(staff_shows(&s, "\"name\":\"training\""));
	assert_true(staff_shows(&s, "\"values\":[\"department\",\"business_unit\",\"team\",\"project\"]"));
	assert_int_equal(system_send(&s, ADMINISTRATOR, "GET", UNITS "/template.csv", 0, ""), 200);
	assert_true(staff_shows(&s, "kind,code,name"));
}

static void a_file_is_looked_through_before_anything_is_written(void **state)
{
	(void)state;
	assert_int_equal(system_send(&s, EMPLOYEE, "POST", UNITS, 0, "{\"text\":\"x\"}"), 403);
	assert_int_equal(system_send(&s, ADMINISTRATOR, "POST", "/api/v1/imports/kinds/nothing", 0, "{\"text\":\"x\"}"), 404);
	assert_int_equal(system_send(&s, ADMINISTRATOR, "POST", UNITS, 0, "{\"text\":\"color\\nblue\\n\"}"), 422);
	assert_int_equal(system_send(&s, ADMINISTRATOR, "POST", UNITS, 0,
				     "{\"text\":\"kind,code,name\\ndepartment,W,Welding\\nnonsense,X,Nothing\\nteam,T,Team\\n\"}"), 201);
	assert_true(staff_shows(&s, "\"source\":\"api\""));
	assert_true(staff_shows(&s, "\"state\":\"checked\",\"rows_new\":2,\"rows_changed\":0,\"rows_same\":0,\"rows_refused\":1"));
	assert_true(staff_shows(&s, "\"rows\":[{\"line\":3,\"outcome\":\"refused\""));
	assert_int_equal(count("unit"), 0);
	assert_int_equal(system_send(&s, ELSEWHERE, "GET", batch(""), 0, ""), 404);
	assert_int_equal(system_send(&s, ADMINISTRATOR, "GET", batch("/results.csv"), 0, ""), 200);
	assert_true(staff_shows(&s, "nonsense"));
}

static void refused_rows_stop_it_unless_they_are_left_out(void **state)
{
	(void)state;
	assert_int_equal(system_send(&s, ELSEWHERE, "POST", batch(""), 0, "{\"decision\":\"skip\"}"), 404);
	assert_int_equal(system_send(&s, ADMINISTRATOR, "POST", batch(""), 0, "{\"decision\":\"all\"}"), 422);
	assert_int_equal(count("unit"), 0);
	assert_int_equal(system_send(&s, ADMINISTRATOR, "POST", batch(""), 0, "{\"decision\":\"skip\"}"), 200);
	assert_true(staff_shows(&s, "\"state\":\"done\""));
	assert_int_equal(count("unit"), 2);
	assert_int_equal(system_send(&s, ADMINISTRATOR, "POST", batch(""), 0, "{\"decision\":\"skip\"}"), 409);
}

static void an_import_is_taken_back(void **state)
{
	(void)state;
	assert_int_equal(system_send(&s, EMPLOYEE, "POST", batch("/undo"), 0, "{}"), 403);
	assert_int_equal(system_send(&s, ADMINISTRATOR, "POST", batch("/undo"), 0, "{}"), 200);
	assert_true(staff_shows(&s, "\"state\":\"undone\""));
	assert_true(staff_shows(&s, "\"undone\":[{\"what\":"));
	assert_int_equal(count("unit WHERE is_active"), 0);
	assert_int_equal(system_send(&s, ADMINISTRATOR, "POST", batch("/undo"), 0, "{}"), 409);
	assert_int_equal(system_send(&s, ADMINISTRATOR, "GET", "/api/v1/imports?limit=1", 0, ""), 200);
	assert_true(staff_shows(&s, "\"state\":\"undone\""));
	assert_true(staff_shows(&s, "\"next\":null"));
}

static void a_source_says_what_its_columns_mean(void **state)
{
	const char *path = arena_printf(s.d->arena, "/api/v1/imports/presets/1").at;

	(void)state;
	assert_int_equal(system_send(&s, ADMINISTRATOR, "POST", UNITS "/presets", 0,
				     "{\"name\":\"payroll\",\"text\":\"Sort,code,Bezeichnung\\n\"}"), 201);
	assert_true(staff_shows(&s, "{\"from\":\"code\",\"to\":\"code\""));
	assert_int_equal(system_send(&s, ADMINISTRATOR, "PATCH", path, 0, "{\"day_order\":\"mdy\"}"), 428);
	assert_int_equal(system_send(&s, ADMINISTRATOR, "PATCH", path, 1, "{\"day_order\":\"mdy\"}"), 200);
	assert_int_equal(system_send(&s, ADMINISTRATOR, "PATCH", path, 1, "{\"day_order\":\"dmy\"}"), 412);
	assert_int_equal(system_send(&s, ADMINISTRATOR, "GET", path, 0, ""), 200);
	assert_true(staff_shows(&s, "\"day_order\":\"mdy\""));
	assert_true(staff_shows(&s, "{\"from\":\"code\",\"to\":\"code\""));
	assert_int_equal(system_send(&s, ADMINISTRATOR, "PATCH", path, 2,
				     "{\"column\":[{\"from\":\"Sort\",\"to\":\"kind\",\"values\":\"Abteilung = department\"},"
				     "{\"from\":\"code\",\"to\":\"code\"},{\"from\":\"Bezeichnung\",\"to\":\"name\"}]}"), 200);
	assert_int_equal(system_send(&s, ADMINISTRATOR, "POST", UNITS, 0,
				     "{\"preset\":1,\"text\":\"Sort,code,Bezeichnung\\nAbteilung,S,Sawing\\n\"}"), 201);
	assert_true(staff_shows(&s, "\"rows_new\":1"));
	assert_int_equal(system_send(&s, ADMINISTRATOR, "POST", batch(""), 0, "{\"decision\":\"give_up\"}"), 200);
	assert_true(staff_shows(&s, "\"state\":\"given_up\""));
	assert_int_equal(system_send(&s, ELSEWHERE, "GET", path, 0, ""), 404);
}

#define LOG "/api/v1/osha/import"
#define CASE                                                                                                                \
	"year,establishment_code,case_number,employee_name,privacy,job_title,injury_date,where,description,outcome,days_away," \
	"days_restricted,days_estimated,type,lined_out\\n2022,P1,1,Ann Lee,no,Welder,2022-05-25,basement,Fracture,H,12,15,no,1,no\\n"

static void a_past_log_is_brought_in_once(void **state)
{
	const char *all = "{\"text\":\"" CASE "\",\"decision\":\"all\"}";

	(void)state;
	assert_int_equal(system_send(&s, EMPLOYEE, "POST", LOG, 0, all), 403);
	assert_int_equal(system_send(&s, KEEPER, "POST", LOG, 0, "{\"text\":\"" CASE "\",\"decision\":\"look\"}"), 200);
	assert_true(staff_shows(&s, "\"is_done\":false,\"new\":1,\"same\":0,\"refused\":0"));
	assert_int_equal(count("osha_case"), 0);
	assert_int_equal(system_send(&s, KEEPER, "POST", LOG, 0, all), 200);
	assert_true(staff_shows(&s, "\"is_done\":true,\"new\":1"));
	assert_int_equal(count("osha_case"), 1);
	assert_int_equal(system_send(&s, KEEPER, "POST", LOG, 0, all), 200);
	assert_true(staff_shows(&s, "\"same\":1"));
	assert_int_equal(count("osha_case"), 1);
	assert_int_equal(system_send(&s, KEEPER, "POST", LOG, 0, "{\"text\":\"color\\nblue\\n\"}"), 422);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(kinds_say_their_columns),
		cmocka_unit_test(a_file_is_looked_through_before_anything_is_written),
		cmocka_unit_test(refused_rows_stop_it_unless_they_are_left_out),
		cmocka_unit_test(an_import_is_taken_back),
		cmocka_unit_test(a_source_says_what_its_columns_mean),
		cmocka_unit_test(a_past_log_is_brought_in_once),
	};

	return cmocka_run_group_tests(tests, setup, staff_teardown);
}
