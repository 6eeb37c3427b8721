#include "../unit.h"

#include "identity/issuer_keys.h"

static void an_answer_is_good_as_long_as_it_says_within_bounds(void **state)
{
	(void)state;
	static const struct {
		const char *said;
		int64_t seconds;
	} cases[] = {
		{NULL, 3600},
		{"", 3600},
		{"public", 3600},
		{"max-age=600", 600},
		{"public, max-age=7200, must-revalidate", 7200},
		{"Public , Max-Age=900", 900},
		{"max-age=1", 300},
		{"max-age=0", 300},
		{"max-age=99999999", 86400},
		{"max-age=99999999999999999999999", 3600},
		{"max-age=-5", 3600},
		{"max-age=ten", 3600},
		{"no-store", 300},
		{"max-age=7200, no-cache", 300},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_int_equal(issuer_keys_lifetime(str_of(cases[i].said)), cases[i].seconds);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_answer_is_good_as_long_as_it_says_within_bounds),
	};
	return cmocka_run_group_tests_name("issuer_keys", tests, NULL, NULL);
}
