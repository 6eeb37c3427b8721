/*
 * One's own account by the JSON interface: keys, password, second factor, sessions, calendars. What proves the viewer needs
 * password and second factor once more, and a secret is shown once: not again, and never kept.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "deadline/calendar_pages.h"
#include "deadline/deadline_admin_api.h"
#include "identity/account_api.h"
#include "identity/account_pages.h"
#include "identity/api_key_pages.h"
#include "identity/password.h"
#include "identity/password_pages.h"
#include "identity/second_factor_pages.h"
#include "identity/totp.h"
#include "system.h"
#include "webhook/webhook_api.h"
#include "webhook/webhook_pages.h"

enum { EMPLOYEE = 1, ADMINISTRATOR, OTHER };

static struct staff s;

static int setup(void **state)
{
	static const struct route *const own[] = {account_api_routes, deadline_admin_api_routes, webhook_api_routes, NULL};
	static const struct route *const pages[] = {account_routes, api_key_routes, calendar_routes, password_routes,
						    second_factor_routes, webhook_routes, NULL};

	if (staff_setup(&s, state) != 0)
		return -1;
	staff_organization(&s, 1);
	staff_viewer(&s, EMPLOYEE, ROLE_EMPLOYEE, 1);
	staff_viewer(&s, ADMINISTRATOR, ROLE_ADMINISTRATOR, 1);
	staff_viewer(&s, OTHER, ROLE_EMPLOYEE, 1);
	s.viewers[EMPLOYEE].login = STR("l1");
	struct str hash = password_hash(s.d->arena, STR("a long old password"));
	staff_run(&s, "INSERT INTO role_grant (organization_id, account_id, role, created_at) VALUES (1, 2, 'administrator', NOW(6))");
	staff_run(&s, "UPDATE account SET password_hash = '%.*s'", STR_ARG(hash));
	system_open(&s, own, pages);
	return 0;
}

/* The text of a member of the answer's top level. */
static const char *member(const char *name)
{
	struct str text = client_text(&s.client), start = arena_printf(s.d->arena, "\"%s\":\"", name);
	ptrdiff_t at = str_find(text, start);

	assert_true(at >= 0);
	text = str_slice(text, (size_t)at + start.len, text.len);
	ptrdiff_t end = str_find(text, STR("\""));
	assert_true(end >= 0);
	return arena_cstr(s.d->arena, str_slice(text, 0, (size_t)end));
}

/* Nothing that is kept for a repetition has it. */
static void assert_not_kept(const char *secret)
{
	const char *sql = arena_printf(s.d->arena, "SELECT COUNT(*) FROM api_answer WHERE body LIKE '%%%s%%'", secret).at;

	assert_string_equal(staff_read(&s, sql), "0");
}

#define NEW_KEY(password) \
	"{\"name\":\"A robot\",\"expires_on\":\"2024-11-01\",\"scope\":[\"incidents:read\"],\"password\":\"" password "\"}"

static void a_key_is_shown_once(void **state)
{
	const char *path = "/api/v1/account/keys", *body = NEW_KEY("a long old password");

	(void)state;
	assert_int_equal(system_send_keyed(&s, EMPLOYEE, "POST", path, "k1", NEW_KEY("something else")), 422);
	assert_true(staff_shows(&s, "/password"));
	assert_int_equal(system_send_keyed(&s, EMPLOYEE, "POST", path, "k1", body), 201);
	const char *token = member("token");
	assert_true(str_starts(str_of(token), STR("mst_")));
	assert_not_kept(token);
	assert_string_equal(staff_read(&s, "SELECT COUNT(*) FROM api_answer WHERE body LIKE '%mst\\_%\"token\":null%'"), "1");
	assert_int_equal(system_send_keyed(&s, EMPLOYEE, "POST", path, "k1", body), 201);
	assert_true(staff_shows(&s, "\"token\":null"));
	assert_true(staff_shows(&s, "\"name\":\"A robot\""));
	assert_string_equal(staff_read(&s, "SELECT COUNT(*) FROM api_key"), "1");
	assert_int_equal(system_send(&s, EMPLOYEE, "GET", path, 0, ""), 200);
	assert_true(staff_shows(&s, "\"scopes\":[\"incidents:read\"]"));
	assert_false(staff_shows(&s, token));
}

