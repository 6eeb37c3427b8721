#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/csv.h"
#include "osha/form300_pdf.h"
#include "osha/form300a_pdf.h"
#include "osha/form300a_worksheet.h"
#include "osha/form301_items.h"
#include "osha/form301_pdf.h"
#include "osha/form_text.h"

static struct arena *arena;

static int start(void **state)
{
	(void)state;
	arena = arena_new(0);
	return 0;
}

static int finish(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static const struct osha_log_case cases[] = {
	{.number = STR_INIT("1"), .name = STR_INIT("Ann"), .outcome = OSHA_DEATH, .type = OSHA_INJURY},
	{.number = STR_INIT("2"), .name = STR_INIT("Bo"), .outcome = OSHA_DAYS_AWAY, .days_away = 12,
	 .days_restricted = 15, .type = OSHA_INJURY},
	{.number = STR_INIT("3"), .name = STR_INIT("Cy"), .outcome = OSHA_OTHER, .type = OSHA_SKIN_DISORDER,
	 .is_lined_out = true},
	{.number = STR_INIT("3"), .name = STR_INIT("Cy"), .outcome = OSHA_RESTRICTED, .days_restricted = 4,
	 .type = OSHA_SKIN_DISORDER, .is_privacy = true, .where = STR_INIT("@dock")},
};
enum { CASES = sizeof cases / sizeof *cases };

static struct osha_log log_of(int count)
{
	struct osha_log_case *many = ARENA_ARRAY(arena, struct osha_log_case, (size_t)count + 1);

	for (int i = 0; i < count; i++)
		many[i] = cases[i % CASES];
	return (struct osha_log){
		.establishment = {.name = STR("Plant 3"),
				  .company = STR("Granite Ridge"),
				  .zip = STR("01103")},
		.year = 2025,
		.cases = many,
		.case_count = count,
		.average_employees = OSHA_UNKNOWN,
		.hours_worked = OSHA_UNKNOWN,
		.as_of = DAY_NONE,
		.made_at = 0,
	};
}

static void test_totals_leave_lined_out_entries_out(void **state)
{
	const struct osha_totals t = osha_log_totals(cases, CASES);

	(void)state;
	assert_int_equal(t.cases, 3);
	assert_int_equal(t.outcomes[OSHA_DEATH], 1);
	assert_int_equal(t.outcomes[OSHA_DAYS_AWAY], 1);
	assert_int_equal(t.outcomes[OSHA_RESTRICTED], 1);
	assert_int_equal(t.outcomes[OSHA_OTHER], 0);
	assert_int_equal(t.days_away, 12);
	assert_int_equal(t.days_restricted, 19);
	assert_int_equal(t.types[OSHA_INJURY], 2);
	assert_int_equal(t.types[OSHA_SKIN_DISORDER], 1);
}

static void test_ten_lines_a_page_and_one_page_at_least(void **state)
{
	static const struct {
		int cases, pages;
	} rows[] = {{0, 1}, {1, 1}, {10, 1}, {11, 2}, {20, 2}, {21, 3}, {500, 50}};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const struct osha_log log = log_of(rows[i].cases);
		const struct pdf_info info = {.created_at = 0};
		struct pdf *pdf = pdf_new(arena, &info);

		assert_int_equal(osha_log_pages(rows[i].cases), rows[i].pages);
		form300_pdf(pdf, arena, &log);
		assert_int_equal(pdf_pages(pdf), rows[i].pages);
	}
}

static void test_pages_of_the_summary(void **state)
{
	const struct osha_worksheet worksheet = {830, 26, 28, 2000, 4123};
	const struct pdf_info info = {.created_at = 0};
	struct osha_log log = log_of(0);
	struct pdf *pdf = pdf_new(arena, &info);

	(void)state;
	form300a_pdf(pdf, arena, &log);
	assert_int_equal(pdf_pages(pdf), 1);
	log.worksheet = &worksheet;
	form300a_pdf(pdf, arena, &log);
	assert_int_equal(pdf_pages(pdf), 3);
}

