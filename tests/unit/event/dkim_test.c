/* The relaxed forms of RFC 6376, 3.4.5 and their edges. */
#include "../unit.h"

#include "event/dkim.h"
#include "event/outside_check.h"
#include "client/client_tls.h"

static void the_examples_of_the_standard(void **state)
{
	(void)state;
	struct arena *arena = arena_new(0);

	assert_string_equal(dkim_relaxed_header(arena, STR("A: X")).at, "a:X");
	assert_string_equal(dkim_relaxed_header(arena, STR("B : Y\t\r\n\tZ  ")).at, "b:Y Z");
	struct str body = dkim_relaxed_body(arena, STR(" C \r\nD \t E\r\n\r\n\r\n"));
	assert_true(str_is(body, " C\r\nD E\r\n"));
	arena_free(arena);
}

static void empty_and_unfinished_bodies(void **state)
{
	(void)state;
	struct arena *arena = arena_new(0);

	assert_int_equal(dkim_relaxed_body(arena, STR("")).len, 0);
	assert_int_equal(dkim_relaxed_body(arena, STR("\r\n \t\r\n")).len, 0);
	assert_true(str_is(dkim_relaxed_body(arena, STR("no end")), "no end\r\n"));
	arena_free(arena);
}

static void a_certificate_ends_in_time(void **state)
{
	(void)state;
	const moment now = DAYS(20000);

	assert_int_equal(outside_check_expiry(now + DAYS(90), now), FINDING_OK);
	assert_int_equal(outside_check_expiry(now + DAYS(20), now), FINDING_WARN);
	assert_int_equal(outside_check_expiry(now, now), FINDING_FAIL);
}

static void days_of_certificates(void **state)
{
	(void)state;
	assert_int_equal(client_tls_moment(STR("Nov  1 12:34:56 2027 GMT")), DAYS((moment)day_of(2027, 11, 1)) + HOURS(12) + MINUTES(34) + SECONDS(56));
	assert_int_equal(client_tls_moment(STR("Feb 29 00:00:00 2028 GMT")), DAYS((moment)day_of(2028, 2, 29)));
	assert_int_equal(client_tls_moment(STR("Feb 30 00:00:00 2028 GMT")), MOMENT_NONE);
	assert_int_equal(client_tls_moment(STR("ovD 1 00:00:00 2028 GMT")), MOMENT_NONE);
	assert_int_equal(client_tls_moment(STR("Nov 1 00:00:00 2028 CET")), MOMENT_NONE);
	assert_int_equal(client_tls_moment(STR("Nov 1 00:00 2028 GMT")), MOMENT_NONE);
	assert_int_equal(client_tls_moment(STR("")), MOMENT_NONE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_examples_of_the_standard),
		cmocka_unit_test(empty_and_unfinished_bodies),
		cmocka_unit_test(a_certificate_ends_in_time),
		cmocka_unit_test(days_of_certificates),
	};
	return cmocka_run_group_tests_name("dkim", tests, NULL, NULL);
}
