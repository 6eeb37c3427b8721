#include "../unit.h"

#include <string.h>

#include "base/text.h"

static void growing(void **state)
{
	struct text text = TEXT_IN(*state);

	assert_str(text_str(&text), "");
	for (int i = 0; i < 10000; i++)
		text_int(&text, i % 10);
	assert_int_equal(text.len, 10000);
	struct str s = text_str(&text);
	assert_int_equal(s.at[10000], '\0');
	for (size_t i = 0; i < s.len; i++)
		assert_int_equal(s.at[i], '0' + i % 10);
	text_printf(&text, "%s", "end");
	text_add(&text, STR_NONE);
	text_cstr(&text, NULL);
	assert_str(str_slice(text_str(&text), 9999, 100), "9end");
}

static void reserved_room_may_be_filled_by_others(void **state)
{
	struct text text = TEXT_IN(*state);

	text_char(&text, '<');
	memset(text_reserve(&text, 5000), 'x', 5000);
	text.len += 5000;
	text_char(&text, '>');
	assert_int_equal(text_str(&text).len, 5002);
	assert_int_equal(text_str(&text).at[0], '<');
	assert_int_equal(text_str(&text).at[5001], '>');
}

static void escapes(void **state)
{
	struct text html = TEXT_IN(*state), url = TEXT_IN(*state), json = TEXT_IN(*state), plain = TEXT_IN(*state);

	text_html(&html, STR("<a href=\"x\" id='y'>&é</a>"));
	assert_str(text_str(&html), "&lt;a href=&quot;x&quot; id=&#39;y&#39;&gt;&amp;é&lt;/a&gt;");
	text_url(&url, STR("a/b c?d=é&~-._"));
	assert_str(text_str(&url), "a%2Fb%20c%3Fd%3D%C3%A9%26~-._");
	text_json(&json, STR("\"\\/\b\f\n\r\t\x01\x1F é"));
	assert_str(text_str(&json), "\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f é\"");
	text_json(&plain, STR_NONE);
	assert_str(text_str(&plain), "\"\"");
}

static void numbers(void **state)
{
	struct text text = TEXT_IN(*state);

	text_int(&text, INT64_MIN);
	text_char(&text, ' ');
	text_int(&text, INT64_MAX);
	assert_str(text_str(&text), "-9223372036854775808 9223372036854775807");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(growing), UNIT(reserved_room_may_be_filled_by_others), UNIT(escapes), UNIT(numbers),
	};
	return cmocka_run_group_tests_name("base/text", tests, NULL, NULL);
}