static struct osha_incident incident_of(struct str story)
{
	return (struct osha_incident){
		.full_name = STR("Ann Lee"),
		.born_on = day_of(1984, 2, 29),
		.hired_on = DAY_NONE,
		.sex = OSHA_FEMALE,
		.emergency_room = OSHA_NO,
		.case_number = STR("007"),
		.injury_on = day_of(2025, 3, 4),
		.began_work_at = 7 * 60 + 5,
		.event_at = CLOCK_NONE,
		.event_time_unknown = true,
		.what_happened = story,
		.died_on = DAY_NONE,
		.completed_on = DAY_NONE,
	};
}

static void test_long_stories_go_on_continuation_sheets(void **state)
{
	const struct pdf_info info = {.created_at = 0};
	struct text story = TEXT_IN(arena);
	int before = 1;

	(void)state;
	for (int sentences = 1; sentences <= 1000; sentences *= 10) {
		struct pdf *pdf = pdf_new(arena, &info);

		while (story.len < (size_t)sentences * 60)
			text_cstr(&story, "The ladder slipped on wet concrete, and the worker fell. ");
		const struct osha_incident incident = incident_of(text_str(&story));

		form301_pdf(pdf, arena, &incident);
		assert_true(pdf_pages(pdf) >= before);
		before = pdf_pages(pdf);
	}
	assert_true(before > 5);
}

static void test_average_is_rounded_up(void **state)
{
	const struct osha_worksheet example = {830, 26, 0, 0, 0}, even = {260, 26, 28, 2000, 4123},
				    none = {0, 0, 0, 0, 0};

	(void)state;
	assert_int_equal(form300a_worksheet_average(&example), 32);
	assert_int_equal(form300a_worksheet_average(&even), 10);
	assert_int_equal(form300a_worksheet_average(&none), 0);
	assert_int_equal(form300a_worksheet_hours(&even), 60123);
}

