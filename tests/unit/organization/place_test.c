#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "organization/people.h"
#include "organization/place.h"

/* The fields whose rules the row breaks, "ein zip". */
static const char *broken(const struct rule *rules, const void *row)
{
	static char names[200];
	size_t len = 0;

	names[0] = 0;
	for (; rules->field; rules++) {
		size_t more = strlen(rules->field);
		if (rules->holds(row))
			continue;
		assert_true(len + more + 2 < sizeof names);
		if (len)
			names[len++] = ' ';
		memcpy(names + len, rules->field, more + 1);
		len += more;
	}
	return names;
}

static void test_establishments(void **state)
{
	struct establishment place;
	(void)state;

	record_clear(&establishment_record, &place);
	place.zone = STR("America/Chicago");
	assert_string_equal(broken(establishment_rules, &place), "");
	place.ein = STR("12345678X");
	place.state = STR("XX");
	place.zip = STR("123456");
	place.naics_code = STR("3327");
	place.zone = STR("Mars");
	assert_string_equal(broken(establishment_rules, &place),
			    "ein state zip naics_code naics_vintage zone");
	place.ein = STR("123456789");
	place.state = STR("PR");
	place.zip = STR("454021234");
	place.naics_code = STR("332710");
	place.naics_vintage = 2017;
	place.zone = STR("America/Puerto_Rico");
	assert_string_equal(broken(establishment_rules, &place), "");
	place.state = STR("oh");
	assert_string_equal(broken(establishment_rules, &place), "state");
	place.state = STR("L A");
	assert_string_equal(broken(establishment_rules, &place), "state");
}

static void test_years(void **state)
{
	struct establishment_year year;
	(void)state;

	record_clear(&establishment_year_record, &year);
	assert_string_equal(broken(establishment_year_rules, &year), "");
	year.annual_average_employees = 10;
	year.total_hours_worked = 87840;
	assert_string_equal(broken(establishment_year_rules, &year), "");
	year.total_hours_worked = 87841;
	assert_string_equal(broken(establishment_year_rules, &year), "total_hours_worked");
	year.peak_employees = 12;
	assert_string_equal(broken(establishment_year_rules, &year), "");
	year.peak_employees = 9;
	assert_string_equal(broken(establishment_year_rules, &year), "total_hours_worked peak_employees");
}

static void test_people(void **state)
{
	struct person person;
	(void)state;

	record_clear(&person_record, &person);
	assert_string_equal(broken(person_rules, &person), "");
	person.id = person.manager_id = 7;
	person.email = STR("@example.com");
	person.born_on = day_of(1990, 1, 1);
	person.hired_on = day_of(1989, 1, 1);
	person.zip = STR("1");
	assert_string_equal(broken(person_rules, &person), "email hired_on manager_id zip");
	person.email = STR("a b@example.com");
	assert_string_equal(broken(person_rules, &person), "email hired_on manager_id zip");
	person.email = STR("a@example.com");
	person.hired_on = day_of(2010, 1, 1);
	person.manager_id = 8;
	person.zip = STR("45402");
	assert_string_equal(broken(person_rules, &person), "");
}

/* The worksheet of Form 300A: 830 people paid in 26 periods are 31.92, which is rounded up. */
static void test_averages_round_up(void **state)
{
	(void)state;
	assert_int_equal(establishment_average_employees(830, 26), 32);
	assert_int_equal(establishment_average_employees(260, 26), 10);
	assert_int_equal(establishment_average_employees(0, 26), 0);
	assert_int_equal(establishment_average_employees(5, 0), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_establishments),
		cmocka_unit_test(test_years),
		cmocka_unit_test(test_people),
		cmocka_unit_test(test_averages_round_up),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
