#include "../unit.h"

#include <string.h>

#include "base/random.h"

static void bytes_differ(void **state)
{
	unsigned char a[64] = {0}, b[64] = {0};

	(void)state;
	random_bytes(a, sizeof a);
	random_bytes(b, sizeof b);
	assert_memory_not_equal(a, b, sizeof a);
	random_bytes(a, 0);
}

static void every_number_below_the_limit_comes(void **state)
{
	int seen[6] = {0};

	(void)state;
	for (int i = 0; i < 6000; i++) {
		uint32_t n = random_below(6);
		assert_true(n < 6);
		seen[n]++;
	}
	/* 1000 each; 700 is ten standard deviations away. */
	for (int i = 0; i < 6; i++)
		assert_true(seen[i] > 700);
	assert_int_equal(random_below(1), 0);
	assert_int_equal(random_below(0), 0);
	assert_true(random_below(UINT32_MAX) < UINT32_MAX);
}

static void uuids_sort_by_time(void **state)
{
	struct str first = uuid_new(*state, SECONDS(1700000000)), second = uuid_new(*state, SECONDS(1700000000) + 1000);

	assert_true(uuid_is_valid(first));
	assert_int_equal(first.at[14], '7');
	assert_true(strchr("89ab", first.at[19]) != NULL);
	assert_true(str_starts(first, STR("018bcfe5-6800-7")));
	assert_true(str_starts(second, STR("018bcfe5-6801-7")));
	assert_true(str_compare(first, second) < 0);
	assert_false(str_equal(uuid_new(*state, 0), uuid_new(*state, 0)));
	assert_true(uuid_is_valid(uuid_new(*state, -1)));
}

static void uuids_are_checked(void **state)
{
	static const char *const bad[] = {
		"", "01890a5d-ac96-774b-bcce-b302099a805", "01890a5d-ac96-774b-bcce-b302099a80570",
		"01890A5D-AC96-774B-BCCE-B302099A8057", "01890a5d-ac96-774b-bcce-b302099a805g",
		"01890a5dxac96-774b-bcce-b302099a8057", "01890a5d-ac96-774b-bcce_b302099a8057",
	};
	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_false(uuid_is_valid(str_of(bad[i])));
	assert_true(uuid_is_valid(STR("01890a5d-ac96-774b-bcce-b302099a8057")));
	assert_false(uuid_is_valid(STR_NONE));
}

static void tokens_are_43_characters_of_base64url(void **state)
{
	struct str token = token_new(*state);

	assert_int_equal(token.len, 43);
	for (size_t i = 0; i < token.len; i++)
		assert_true(strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", token.at[i]));
	assert_false(str_equal(token, token_new(*state)));
}

static void hashes(void **state)
{
	/* FIPS 180-4 examples. */
	assert_str(hex(*state, sha256(*state, STR_NONE)),
		   "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	assert_str(hex(*state, sha256(*state, STR("abc"))),
		   "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	assert_str(hex(*state, STR("\x00\xFF\x0A")), "00ff0a");
	assert_str(hex(*state, STR_NONE), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(bytes_differ), UNIT(every_number_below_the_limit_comes), UNIT(uuids_sort_by_time),
		UNIT(uuids_are_checked), UNIT(tokens_are_43_characters_of_base64url), UNIT(hashes),
	};
	return cmocka_run_group_tests_name("base/random", tests, NULL, NULL);
}
