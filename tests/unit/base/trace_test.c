#include "../unit.h"

#include <string.h>

#include "base/trace.h"

#define TRACE "4bf92f3577b34da6a3ce929d0e0e4736"
#define SPAN "00f067aa0ba902b7"

static void a_trace_goes_on(void **state)
{
	trace_begin(STR("00-" TRACE "-" SPAN "-01"));
	assert_string_equal(trace_id(), TRACE);
	struct str sent = trace_parent(*state), again = trace_parent(*state);
	assert_int_equal(sent.len, 55);
	assert_true(str_starts(sent, STR("00-" TRACE "-")));
	assert_true(str_ends(sent, STR("-01")));
	assert_true(str_find(sent, STR(SPAN)) < 0);
	assert_false(str_equal(sent, again));
	trace_end();
	assert_null(trace_id());
	assert_null(trace_parent(*state).at);
}

static void later_versions_are_read(void **state)
{
	(void)state;
	trace_begin(STR("01-" TRACE "-" SPAN "-00-more"));
	assert_string_equal(trace_id(), TRACE);
}

static void what_is_malformed_begins_anew(void **state)
{
	static const char *const wrong[] = {
		"", "00", "00-" TRACE "-" SPAN, "ff-" TRACE "-" SPAN "-01", "00-" TRACE "-" SPAN "-01-more",
		"01-" TRACE "-" SPAN "-01more", "00-00000000000000000000000000000000-" SPAN "-01",
		"00-" TRACE "-0000000000000000-01", "00-4BF92F3577B34DA6A3CE929D0E0E4736-" SPAN "-01",
		"00_" TRACE "-" SPAN "-01", "00-" TRACE "-" SPAN "-0x",
	};
	char before[33] = "";

	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		trace_begin(str_of(wrong[i]));
		assert_int_equal(strlen(trace_id()), 32);
		assert_string_not_equal(trace_id(), TRACE);
		assert_string_not_equal(trace_id(), before);
		memcpy(before, trace_id(), sizeof before);
	}
	trace_begin(STR_NONE);
	assert_int_equal(strspn(trace_id(), "0123456789abcdef"), 32);
	trace_end();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(a_trace_goes_on),
		UNIT(later_versions_are_read),
		UNIT(what_is_malformed_begins_anew),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
