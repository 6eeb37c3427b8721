#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <string.h>

#include "http/urlencoded.h"

static const struct {
	const char *sent;
	const char *name, *value;
	size_t count;
} good[] = {
	{"", "a", NULL, 0},
	{"a=1", "a", "1", 1},
	{"a=1&b=2", "b", "2", 2},
	{"a", "a", "", 1},
	{"a=", "a", "", 1},
	{"&&a=1&", "a", "1", 1},
	{"a=b=c", "a", "b=c", 1},
	{"full+name=Mar%C3%ADa+L%C3%B3pez", "full name", "María López", 1},
	{"a=%2B+%26%3D", "a", "+ &=", 1},
	{"people.0.name=x&people.1.name=y", "people.1.name", "y", 2},
};

static void test_good(void **state)
{
	struct arena *arena = arena_new(0);
	(void)state;

	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		struct pairs pairs;
		assert_int_equal(urlencoded_parse(arena, str_of(good[i].sent), 10, &pairs), RC_OK);
		assert_int_equal(pairs.count, good[i].count);
		struct str value = pairs_get(&pairs, good[i].name);
		assert_true(str_equal(value, str_of(good[i].value)));
		assert_int_equal(value.at != NULL, good[i].value != NULL);
	}
	arena_free(arena);
}

static void test_bad(void **state)
{
	static const char *const bad[] = {
		"a=%",   "a=%4",        "a=%zz", "%=1",      "a=%00",
		"a=%C3", "a=%ED%A0%80", "a=%FF", "%C3%28=1", "a=1&b=%C0%AF",
	};
	struct arena *arena = arena_new(0);
	struct pairs pairs;
	(void)state;

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_int_equal(urlencoded_parse(arena, str_of(bad[i]), 10, &pairs), RC_BAD_REQUEST);
	arena_free(arena);
}

static void test_limit_and_repetition(void **state)
{
	struct arena *arena = arena_new(0);
	struct pairs pairs;
	(void)state;

	assert_int_equal(urlencoded_parse(arena, STR("a=1&a=2&a=3"), 3, &pairs), RC_OK);
	assert_true(str_is(pairs_nth(&pairs, "a", 2), "3"));
	assert_null(pairs_nth(&pairs, "a", 3).at);
	assert_int_equal(urlencoded_parse(arena, STR("a=1&a=2&a=3&a=4"), 3, &pairs), RC_TOO_LARGE);
	arena_free(arena);
}

/* The table of pairs grows at powers of two: none may get lost there. */
static void test_many(void **state)
{
	struct arena *arena = arena_new(0);
	struct text text = TEXT_IN(arena);
	struct pairs pairs;
	(void)state;

	for (int i = 0; i < 1000; i++)
		text_printf(&text, "n%d=v%d&", i, i);
	assert_int_equal(urlencoded_parse(arena, text_str(&text), 1000, &pairs), RC_OK);
	assert_int_equal(pairs.count, 1000);
	for (int i = 0; i < 1000; i++)
		assert_true(str_equal(pairs_get(&pairs, arena_printf(arena, "n%d", i).at),
				      arena_printf(arena, "v%d", i)));
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_good),
		cmocka_unit_test(test_bad),
		cmocka_unit_test(test_limit_and_repetition),
		cmocka_unit_test(test_many),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