static void a_key_is_revoked_by_its_owner_and_by_administrators(void **state)
{
	const char *uuid = staff_read(&s, "SELECT uuid FROM api_key");
	const char *own = arena_printf(s.d->arena, "/api/v1/account/keys/%s/revoke", uuid).at;
	const char *any = arena_printf(s.d->arena, "/api/v1/keys/%s/revoke", uuid).at;

	(void)state;
	assert_int_equal(system_send(&s, OTHER, "POST", own, 0, "{}"), 404);
	assert_int_equal(system_send(&s, OTHER, "POST", any, 0, "{}"), 403);
	assert_int_equal(system_send(&s, OTHER, "GET", "/api/v1/keys", 0, ""), 403);
	assert_int_equal(system_send(&s, ADMINISTRATOR, "GET", "/api/v1/keys", 0, ""), 200);
	assert_true(staff_shows(&s, "\"login\":\"l1\""));
	assert_int_equal(system_send(&s, EMPLOYEE, "POST", own, 0, "{}"), 200);
	assert_string_equal(staff_read(&s, "SELECT revoked_at IS NOT NULL FROM api_key"), "1");
	assert_int_equal(system_send(&s, ADMINISTRATOR, "POST", any, 0, "{}"), 200);
}

/* Base32 in groups, as it is shown. */
static struct str secret_of(const char *shown)
{
	struct text out = TEXT_IN(s.d->arena);
	unsigned bits = 0, count = 0;

	for (; *shown; shown++) {
		if (*shown == ' ')
			continue;
		bits = bits << 5 | (unsigned)(*shown >= 'A' ? *shown - 'A' : *shown - '2' + 26);
		count += 5;
		if (count >= 8) {
			count -= 8;
			text_char(&out, (char)(bits >> count & 0xff));
		}
	}
	return text_str(&out);
}

/* A body with the code that the app shows so many times half a minute later. */
static const char *with_code(struct str secret, int later, const char *rest)
{
	const uint32_t code = totp_code(secret, totp_step(DAYS(20000)) + later);

	return arena_printf(s.d->arena, "{\"code\":\"%06u\",\"password\":\"a long old password\"%s}", code, rest).at;
}

static struct str secret;

static void the_second_factor_is_asked_for_from_then_on(void **state)
{
	const char *path = "/api/v1/account/second-factor";

	(void)state;
	assert_int_equal(system_send(&s, EMPLOYEE, "POST", "/api/v1/account/second-factor/setup", 0, "{}"), 200);
	const char *rest = arena_printf(s.d->arena, ",\"setup\":\"%s\"", member("setup")).at;
	secret = secret_of(member("secret"));
	assert_int_equal(system_send_keyed(&s, EMPLOYEE, "POST", path, "f1",
					   "{\"setup\":\"x\",\"code\":\"1\",\"password\":\"x\"}"),
			 422);
	assert_true(staff_shows(&s, "/setup"));
	const char *body = with_code(secret, -1, rest);
	assert_int_equal(system_send_keyed(&s, EMPLOYEE, "POST", path, "f1", body), 200);
	assert_true(staff_shows(&s, "\"recovery_codes\":[\""));
	assert_int_equal(system_send_keyed(&s, EMPLOYEE, "POST", path, "f1", body), 200);
	assert_true(staff_shows(&s, "\"recovery_codes\":null"));
	assert_int_equal(system_send(&s, EMPLOYEE, "GET", "/api/v1/account", 0, ""), 200);
	assert_true(staff_shows(&s, "\"recovery_codes_left\":10"));
	assert_int_equal(system_send(&s, EMPLOYEE, "POST", "/api/v1/account/second-factor/setup", 0, "{}"), 409);
}

/* Neither a key nor the password alone takes an account over. */
static void what_proves_the_viewer_needs_both_factors(void **state)
{
	static const char *const paths[] = {"/api/v1/account/second-factor/codes", "/api/v1/account/second-factor/off"};
	const char *change = ",\"new_password\":\"another long password\",\"new_password_again\":\"another long password\"";

	(void)state;
	assert_int_equal(system_send_keyed(&s, EMPLOYEE, "POST", "/api/v1/account/keys", "k2",
					   NEW_KEY("a long old password")),
			 422);
	assert_true(staff_shows(&s, "/code"));
	assert_string_equal(staff_read(&s, "SELECT COUNT(*) FROM api_key"), "1");
	for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
		assert_int_equal(system_send(&s, EMPLOYEE, "POST", paths[i], 0, "{\"password\":\"a long old password\"}"), 422);
	staff_run(&s, "INSERT INTO session (organization_id, account_id, token_hash, method, agent, created_at, seen_at, ends_at)"
		      " VALUES (1, 1, UNHEX(SHA2('x', 256)), 'password', 'Firefox', NOW(6), NOW(6), NOW(6) + INTERVAL 1 DAY)");
	assert_int_equal(system_send(&s, EMPLOYEE, "POST", "/api/v1/account/password", 0,
				     with_code(secret, 5, change)), 422);
	staff_run(&s, "UPDATE account SET failures = 0, failed_at = NULL");
	assert_int_equal(system_send(&s, EMPLOYEE, "GET", "/api/v1/account/sessions", 0, ""), 200);
	assert_true(staff_shows(&s, "\"agent\":\"Firefox\""));
	assert_int_equal(system_send(&s, EMPLOYEE, "POST", "/api/v1/account/password", 0, with_code(secret, 0, change)), 200);
	assert_true(str_find(s.client.head, STR("set-cookie")) < 0 && str_find(s.client.head, STR("Set-Cookie")) < 0);
	assert_string_equal(staff_read(&s, "SELECT COUNT(*) FROM session"), "0");
	/* A code works once. */
	assert_int_equal(system_send(&s, EMPLOYEE, "POST", paths[0], 0, with_code(secret, 0, "")), 422);
}

