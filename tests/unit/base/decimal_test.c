#include "../unit.h"

#include "base/decimal.h"

static void numbers_as_text(void **state)
{
	assert_str(decimal_text(*state, 2500000, 6, false), "2.5");
	assert_str(decimal_text(*state, 2000000, 6, false), "2");
	assert_str(decimal_text(*state, -1, 6, false), "-0.000001");
	assert_str(decimal_text(*state, 5, 2, true), "0.05");
	assert_str(decimal_text(*state, -1250, 2, true), "-12.50");
	assert_str(decimal_text(*state, 0, 2, true), "0.00");
	assert_str(decimal_text(*state, 0, 0, false), "0");
	assert_str(decimal_text(*state, INT64_MAX, 0, true), "9223372036854775807");
	assert_str(decimal_text(*state, INT64_MIN, 6, false), "-9223372036854.775808");
}

static void text_as_numbers(void **state)
{
	int64_t value = 0;

	(void)state;
	assert_true(decimal_parse(STR("9223372036854.775807"), 6, &value));
	assert_int_equal(value, INT64_MAX);
	assert_false(decimal_parse(STR("9223372036854.775808"), 6, &value));
	assert_false(decimal_parse(STR("9223372036855"), 6, &value));
	assert_true(decimal_parse(STR("-12,345,678.9"), 2, &value));
	assert_int_equal(value, -1234567890);
	assert_true(decimal_parse(STR("12"), 0, &value));
	assert_int_equal(value, 12);
	assert_false(decimal_parse(STR("12.0"), 0, &value));
	assert_false(decimal_parse(STR("1,23.5"), 2, &value));
	assert_false(decimal_parse(STR("1.2,3"), 6, &value));
	assert_false(decimal_parse(STR(""), 2, &value));
	assert_false(decimal_parse(STR("-"), 2, &value));
	assert_false(decimal_parse(STR("."), 2, &value));
	assert_false(decimal_parse(STR_NONE, 2, &value));
}

int main(void)
{
	const struct CMUnitTest tests[] = {UNIT(numbers_as_text), UNIT(text_as_numbers)};
	return cmocka_run_group_tests_name("base/decimal", tests, NULL, NULL);
}
