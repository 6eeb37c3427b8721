/* Numbers, and what a report gets that nobody told. */
#include "../unit.h"

#include "base/text.h"
#include "incident/incident_number.h"
#include "incident/incident_report.h"

static struct arena *arena;

static void numbers_are_written_and_read(void **state)
{
	(void)state;
	static const struct { const char *text; bool is_number; int64_t serial; } cases[] = {
		{"INC-20260304-0001", true, 1}, {"inc-20260304-0042", true, 42}, {"INC-20260304-12345", true, 12345},
		{"INC-20260229-0001", false, 0}, {"INC-20261301-0001", false, 0}, {"INC-20260304-", false, 0},
		{"INC-20260304-001", false, 0}, {"INC-20260304-0000", false, 0}, {"INC-20260304 0001", false, 0},
		{"OSH-20260304-0001", false, 0}, {"INC-20260304-00x1", false, 0}, {"", false, 0},
	};
	day on;
	int64_t serial;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_int_equal(incident_number_parse(str_of(cases[i].text), &on, &serial), cases[i].is_number);
		if (cases[i].is_number)
			assert_int_equal(serial, cases[i].serial);
	}
	assert_string_equal(incident_number_text(arena, day_of(2026, 3, 4), 7).at, "INC-20260304-0007");
	assert_string_equal(incident_number_text(arena, day_of(2026, 3, 4), 123456).at, "INC-20260304-123456");
}

static void blocks_grow_in_a_rush_and_only_then(void **state)
{
	(void)state;
	int64_t size = incident_number_block(0, MOMENT_NONE);

	assert_int_equal(size, 1);
	assert_int_equal(incident_number_block(size, HOURS(1)), 1);
	for (int i = 0; i < 10; i++)
		size = incident_number_block(size, 1000);
	assert_int_equal(size, NUMBER_BLOCK_MOST);
	assert_int_equal(incident_number_block(size, SECONDS(1)), NUMBER_BLOCK_MOST);
	assert_int_equal(incident_number_block(size, SECONDS(10)), 1);
}

static void a_title_is_the_first_sentence(void **state)
{
	(void)state;
	static const char *const cases[][2] = {
		{"Slipped on oil near the press. Nobody had cleaned it.", "Slipped on oil near the press"},
		{"Hand caught\nin the belt", "Hand caught"},
		{"A no. 4 pump leaked over night", "A no. 4 pump leaked over night"},
		{"  spaces around  ", "spaces around"},
		{"", ""},
		{"One sentence that goes on and on and on without ever coming to an end because nobody dared to put a full stop",
		 "One sentence that goes on and on and on without ever coming to an end because nobody dared…"},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct str title = incident_report_title(arena, str_of(cases[i][0]));
		assert_string_equal(title.at ? title.at : "", cases[i][1]);
	}
}

static void a_title_of_any_script_is_cut_between_characters(void **state)
{
	(void)state;
	struct text words = TEXT_IN(arena);

	for (int i = 0; i < 200; i++)
		text_cstr(&words, "漏");
	struct str title = incident_report_title(arena, text_str(&words));
	assert_true(str_is_utf8(title));
	assert_true(str_points(title) <= 91);
}

static struct incident_report report_of(enum report_type type, enum care care)
{
	static struct injured_person hurt;
	struct incident_report report = {0};

	record_clear(&incident_record, &report.incident);
	report.incident.report_type = type;
	report.incident.description = STR("Something fell.");
	hurt = (struct injured_person){.care = care};
	report.injured = &hurt;
	report.injured_count = care != CARE_NONE;
	return report;
}

static void severity_is_guessed_by_the_worst_care(void **state)
{
	(void)state;
	static const struct { enum report_type type; enum care care; enum severity severity; } cases[] = {
		{REPORT_INCIDENT, CARE_NONE, SEVERITY_MEDIUM}, {REPORT_NEAR_MISS, CARE_NONE, SEVERITY_LOW},
		{REPORT_OBSERVATION, CARE_NONE, SEVERITY_LOW}, {REPORT_INCIDENT, CARE_FIRST_AID, SEVERITY_MEDIUM},
		{REPORT_INCIDENT, CARE_EMERGENCY_ROOM, SEVERITY_HIGH}, {REPORT_INCIDENT, CARE_HOSPITAL, SEVERITY_HIGH},
		{REPORT_INCIDENT, CARE_DIED, SEVERITY_CRITICAL},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct incident_report report = report_of(cases[i].type, cases[i].care);
		assert_int_equal(incident_report_severity(&report), cases[i].severity);
	}
}

static void what_nobody_told_is_filled_in(void **state)
{
	(void)state;
	struct incident_report report = report_of(REPORT_NONE, CARE_NONE);

	report.incident.reporter_id = 5;
	incident_report_complete(arena, &report, 7, SECONDS(1000));
	assert_int_equal(report.incident.organization_id, 7);
	assert_int_equal(report.incident.reg, REGISTER_SAFETY);
	assert_int_equal(report.incident.report_type, REPORT_INCIDENT);
	assert_int_equal(report.incident.status, STATUS_NEW);
	assert_int_equal(report.incident.reporting, REPORTING_NAMED);
	assert_int_equal(report.incident.reported_at, SECONDS(1000));
	/* A name never stays with an anonymous report, whoever set it. */
	report.incident.reporting = REPORTING_ANONYMOUS;
	incident_report_complete(arena, &report, 7, SECONDS(1000));
	assert_int_equal(report.incident.reporter_id, 0);
	report = report_of(REPORT_INCIDENT, CARE_NONE);
	report.incident.reg = REGISTER_OPERATIONS;
	incident_report_complete(arena, &report, 7, SECONDS(1000));
	assert_int_equal(report.incident.status, STATUS_OPEN);
}

static int setup(void **state)
{
	(void)state;
	arena = arena_new(0);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_are_written_and_read),
		cmocka_unit_test(blocks_grow_in_a_rush_and_only_then),
		cmocka_unit_test(a_title_is_the_first_sentence),
		cmocka_unit_test(a_title_of_any_script_is_cut_between_characters),
		cmocka_unit_test(severity_is_guessed_by_the_worst_care),
		cmocka_unit_test(what_nobody_told_is_filled_in),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
