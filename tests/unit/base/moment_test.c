#include "../unit.h"

#include "base/moment.h"

static void days_and_dates_agree_over_every_day_of_four_centuries(void **state)
{
	(void)state;
	struct civil previous = day_civil(day_of(1799, 12, 31));
	for (day d = day_of(1800, 1, 1); d <= day_of(2200, 12, 31); d++) {
		struct civil c = day_civil(d);
		assert_true(day_is_valid(c.year, c.month, c.day));
		assert_int_equal(day_of(c.year, c.month, c.day), d);
		/* Either the next day of the month, or a first after the last valid one. */
		bool follows = c.day == previous.day + 1 && c.month == previous.month;
		bool turns = c.day == 1 && !day_is_valid(previous.year, previous.month, previous.day + 1);
		assert_true(follows || turns);
		previous = c;
	}
}

static void known_days(void **state)
{
	(void)state;
	static const struct {
		int year, month, day, number, weekday;
	} cases[] = {
		{1970, 1, 1, 0, 4},	 {1969, 12, 31, -1, 3},	 {2000, 2, 29, 11016, 2},
		{1900, 3, 1, -25508, 4}, {2026, 3, 3, 20515, 2}, {2100, 3, 1, 47541, 1},
		{1, 1, 1, -719162, 1},	 {2026, 1, 32, 20485, 0},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_int_equal(day_of(cases[i].year, cases[i].month, cases[i].day), cases[i].number);
		assert_int_equal(day_weekday(cases[i].number), cases[i].weekday);
	}
	assert_int_equal(day_of(INT32_MAX, 1, 1), DAY_NONE);
	assert_int_equal(day_of(INT32_MIN, 1, 1), DAY_NONE);
}

static void leap_days(void **state)
{
	(void)state;
	assert_true(day_is_valid(2024, 2, 29));
	assert_true(day_is_valid(2000, 2, 29));
	assert_false(day_is_valid(1900, 2, 29));
	assert_false(day_is_valid(2100, 2, 29));
	assert_false(day_is_valid(2023, 2, 29));
	assert_false(day_is_valid(2023, 4, 31));
	assert_false(day_is_valid(2023, 13, 1));
	assert_false(day_is_valid(2023, 0, 1));
	assert_false(day_is_valid(2023, 1, 0));
}

static void days_as_text(void **state)
{
	static const char *const refused[] = {
		"", "2026-3-14", "2026-03-1", "2026-03-14 ", "2026-02-29", "1899-12-31", "2200-01-01", "2026/03/14",
		"-026-03-14", "2026-13-01", "2026-00-10", "2026-01-00", "20260314", "2026-03-1x", "2026-+3-14",
	};
	day d = 7;

	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
		assert_false(day_parse(str_of(refused[i]), &d));
	assert_false(day_parse(STR_NONE, &d));
	assert_int_equal(d, 7);
	assert_true(day_parse(STR("1900-01-01"), &d));
	assert_str(day_text(*state, d), "1900-01-01");
	assert_true(day_parse(STR("2199-12-31"), &d));
	assert_str(day_text(*state, d), "2199-12-31");
	assert_str(day_text(*state, DAY_NONE), "");
}

static void clocks_as_text(void **state)
{
	static const char *const refused[] = {"", "24:00", "7:30", "07:60", "07:30:61", "07:30x", "0730", "-1:30"};
	clock_minutes minutes;

	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
		assert_false(clock_parse(str_of(refused[i]), &minutes));
	assert_true(clock_parse(STR("00:00"), &minutes));
	assert_int_equal(minutes, 0);
	assert_true(clock_parse(STR("23:59:30"), &minutes));
	assert_int_equal(minutes, 23 * 60 + 59);
	assert_str(clock_text(*state, minutes), "23:59");
	assert_str(clock_text(*state, CLOCK_NONE), "");
}

static void moments_are_read(void **state)
{
	static const struct {
		const char *text;
		const char *utc;     /* NULL: refused */
	} cases[] = {
		{"2026-03-03T10:00:00Z", "2026-03-03T10:00:00Z"},
		{"2026-03-03t10:00:00z", "2026-03-03T10:00:00Z"},
		{"2026-03-03T10:00:00.5+02:00", "2026-03-03T08:00:00Z"},
		{"2026-03-03T23:30:00-05:30", "2026-03-04T05:00:00Z"},
		{"2026-03-03 10:00:00", "2026-03-03T10:00:00Z"},
		{"2026-03-03 10:00:00.123456", "2026-03-03T10:00:00Z"},
		{"2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z"},
		{"0001-01-01 00:00:00", "0001-01-01T00:00:00Z"},
		{"9999-12-31 23:59:59.999999", "9999-12-31T23:59:59Z"},
		{"1969-12-31T23:59:59.25Z", "1969-12-31T23:59:59Z"},
		{"2026-03-03T10:00:00", NULL},
		{"2026-03-03T10:00Z", NULL},
		{"2026-03-03T10:00:00+0200", NULL},
		{"2026-03-03T10:00:00+24:00", NULL},
		{"2026-03-03T24:00:00Z", NULL},
		{"2026-03-03T10:00:61Z", NULL},
		{"2026-02-30T10:00:00Z", NULL},
		{"2026-03-03 10:00:00.", NULL},
		{"2026-03-03T10:00:00Zx", NULL},
		{"0000-03-03T10:00:00Z", NULL},
		{"", NULL},
	};
	moment at;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		bool is_read = moment_parse(str_of(cases[i].text), &at);
		assert_int_equal(is_read, cases[i].utc != NULL);
		if (is_read)
			assert_str(moment_text(*state, at), cases[i].utc);
	}
	assert_true(moment_parse(STR("1970-01-01 00:00:01.000007"), &at));
	assert_int_equal(at, 1000007);
	assert_str(moment_text(*state, MOMENT_NONE), "");
}

static void http_dates(void **state)
{
	moment at;

	assert_true(moment_parse(STR("2026-03-03T10:00:00Z"), &at));
	assert_str(moment_http(*state, at), "Tue, 03 Mar 2026 10:00:00 GMT");
	assert_str(moment_http(*state, 0), "Thu, 01 Jan 1970 00:00:00 GMT");
	assert_str(moment_http(*state, -1), "Wed, 31 Dec 1969 23:59:59 GMT");
}

static void the_clock_runs(void **state)
{
	(void)state;
	moment now = moment_now();

	assert_true(now > DAYS(20454) && now < DAYS(80000));
	assert_true(moment_now() >= now);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(days_and_dates_agree_over_every_day_of_four_centuries),
		UNIT(known_days),
		UNIT(leap_days),
		UNIT(days_as_text),
		UNIT(clocks_as_text),
		UNIT(moments_are_read),
		UNIT(http_dates),
		UNIT(the_clock_runs),
	};
	return cmocka_run_group_tests_name("base/moment", tests, NULL, NULL);
}