static void test_name_of_the_establishment(void **state)
{
	static const struct {
		const char *company, *name, *wanted;
	} rows[] = {
		{"Granite Ridge", "Plant 3", "Granite Ridge, Plant 3"},
		{"Granite Ridge", "Granite Ridge Plant 3", "Granite Ridge Plant 3"},
		{"Granite Ridge", "", "Granite Ridge"},
		{"", "Plant 3", "Plant 3"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const struct osha_establishment e = {.company = str_of(rows[i].company),
						     .name = str_of(rows[i].name)};

		assert_true(str_is(osha_establishment_name(arena, &e), rows[i].wanted));
	}
}

static void test_log_as_csv(void **state)
{
	const struct osha_log log = log_of(CASES);
	struct text out = TEXT_IN(arena);
	struct csv_row row;
	const char *why;

	(void)state;
	form_text_log_csv(&out, &log, 1);
	struct csv_reader reader = csv_reader(arena, text_str(&out));

	assert_int_equal(csv_next(&reader, &row, &why), RC_OK);
	assert_int_equal(row.count, LOG_COLUMNS);
	for (int i = 0; i < LOG_COLUMNS; i++)
		assert_int_equal(csv_column(&row, form_text_log_columns[i]), i);
	for (int i = 0; i < CASES; i++)
		assert_int_equal(csv_next(&reader, &row, &why), RC_OK);
	assert_true(str_is(csv_cell(&row, LOG_COLUMN_EMPLOYEE_NAME), "privacy case"));
	assert_true(str_is(csv_cell(&row, LOG_COLUMN_OUTCOME), "I"));
	assert_true(str_is(csv_cell(&row, LOG_COLUMN_TYPE), "2"));
	assert_true(str_is(csv_cell(&row, LOG_COLUMN_WHERE), "'@dock"));
	assert_true(str_is(csv_unguard(csv_cell(&row, LOG_COLUMN_WHERE)), "@dock"));
	assert_int_equal(csv_next(&reader, &row, &why), RC_NOT_FOUND);
}

static void test_summary_as_csv_has_names_even_without_logs(void **state)
{
	struct text out = TEXT_IN(arena);
	struct csv_row row;
	const char *why;

	(void)state;
	form_text_summary_csv(&out, NULL, 0);
	struct csv_reader reader = csv_reader(arena, text_str(&out));

	assert_int_equal(csv_next(&reader, &row, &why), RC_OK);
	assert_true(csv_column(&row, "total_dafw_days") > 0);
	assert_int_equal(csv_next(&reader, &row, &why), RC_NOT_FOUND);
}

static void test_json_refuses_what_is_not_utf8(void **state)
{
	struct osha_log log = log_of(1);
	struct text out = TEXT_IN(arena);

	(void)state;
	assert_int_equal(form_text_summary_json(&out, &log, 1), RC_OK);
	assert_true(str_find(text_str(&out), STR("\"total_deaths\": 1")) > 0);
	assert_true(str_find(text_str(&out), STR("\"zip\": \"01103\"")) > 0);
	log.establishment.city = (struct str){"\xFF", 1};
	assert_int_equal(form_text_log_json(&out, &log, 1), RC_FAULT);
}

static struct str item_text(const struct osha_incident *incident, const char *name)
{
	for (int i = 0; i < FORM301_ITEMS; i++)
		if (str_is(str_of(form301_items[i].name), name))
			return form301_items_text(arena, incident, &form301_items[i]);
	fail_msg("no item %s", name);
	return STR_NONE;
}

static void test_items_of_the_incident_report(void **state)
{
	struct osha_incident incident = incident_of(STR("fell"));

	(void)state;
	assert_true(str_is(item_text(&incident, "full_name"), "Ann Lee"));
	assert_true(str_is(item_text(&incident, "date_of_birth"), "1984-02-29"));
	assert_true(str_is(item_text(&incident, "date_hired"), ""));
	assert_true(str_is(item_text(&incident, "sex"), "female"));
	assert_true(str_is(item_text(&incident, "emergency_room"), "no"));
	assert_true(str_is(item_text(&incident, "inpatient"), ""));
	assert_true(str_is(item_text(&incident, "time_began_work"), "07:05"));
	assert_true(str_is(item_text(&incident, "time_of_event"), ""));
	assert_true(str_is(item_text(&incident, "time_of_event_unknown"), "yes"));

	/* 29 CFR 1904.35(b)(2)(v)(B): nothing but the case. */
	incident.case_part_only = true;
	for (int i = 0; i < FORM301_ITEMS; i++)
		if (!form301_items[i].is_case)
			assert_int_equal(form301_items_text(arena, &incident, &form301_items[i]).len, 0);
	assert_true(str_is(item_text(&incident, "what_happened"), "fell"));
	assert_true(str_is(item_text(&incident, "case_number"), "007"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_totals_leave_lined_out_entries_out, start, finish),
		cmocka_unit_test_setup_teardown(test_ten_lines_a_page_and_one_page_at_least, start, finish),
		cmocka_unit_test_setup_teardown(test_pages_of_the_summary, start, finish),
		cmocka_unit_test_setup_teardown(test_long_stories_go_on_continuation_sheets, start, finish),
		cmocka_unit_test_setup_teardown(test_average_is_rounded_up, start, finish),
		cmocka_unit_test_setup_teardown(test_name_of_the_establishment, start, finish),
		cmocka_unit_test_setup_teardown(test_log_as_csv, start, finish),
		cmocka_unit_test_setup_teardown(test_summary_as_csv_has_names_even_without_logs, start,
						finish),
		cmocka_unit_test_setup_teardown(test_json_refuses_what_is_not_utf8, start, finish),
		cmocka_unit_test_setup_teardown(test_items_of_the_incident_report, start, finish),
	};

	return cmocka_run_group_tests_name("osha/forms", tests, NULL, NULL);
}
