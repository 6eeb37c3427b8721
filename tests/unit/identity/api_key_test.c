/* API keys: their form, scopes and days. */
#include "../unit.h"

#include "identity/api_key.h"

static void tokens_are_known_by_their_form(void **state)
{
	struct str token = api_key_new(*state), other = api_key_new(*state);

	assert_true(api_key_is_token(token) && token.len == 47);
	assert_false(str_equal(token, other));
	assert_true(str_starts(token, api_key_beginning(*state, token)));
	assert_false(api_key_is_token(STR("mst_short")));
	assert_false(api_key_is_token(arena_printf(*state, "%.46s!", token.at)));
	assert_false(api_key_is_token(arena_printf(*state, "msx_%s", token.at + 4)));
}

static void scopes_come_back(void **state)
{
	const uint64_t bits = api_key_scopes(STR("incidents:read, capas:write,unknown"), ',');

	assert_string_equal(api_key_scopes_text(*state, bits, " ").at, "incidents:read capas:write");
	assert_int_equal(api_key_scopes(STR("incidents:read capas:write"), ' '), bits);
	assert_int_equal(api_key_scopes(STR(""), ','), 0);
}

static void a_key_ends(void **state)
{
	const struct api_key key = {.expires_on = 100, .revoked_at = MOMENT_NONE}, revoked = {.expires_on = 100, .revoked_at = 5};

	(void)state;
	assert_true(api_key_is_valid(&key, 100));
	assert_false(api_key_is_valid(&key, 101));
	assert_false(api_key_is_valid(&revoked, 1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tokens_are_known_by_their_form),
		cmocka_unit_test(scopes_come_back),
		cmocka_unit_test(a_key_ends),
	};

	return cmocka_run_group_tests(tests, unit_arena, unit_arena_free);
}
