#include "../unit.h"

#include <string.h>

static void comparing(void **state)
{
	(void)state;
	assert_true(str_equal(STR("a"), STR("a")));
	assert_true(str_equal(STR_NONE, STR("")));
	assert_false(str_equal(STR("a"), STR("ab")));
	assert_false(str_equal(STR("a\0b"), STR("a\0c")));
	assert_true(str_is(STR_NONE, NULL));
	assert_true(str_equal_nocase(STR("Content-Type"), STR("content-type")));
	assert_false(str_equal_nocase(STR("\xC3\x89"), STR("\xC3\xA9")));
	assert_true(str_starts(STR("abc"), STR("ab")) && str_starts(STR("abc"), STR("")));
	assert_false(str_starts(STR("a"), STR("ab")));
	assert_true(str_ends(STR("abc"), STR("bc")) && str_ends(STR_NONE, STR("")));
	assert_false(str_ends(STR("c"), STR("bc")));
	assert_int_equal(str_compare(STR("a"), STR("a")), 0);
	assert_true(str_compare(STR("a"), STR("ab")) < 0);
	assert_true(str_compare(STR("b"), STR("ab")) > 0);
	assert_true(str_compare(STR("\xFF"), STR("a")) > 0);
	assert_true(str_compare(STR_NONE, STR("a")) < 0);
}

static void finding_and_cutting(void **state)
{
	(void)state;
	assert_int_equal(str_find(STR("a-b-c"), STR("b-")), 2);
	assert_int_equal(str_find(STR("abc"), STR("x")), -1);
	assert_int_equal(str_find(STR("ab"), STR("abc")), -1);
	assert_int_equal(str_find(STR_NONE, STR("")), 0);
	assert_int_equal(str_find(STR("a\0b"), STR("b")), 2);
	assert_str(str_slice(STR("abc"), 1, 1), "b");
	assert_str(str_slice(STR("abc"), 1, SIZE_MAX), "bc");
	assert_str(str_slice(STR("abc"), 9, 1), "");
	assert_null(str_slice(STR_NONE, 1, 1).at);
	assert_str(str_trim(STR(" \t\r\n\v\f a b \n")), "a b");
	assert_str(str_trim(STR("   ")), "");
	assert_str(str_trim(STR_NONE), "");

	struct str s = STR("ab");
	assert_false(str_take(&s, 'b'));
	assert_true(str_take(&s, 'a') && str_take(&s, 'b'));
	assert_false(str_take(&s, '\0'));
}

static void splitting(void **state)
{
	static const char *const wanted[] = {"a", "", "b", ""};
	struct str rest = STR("a,,b,"), part;
	size_t count = 0;

	(void)state;
	while (str_split(&rest, ',', &part)) {
		assert_true(count < 4);
		assert_str(part, wanted[count++]);
	}
	assert_int_equal(count, 4);
	rest = STR("");
	assert_true(str_split(&rest, ',', &part));
	assert_str(part, "");
	assert_false(str_split(&rest, ',', &part));
	rest = STR_NONE;
	assert_false(str_split(&rest, ',', &part));
}

static void whole_numbers(void **state)
{
	static const struct {
		const char *text;
		bool is_number;
		int64_t value;
	} cases[] = {
		{"0", true, 0}, {"-0", true, 0}, {"007", true, 7}, {"-12", true, -12},
		{"9223372036854775807", true, INT64_MAX}, {"-9223372036854775808", true, INT64_MIN},
		{"9223372036854775808", false, 0}, {"-9223372036854775809", false, 0},
		{"99999999999999999999999", false, 0}, {"", false, 0}, {"-", false, 0}, {"+1", false, 0},
		{" 1", false, 0}, {"1 ", false, 0}, {"1x", false, 0}, {"--1", false, 0}, {"0x10", false, 0},
	};
	int64_t value;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		value = 5;
		assert_int_equal(str_to_int(str_of(cases[i].text), INT64_MIN, INT64_MAX, &value), cases[i].is_number);
		assert_int_equal(value, cases[i].is_number ? cases[i].value : 5);
	}
	assert_true(str_to_int(STR("10"), 1, 10, &value));
	assert_false(str_to_int(STR("11"), 1, 10, &value));
	assert_false(str_to_int(STR("0"), 1, 10, &value));
	assert_false(str_to_int(STR_NONE, 0, 10, &value));
}

static void utf8(void **state)
{
	static const char *const good[] = {"", "a", "ñ", "€", "\xF0\x9F\x98\x80", "\xF4\x8F\xBF\xBF", "\xED\x9F\xBF",
					   "\xEE\x80\x80", "\xC2\x80", "\xE0\xA0\x80", "\xF0\x90\x80\x80"};
	/* Cut short, overlong, surrogates, beyond U+10FFFF, stray continuation, Latin-1. */
	static const char *const bad[] = {"\xC3", "\xE2\x82", "\xF0\x9F\x98", "\xC0\x80", "\xC1\xBF", "\xE0\x9F\xBF",
					  "\xF0\x8F\xBF\xBF", "\xED\xA0\x80", "\xED\xBF\xBF", "\xF4\x90\x80\x80",
					  "\xF5\x80\x80\x80", "\x80", "\xBF", "a\xE9z", "\xFF", "\xE2\x28\xA1"};
	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		assert_true(str_is_utf8(str_of(good[i])));
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (str_is_utf8(str_of(bad[i])))
			fail_msg("bad[%zu] was taken", i);
	assert_false(str_is_utf8(STR("a\0b")));
	/* The byte that would complete the character lies beyond the end. */
	assert_false(str_is_utf8(str_slice(STR("€"), 0, 2)));
	assert_int_equal(str_points(STR("añ€\xF0\x9F\x98\x80")), 4);
}

static void copies_end_with_nul(void **state)
{
	struct str copy = arena_str(*state, str_slice(STR("abcdef"), 1, 3));

	assert_str(copy, "bcd");
	assert_int_equal(copy.at[3], '\0');
	assert_null(arena_str(*state, STR_NONE).at);
	assert_string_equal(arena_cstr(*state, STR_NONE), "");
	assert_str(arena_printf(*state, "%s-%04d", "x", 42), "x-0042");
	assert_str(arena_concat(*state, STR("ab"), STR_NONE), "ab");
	assert_str(arena_concat(*state, STR_NONE, STR("cd")), "cd");
	assert_str(arena_lower(*state, STR("ÀBC-Z1")), "Àbc-z1");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(comparing), UNIT(finding_and_cutting), UNIT(splitting),
		UNIT(whole_numbers), UNIT(utf8), UNIT(copies_end_with_nul),
	};
	return cmocka_run_group_tests_name("base/str", tests, NULL, NULL);
}