static void a_calendar_has_a_secret_address(void **state)
{
	const char *path = "/api/v1/account/calendars", *body = "{\"content\":\"mine\",\"as_events\":true}";

	(void)state;
	assert_int_equal(system_send_keyed(&s, OTHER, "POST", path, "c1", body), 201);
	assert_false(staff_shows(&s, "/calendar/"));
	assert_int_equal(system_send(&s, OTHER, "GET", path, 0, ""), 200);
	const char *address = member("address");
	assert_true(str_find(str_of(address), STR("/calendar/")) >= 0);
	assert_int_equal(system_send(&s, OTHER, "GET", path, 0, ""), 200);
	assert_true(staff_shows(&s, address));
	assert_int_equal(system_send(&s, EMPLOYEE, "GET", path, 0, ""), 200);
	assert_false(staff_shows(&s, "/calendar/"));
	assert_int_equal(system_send(&s, EMPLOYEE, "POST", "/api/v1/account/calendars/1/revoke", 0, "{}"), 404);
	assert_int_equal(system_send(&s, OTHER, "POST", "/api/v1/account/calendars/1/revoke", 0, "{}"), 200);
}

static void a_webhook_gets_its_secret_once(void **state)
{
	const char *body = "{\"name\":\"Ours\",\"url\":\"https://example.com/hook\",\"types\":\"*\",\"environment\":\"prod\",\"owner_account_id\":2}";

	(void)state;
	assert_int_equal(system_send_keyed(&s, OTHER, "POST", "/api/v1/webhooks", "w1", body), 403);
	assert_int_equal(system_send_keyed(&s, ADMINISTRATOR, "POST", "/api/v1/webhooks", "w1", body), 201);
	const char *made = member("secret"), *resource = member("resource");
	assert_true(str_starts(str_of(made), STR("whsec_")));
	assert_not_kept(made);
	assert_int_equal(system_send_keyed(&s, ADMINISTRATOR, "POST", "/api/v1/webhooks", "w1", body), 201);
	assert_true(staff_shows(&s, "\"secret\":null"));
	const char *keys = arena_printf(s.d->arena, "%s/keys", resource).at;
	assert_int_equal(system_send(&s, ADMINISTRATOR, "POST", keys, 0, "{\"kind\":\"hmac\",\"overlap\":\"now\"}"), 200);
	assert_true(staff_shows(&s, "whsec_"));
	assert_false(staff_shows(&s, made));
}

static void the_language_is_chosen(void **state)
{
	(void)state;
	assert_int_equal(system_send(&s, OTHER, "POST", "/api/v1/account/language", 0, "{\"locale\":\"xx\"}"), 400);
	assert_int_equal(system_send(&s, OTHER, "POST", "/api/v1/account/language", 0, "{\"locale\":\"es\"}"), 200);
	assert_string_equal(staff_read(&s, "SELECT locale FROM account WHERE id = 3"), "es");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_key_is_shown_once),
		cmocka_unit_test(a_key_is_revoked_by_its_owner_and_by_administrators),
		cmocka_unit_test(the_second_factor_is_asked_for_from_then_on),
		cmocka_unit_test(what_proves_the_viewer_needs_both_factors),
		cmocka_unit_test(a_calendar_has_a_secret_address),
		cmocka_unit_test(a_webhook_gets_its_secret_once),
		cmocka_unit_test(the_language_is_chosen),
	};

	return cmocka_run_group_tests(tests, setup, staff_teardown);
}
