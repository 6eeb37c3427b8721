#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/encoding.h"

static struct arena *arena;

static void is_read_as(struct str bytes, const char *wanted)
{
	arena_reset(arena);
	struct str text = encoding_utf8(arena, bytes);
	assert_true(str_is_utf8(text));
	assert_string_equal(arena_cstr(arena, text), wanted);
}

static void test_utf8_stays(void **state)
{
	(void)state;
	struct str text = STR("Jos\xC3\xA9 \xE2\x82\xAC");
	assert_ptr_equal(encoding_utf8(arena, text).at, text.at);
	is_read_as(STR(""), "");
}

static void test_windows(void **state)
{
	(void)state;
	is_read_as(STR("Jos\xE9 \x80 \x93x\x94"), "Jos\xC3\xA9 \xE2\x82\xAC \xE2\x80\x9Cx\xE2\x80\x9D");
	is_read_as(STR("\x81"), "\xEF\xBF\xBD");
}

static void test_utf16(void **state)
{
	(void)state;
	is_read_as(STR("\xFF\xFE"
		       "A\x00\xE9\x00"),
		   "A\xC3\xA9");
	is_read_as(STR("\xFE\xFF\x00"
		       "A\x20\xAC"),
		   "A\xE2\x82\xAC");
	is_read_as(STR("\xFF\xFE\x3D\xD8\x00\xDE"), "\xF0\x9F\x98\x80");
	/* Half a pair, and a byte left over. */
	is_read_as(STR("\xFF\xFE\x3D\xD8"
		       "A\x00"
		       "B"),
		   "\xEF\xBF\xBD"
		   "A");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_utf8_stays),
		cmocka_unit_test(test_windows),
		cmocka_unit_test(test_utf16),
	};
	arena = arena_new(0);
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	arena_free(arena);
	return failed;
}
