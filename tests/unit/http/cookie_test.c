#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "http/cookie.h"

static void test_values(void **state)
{
	struct arena *arena = arena_new(0);
	struct pairs cookies =
		cookie_parse(arena, STR("a=1; __Host-session=abc_-123;b=\"quoted\" ; a=2; empty="));
	(void)state;

	assert_int_equal(cookies.count, 5);
	assert_true(str_is(pairs_get(&cookies, "a"), "1"));
	assert_true(str_is(pairs_get(&cookies, "__Host-session"), "abc_-123"));
	assert_true(str_is(pairs_get(&cookies, "b"), "quoted"));
	assert_true(str_is(pairs_nth(&cookies, "a", 1), "2"));
	assert_true(str_is(pairs_get(&cookies, "empty"), ""));
	arena_free(arena);
}

static void test_strange_ones_are_passed_over(void **state)
{
	struct arena *arena = arena_new(0);
	struct pairs cookies =
		cookie_parse(arena, STR(";;=x; noequals; bad name=1; n=a b; u=\xC3\xA9; q=a\"b; good=1"));
	(void)state;

	assert_int_equal(cookies.count, 1);
	assert_true(str_is(pairs_get(&cookies, "good"), "1"));
	assert_int_equal(cookie_parse(arena, STR_NONE).count, 0);
	arena_free(arena);
}

static void test_number_is_limited(void **state)
{
	struct arena *arena = arena_new(0);
	struct text text = TEXT_IN(arena);
	(void)state;

	for (int i = 0; i < 500; i++)
		text_printf(&text, "c%d=1;", i);
	assert_int_equal(cookie_parse(arena, text_str(&text)).count, 64);
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_strange_ones_are_passed_over),
		cmocka_unit_test(test_number_is_limited),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
