/* Which items of Form 301 are missing; how much time an urgent report has left. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "osha/notice.h"
#include "osha/report_items.h"

static bool has_gap(const struct report_gap *gaps, size_t count, const char *field)
{
	for (size_t i = 0; i < count; i++)
		if (str_is(str_of(field), gaps[i].field))
			return true;
	return false;
}

static void an_empty_report_misses_what_the_form_asks_of_everybody(void **state)
{
	struct osha_case c;
	struct case_report report;
	struct report_gap gaps[REPORT_GAPS_MOST];

	(void)state;
	record_clear(&osha_case_record, &c);
	record_clear(&case_report_record, &report);
	size_t count = report_items_missing(&c, &report, gaps);
	assert_true(has_gap(gaps, count, "born_on"));
	assert_true(has_gap(gaps, count, "description"));
	assert_false(has_gap(gaps, count, "harmful_object"));
	assert_false(has_gap(gaps, count, "physician"));
}

static void a_time_that_cannot_be_determined_is_no_gap(void **state)
{
	struct osha_case c;
	struct case_report report;
	struct report_gap gaps[REPORT_GAPS_MOST];

	(void)state;
	record_clear(&osha_case_record, &c);
	record_clear(&case_report_record, &report);
	assert_true(has_gap(gaps, report_items_missing(&c, &report, gaps), "event_at"));
	report.event_time_unknown = true;
	assert_false(has_gap(gaps, report_items_missing(&c, &report, gaps), "event_at"));
	report.event_time_unknown = false;
	report.event_at = 0; /* midnight is a time */
	assert_false(has_gap(gaps, report_items_missing(&c, &report, gaps), "event_at"));
}

static void treatment_away_from_the_worksite_is_asked_about(void **state)
{
	struct osha_case c;
	struct case_report report;
	struct report_gap gaps[REPORT_GAPS_MOST];

	(void)state;
	record_clear(&osha_case_record, &c);
	record_clear(&case_report_record, &report);
	report.emergency_room = ANSWER_NO;
	report.inpatient = ANSWER_NO;
	assert_false(has_gap(gaps, report_items_missing(&c, &report, gaps), "facility"));
	report.inpatient = ANSWER_YES;
	assert_true(has_gap(gaps, report_items_missing(&c, &report, gaps), "facility"));
	assert_true(has_gap(gaps, report_items_missing(&c, &report, gaps), "physician"));
}

static void the_clock_counts_down_and_then_up(void **state)
{
	const moment deadline = DAYS(20000);
	struct notice_clock left = notice_clock(deadline, deadline - HOURS(5) - MINUTES(20));
	struct notice_clock late = notice_clock(deadline, deadline + HOURS(30) + SECONDS(59));

	(void)state;
	assert_false(left.is_late);
	assert_int_equal(left.hours, 5);
	assert_int_equal(left.minutes, 20);
	assert_true(late.is_late);
	assert_int_equal(late.hours, 30);
	assert_int_equal(late.minutes, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_empty_report_misses_what_the_form_asks_of_everybody),
		cmocka_unit_test(a_time_that_cannot_be_determined_is_no_gap),
		cmocka_unit_test(treatment_away_from_the_worksite_is_asked_about),
		cmocka_unit_test(the_clock_counts_down_and_then_up),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
