/*
 * Tokens of an outside issuer at the JSON interface: its keys come as a JWK Set in a file, a claim names the account, and
 * whatever is not exactly as expected opens nothing.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "event/answer.h"
#include "http/api_mount.h"
#include "identity/api_token.h"
#include "identity/api_token_api.h"
#include "identity/jwks.h"
#include "identity/jwt.h"
#include "staff.h"

#define ISSUER "https://login.example.com"
#define AUDIENCE "https://muster.example.com/api"

static struct staff s;
static char folder[] = "/tmp/muster-issuer.XXXXXX";
static struct jwk_set theirs, strangers;

static void write_keys(const struct jwk_set *keys)
{
	struct str path = arena_printf(s.d->arena, "%s/issuer.json", folder), json = jwks_text(s.d->arena, keys);
	FILE *file = fopen(path.at, "w");

	assert_non_null(file);
	assert_int_equal(fwrite(json.at, 1, json.len, file), json.len);
	assert_int_equal(fclose(file), 0);
}

static int setup(void **state)
{
	static const struct route *const own[] = {api_token_routes, NULL}, *const *const pages[] = {NULL};

	if (!mkdtemp(folder))
		return -1;
	setenv("MUSTER_API_ISSUER", ISSUER, 1);
	setenv("MUSTER_API_ISSUER_AUDIENCE", AUDIENCE, 1);
	char keys[64];
	snprintf(keys, sizeof keys, "%s/issuer.json", folder);
	setenv("MUSTER_API_ISSUER_KEYS", keys, 1);
	if (database_setup(state) != 0)
		return -1;
	s.d = *state;
	staff_organization(&s, 1);
	staff_viewer(&s, 1, ROLE_EHS_SPECIALIST, 1);
	staff_run(&s, "INSERT INTO role_grant (organization_id, account_id, role, created_at)"
		      " VALUES (1, 1, 'ehs_specialist', NOW(6))");
	assert_int_equal(jwks_file_load(s.d->arena, arena_printf(s.d->arena, "%s/theirs.pem", folder), JWK_ES256, &theirs), RC_OK);
	assert_int_equal(jwks_file_load(s.d->arena, arena_printf(s.d->arena, "%s/other.pem", folder), JWK_ES256, &strangers), RC_OK);
	write_keys(&theirs);
	struct program *program = ARENA_NEW(s.d->arena, struct program);
	*program = (struct program){.name = "api",
				    .routes = api_mount(s.d->arena, own, pages),
				    .identify = api_token_identify,
				    .authorise = api_token_authorise,
				    .call = answer_call,
				    .is_api = true,
				    .account = "owner"};
	staff_open(&s, program);
	return 0;
}

static int teardown(void **state)
{
	arena_free(s.client.arena);
	database_remove_folder(folder);
	return database_teardown(state);
}

/* Claims as an issuer sends them; minutes from the client's time until it ends. */
static const char *claims(const char *issuer, const char *audience, const char *login, int minutes)
{
	const long long now = DAYS(20000) / SECONDS(1);

	return arena_printf(s.d->arena,
			    "{\"iss\":\"%s\",\"aud\":[\"%s\",\"https://other.example.com\"],\"sub\":\"u-1\",\"email\":\"%s\","
			    "\"scope\":\"incidents:read\",\"iat\":%lld,\"exp\":%lld}",
			    issuer, audience, login, now - 60, now + 60LL * minutes).at;
}

static int ask(const struct jwk_set *keys, const char *said)
{
	struct str token;

	assert_int_equal(jwt_sign(s.d->arena, jwks_signer(keys), "JWT", str_of(said), &token), RC_OK);
	client_begin(&s.client, "GET", "/api/v1/me");
	client_header(&s.client, "authorization", arena_printf(s.client.arena, "Bearer %.*s", STR_ARG(token)).at);
	return client_send(&s.client);
}

static void a_good_token_stands_for_its_account_and_scopes(void **state)
{
	(void)state;
	assert_int_equal(ask(&theirs, claims(ISSUER, AUDIENCE, "L1", 5)), 200);
	assert_true(staff_shows(&s, "Given Person1"));
	assert_true(staff_shows(&s, "incidents:read"));
	assert_false(staff_shows(&s, "incidents:write"));
}

static void anything_else_opens_nothing(void **state)
{
	(void)state;
	assert_int_equal(ask(&strangers, claims(ISSUER, AUDIENCE, "l1", 5)), 401);
	assert_int_equal(ask(&theirs, claims("https://login.example.org", AUDIENCE, "l1", 5)), 401);
	assert_int_equal(ask(&theirs, claims(ISSUER, "https://muster.example.org/api", "l1", 5)), 401);
	assert_int_equal(ask(&theirs, claims(ISSUER, AUDIENCE, "l1", -5)), 401);
	assert_int_equal(ask(&theirs, claims(ISSUER, AUDIENCE, "nobody", 5)), 401);
	assert_int_equal(ask(&theirs, claims(ISSUER, AUDIENCE, "", 5)), 401);
}

static void a_replaced_key_counts_at_once(void **state)
{
	(void)state;
	write_keys(&strangers);
	assert_int_equal(ask(&strangers, claims(ISSUER, AUDIENCE, "l1", 5)), 200);
	assert_int_equal(ask(&theirs, claims(ISSUER, AUDIENCE, "l1", 5)), 401);
}

static void who_is_switched_off_is_out(void **state)
{
	(void)state;
	staff_run(&s, "UPDATE account SET is_active = FALSE WHERE id = 1");
	assert_int_equal(ask(&strangers, claims(ISSUER, AUDIENCE, "l1", 5)), 401);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_good_token_stands_for_its_account_and_scopes),
		cmocka_unit_test(anything_else_opens_nothing),
		cmocka_unit_test(a_replaced_key_counts_at_once),
		cmocka_unit_test(who_is_switched_off_is_out),
	};
	return cmocka_run_group_tests_name("outside_token", tests, setup, teardown);
}
