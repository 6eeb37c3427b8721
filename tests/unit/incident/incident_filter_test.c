#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "incident/incident_filter.h"

static struct arena *arena;

static struct incident_filter filter_of(const char *query)
{
	struct incident_filter filter = incident_filter_none();
	struct str rest = str_of(query), pair, name;

	while (rest.len && str_split(&rest, '&', &pair)) {
		str_split(&pair, '=', &name);
		incident_filter_set(&filter, name, pair);
	}
	return filter;
}

static void assert_query(const char *query, const char *expected)
{
	struct incident_filter filter = filter_of(query);
	assert_string_equal(incident_filter_query(arena, &filter, NULL, STR_NONE).at, expected);
}

static void addresses_come_back_in_one_order(void **state)
{
	(void)state;
	assert_query("", "");
	assert_query("sort=-occurred", "");
	assert_query("sort=occurred", "sort=occurred");
	assert_query("severity=high&status=new&status=closed&q=wet floor",
		     "q=wet%20floor&status=new&status=closed&severity=high");
	assert_query("sort=-updated&mine=1&open=1&by=reported&from=2026-01-01&to=2026-02-01",
		     "by=reported&from=2026-01-01&to=2026-02-01&mine=1&open=1&sort=-updated");
	assert_query(
		"establishment=4&department=5&project=6&category=7&manager=8&reporter=E17&register=safety&type=near_miss",
		"register=safety&type=near_miss&establishment=4&department=5&project=6&category=7&manager=8&reporter=E17");
}

static void nonsense_changes_nothing(void **state)
{
	(void)state;
	assert_query(
		"status=nowhere&severity=&register=1&type=%&establishment=-1&department=x&from=2026-02-30&mine=2&sort=name&"
		"unknown=1&project=99999999999999999999&q=",
		"");
	assert_query("q=\xff\xfe", "");
}

static void one_filter_is_left_out(void **state)
{
	(void)state;
	struct incident_filter filter = filter_of("status=new&status=closed&open=1&q=x");

	assert_string_equal(incident_filter_query(arena, &filter, "open", STR_NONE).at,
			    "q=x&status=new&status=closed");
	assert_string_equal(incident_filter_query(arena, &filter, "status", STR("new")).at,
			    "q=x&status=closed&open=1");
	assert_string_equal(incident_filter_query(arena, &filter, "status", STR_NONE).at, "q=x&open=1");
}

static void only_filters_make_a_list_narrow(void **state)
{
	(void)state;
	struct incident_filter ordered = filter_of("sort=severity&by=reported"),
			       narrow = filter_of("overdue=1");

	assert_false(incident_filter_is_narrow(&ordered));
	assert_true(incident_filter_is_narrow(&narrow));
}

static void a_column_turns_round(void **state)
{
	(void)state;
	struct incident_filter filter = filter_of("open=1&sort=-severity");

	assert_string_equal(incident_filter_sorted(arena, &filter, SORT_SEVERITY).at,
			    "/incidents?open=1&sort=severity");
	assert_string_equal(incident_filter_sorted(arena, &filter, SORT_UPDATED).at,
			    "/incidents?open=1&sort=-updated");
	assert_string_equal(incident_filter_sorted(arena, &filter, SORT_OCCURRED).at, "/incidents?open=1");
}

static void cursors_come_back(void **state)
{
	(void)state;
	for (int sort = 0; sort < INCIDENT_SORT_COUNT; sort++) {
		struct incident_cursor given = {true, sort == SORT_SEVERITY ? 3 : DAYS(20000) + 17,
						STR("INC-20260301-0004"), DAYS(19000) + 5, 4711},
				       back;
		struct str text = incident_cursor_text(arena, (enum incident_sort)sort, &given);
		assert_true(incident_cursor_parse((enum incident_sort)sort, text, &back));
		assert_true(back.is_set);
		assert_int_equal(back.id, 4711);
		if (sort == SORT_NUMBER)
			assert_true(str_equal(back.number, given.number));
		else
			assert_int_equal(back.key, given.key);
		if (sort == SORT_SEVERITY)
			assert_int_equal(back.occurred_at, given.occurred_at);
	}
}

static void broken_cursors_are_refused(void **state)
{
	(void)state;
	static const char *const broken[] = {"",
					     ".",
					     "1",
					     "1.",
					     "1.2.3",
					     "x.1",
					     "1.x",
					     "9223372036854775807.1",
					     "-9223372036854775808.1",
					     "1 .2",
					     "1.2 "};
	struct incident_cursor cursor;

	for (size_t i = 0; i < sizeof broken / sizeof broken[0]; i++)
		assert_false(incident_cursor_parse(SORT_OCCURRED, str_of(broken[i]), &cursor));
	assert_false(incident_cursor_parse(SORT_SEVERITY, STR("1.2"), &cursor));
	assert_false(incident_cursor_parse(SORT_NUMBER, STR(".2"), &cursor));
	assert_false(incident_cursor_parse(SORT_NUMBER, STR("INC-20260301-0004-and-much-more.2"), &cursor));
	assert_false(incident_cursor_parse(SORT_OCCURRED, STR_NONE, &cursor));
}

static void numbers_are_told_from_words(void **state)
{
	(void)state;
	assert_string_equal(incident_filter_number(arena, STR("inc-20260301-0004")).at, "INC-20260301-0004");
	assert_string_equal(incident_filter_number(arena, STR("INC20260301")).at, "INC-20260301");
	assert_string_equal(incident_filter_number(arena, STR("20260301-00")).at, "INC-20260301-00");
	assert_null(incident_filter_number(arena, STR("2026")).at);
	assert_null(incident_filter_number(arena, STR("incident")).at);
	assert_null(incident_filter_number(arena, STR("INC-2026%")).at);
	assert_null(incident_filter_number(arena, STR("wet floor")).at);
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
		cmocka_unit_test(addresses_come_back_in_one_order),
		cmocka_unit_test(nonsense_changes_nothing),
		cmocka_unit_test(one_filter_is_left_out),
		cmocka_unit_test(only_filters_make_a_list_narrow),
		cmocka_unit_test(a_column_turns_round),
		cmocka_unit_test(cursors_come_back),
		cmocka_unit_test(broken_cursors_are_refused),
		cmocka_unit_test(numbers_are_told_from_words),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
