/* Signing in and accounts, as the portal answers them, against a real database: what is written and told. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

int portal_main(int argc, char **argv);
#define main portal_main
#include "../../cgi-bin/portal.c"
#undef main

#include "../unit/http/client.h"
#include "base/random.h"
#include "database.h"
#include "organization/account_task.h"
#include "identity/account_change.h"
#include "identity/account_store.h"
#include "identity/account_token_store.h"
#include "identity/password.h"
#include "identity/totp.h"

static struct database *d;
static struct client client;

static void add_account(int id, const char *role)
{
	struct str hash = password_hash(d->arena, STR("correct horse battery"));

	database_run(d->db, arena_printf(d->arena,
					 "INSERT INTO person (id, organization_id, uuid, employee_number, given_name, family_name,"
					 " email, created_at, updated_at)"
					 " VALUES (%d, 1, UUID(), 'E%d', 'Pat', 'Person', 'p%d@example.com', NOW(6), NOW(6))",
					 id, id, id).at);
	database_run(d->db, arena_printf(d->arena,
					 "INSERT INTO account (id, organization_id, person_id, login, password_hash, created_at)"
					 " VALUES (%d, 1, %d, 'p%d@example.com', '%s', NOW(6))",
					 id, id, id, hash.at).at);
	database_run(d->db, arena_printf(d->arena,
					 "INSERT INTO role_grant (id, organization_id, account_id, role, created_at)"
					 " VALUES (%d, 1, %d, '%s', NOW(6))",
					 id, id, role).at);
}

static int setup(void **state)
{
	struct server *server;

	if (database_setup(state) != 0)
		return -1;
	d = *state;
	assert_int_equal(server_open(d->arena, &portal, d->config, d->db, &server), RC_OK);
	client.server = *server;
	database_run(d->db, "INSERT INTO organization (id, code, name, created_at) VALUES (1, 'one', 'One', NOW(6))");
	add_account(1, "administrator");
	add_account(2, "administrator");
	add_account(3, "employee");
	add_account(4, "employee");
	add_account(5, "employee");
	return 0;
}

static int teardown(void **state)
{
	arena_free(client.arena);
	return database_teardown(state);
}

static int64_t count(const char *what)
{
	return database_number(d->db, arena_printf(d->arena, "SELECT COUNT(*) AS number FROM %s", what).at);
}

static int sign_in(const char *login, const char *password)
{
	return client_post(&client, "/sign-in", arena_printf(d->arena, "login=%s&password=%s", login, password).at);
}

/* The token that the last answer set; "" when it set none. */
static struct str token_set(void)
{
	struct str line = client_line(&client, "set-cookie"), value;

	if (!str_split(&line, ';', &value))
		return STR("");
	ptrdiff_t at = str_find(value, STR("="));
	return arena_str(d->arena, str_slice(value, (size_t)at + 1, value.len));
}

static void a_good_password_sets_a_careful_cookie(void **state)
{
	(void)state;
	assert_int_equal(sign_in("P3@example.com ", "correct+horse+battery"), 303);
	struct str cookie = client_line(&client, "set-cookie");
	assert_true(str_starts(cookie, STR("__Host-muster=")));
	assert_true(str_find(cookie, STR("; Path=/; HttpOnly; SameSite=Lax; Secure")) > 0);
	assert_true(str_find(cookie, STR("Domain")) < 0);
	/* Only the hash of the token is kept. */
	struct str token = token_set();
	struct str hash = hex(d->arena, sha256(d->arena, token));
	assert_int_equal(token.len, 43);
	assert_int_equal(count(arena_printf(d->arena, "session WHERE HEX(token_hash) = '%s'", hash.at).at), 1);
	assert_int_equal(count("audit_entry WHERE action = 'session.started' AND actor_id = 3 AND auth_method = 'password'"), 1);
}

static void a_failure_is_told_without_what_was_typed(void **state)
{
	(void)state;
	assert_int_equal(sign_in("p3@example.com", "hunter2hunter2"), 422);
	assert_int_equal(token_set().len, 0);
	assert_int_equal(count("audit_entry WHERE action = 'session.failed' AND subject_id = 3"), 1);
	assert_int_equal(sign_in("typed+my+secret+here", "hunter2hunter2"), 422);
	struct str hash = hex(d->arena, sha256(d->arena, STR("typed my secret here")));
	assert_int_equal(count(arena_printf(d->arena, "audit_entry WHERE action = 'session.failed' AND changes LIKE '%%%s%%'",
					    hash.at).at), 1);
	assert_int_equal(count("audit_entry WHERE changes LIKE '%secret%' OR changes LIKE '%hunter2%'"), 0);
	assert_int_equal(sign_in("p3@example.com", "correct+horse+battery"), 303);
}

static void many_failures_wait_also_for_the_right_password(void **state)
{
	(void)state;
	for (int i = 0; i < 5; i++)
		assert_int_equal(sign_in("p4@example.com", "wrong+password+again"), 422);
	assert_int_equal(sign_in("p4@example.com", "correct+horse+battery"), 429);
	assert_int_equal(token_set().len, 0);
	/* Two seconds on, in the only way a test can wait without waiting. */
	database_run(d->db, "UPDATE account SET failed_at = failed_at - INTERVAL 3 SECOND WHERE id = 4");
	assert_int_equal(sign_in("p4@example.com", "correct+horse+battery"), 303);
	assert_int_equal(count("account WHERE id = 4 AND failures = 0"), 1);
}

static void who_is_switched_off_cannot_sign_in(void **state)
{
	(void)state;
	database_run(d->db, "UPDATE account SET is_active = FALSE WHERE id = 4");
	assert_int_equal(sign_in("p4@example.com", "correct+horse+battery"), 422);
	database_run(d->db, "UPDATE account SET is_active = TRUE WHERE id = 4");
}

static void a_link_for_a_new_password_works_once(void **state)
{
	struct str token = token_new(d->arena), hash = sha256(d->arena, token);
	const char *form = "new_password=brand+new+secret&new_password_again=brand+new+secret";
	const char *path = arena_printf(d->arena, "/reset-password/%s", token.at).at;

	(void)state;
	assert_int_equal(account_token_insert(d->db, 5, "password_reset", hash, DAYS(20000) + HOURS(1), DAYS(20000)), RC_OK);
	assert_int_equal(sign_in("p5@example.com", "correct+horse+battery"), 303);
	assert_int_equal(client_post(&client, path, "new_password=short&new_password_again=short"), 422);
	assert_int_equal(client_post(&client, path, form), 303);
	assert_int_equal(count("session WHERE account_id = 5"), 0);
	assert_int_equal(client_post(&client, path, form), 410);
	assert_int_equal(sign_in("p5@example.com", "correct+horse+battery"), 422);
	assert_int_equal(sign_in("p5@example.com", "brand+new+secret"), 303);
}

static void a_late_link_is_refused(void **state)
{
	struct str token = token_new(d->arena);

	(void)state;
	assert_int_equal(account_token_insert(d->db, 5, "password_reset", sha256(d->arena, token), DAYS(20000), DAYS(19999)),
			 RC_OK);
	assert_int_equal(client_get(&client, arena_printf(d->arena, "/reset-password/%s", token.at).at), 410);
	assert_int_equal(client_get(&client, "/reset-password/guess"), 410);
}

static void asking_for_a_link_tells_nobody_who_has_an_account(void **state)
{
	struct str answers[2];
	static const char *const logins[] = {"login=p3@example.com", "login=nobody@example.com"};

	(void)state;
	for (int i = 0; i < 2; i++) {
		assert_int_equal(client_post(&client, "/forgotten-password", logins[i]), 303);
		answers[i] = arena_str(d->arena, client_line(&client, "location"));
	}
	assert_true(str_equal(answers[0], answers[1]));
	assert_int_equal(count("account_token WHERE account_id = 3 AND kind = 'password_reset' AND used_at IS NULL"), 1);
	/* The mail waits for the worker; its link cannot be read from the table. */
	assert_int_equal(count("delivery WHERE channel = 'mail' AND account_id = 3 AND state = 'waiting' AND address IS NULL"
			       " AND body_text LIKE '%/reset-password/{secret}%' AND JSON_VALUE(data, '$.sealed') IS NOT NULL"), 1);
	assert_int_equal(count("delivery"), 1);
	/* A second request voids the first link. */
	assert_int_equal(client_post(&client, "/forgotten-password", logins[0]), 303);
	assert_int_equal(count("account_token WHERE account_id = 3 AND kind = 'password_reset' AND used_at IS NULL"), 1);
	assert_int_equal(count("audit_entry WHERE action = 'account.reset_requested' AND subject_id = 3"), 2);
	assert_int_equal(count("audit_entry WHERE action = 'account.reset_unknown' AND changes LIKE '%nobody%'"), 0);
}

struct removal {
	int64_t id;
	enum rc rc;
};

static enum rc switch_off(struct db *db, void *closure)
{
	const struct removal *removal = closure;
	struct actor actor = actor_command(1, "command", "test", DAYS(20000));
	struct account_change change = {db, d->arena, &actor, STR("test")};
	struct account account;
	enum rc rc = account_by_id(db, d->arena, 1, removal->id, &account);

	return rc == RC_OK ? account_change_active(&change, &account, false, 20000) : rc;
}

static void the_last_administrator_stays(void **state)
{
	struct removal first = {.id = 1}, last = {.id = 2};

	(void)state;
	assert_int_equal(db_transaction(d->db, "test", switch_off, &first), RC_OK);
	assert_int_equal(db_transaction(d->db, "test", switch_off, &last), RC_CONFLICT);
	assert_int_equal(count("account WHERE id = 2 AND is_active"), 1);
	assert_int_equal(count("audit_entry WHERE action = 'account.deactivated' AND reason = 'test'"), 1);
	database_run(d->db, "UPDATE account SET is_active = TRUE WHERE id = 1");
}

static void a_used_step_is_refused(void **state)
{
	(void)state;
	assert_int_equal(account_use_totp_step(d->db, 3, 100), RC_OK);
	assert_int_equal(account_use_totp_step(d->db, 3, 100), RC_NOT_FOUND);
	assert_int_equal(account_use_totp_step(d->db, 3, 99), RC_NOT_FOUND);
	assert_int_equal(account_use_totp_step(d->db, 3, 101), RC_OK);
}

static void a_form_is_kept_only_when_it_was_ours(void **state)
{
	(void)state;
	client_begin(&client, "POST", "/account/language");
	client_header(&client, "sec-fetch-site", "same-origin");
	client_body(&client, "application/x-www-form-urlencoded", STR("locale=es&reason=two+words&password=secret&csrf=x"));
	assert_int_equal(client_send(&client), 401);
	struct str page = client_text(&client);
	assert_true(str_find(page, STR("name=\"kept:reason\" value=\"two words\"")) > 0);
	assert_true(str_find(page, STR("kept:password")) < 0);
	assert_true(str_find(page, STR("kept:csrf")) < 0);

	client_begin(&client, "POST", "/account/language");
	client_header(&client, "sec-fetch-site", "cross-site");
	client_body(&client, "application/x-www-form-urlencoded", STR("reason=planted+text"));
	assert_int_equal(client_send(&client), 303);
	assert_true(str_is(client_line(&client, "location"), "/sign-in?said=back"));
}

static void what_has_ended_is_removed_in_the_end(void **state)
{
	const struct worker_call call = {.arena = d->arena, .config = d->config, .db = d->db, .now = moment_now()};

	(void)state;
	database_run(d->db, "DELETE FROM session");
	database_run(d->db, "DELETE FROM account_token");
	database_run(d->db, "INSERT INTO session (organization_id, token_hash, account_id, method, created_at, seen_at, ends_at)"
			    " SELECT 1, UNHEX(SHA2(seq, 256)), 1, 'password', NOW(6), NOW(6), UTC_TIMESTAMP() - INTERVAL 40 DAY FROM seq_1_to_2500");
	database_run(d->db, "INSERT INTO session (organization_id, token_hash, account_id, method, created_at, seen_at, ends_at)"
			    " SELECT 1, UNHEX(SHA2(seq, 256)), 1, 'password', NOW(6), NOW(6), UTC_TIMESTAMP() - INTERVAL 20 DAY FROM seq_3001_to_3003");
	database_run(d->db, "INSERT INTO account_token (account_id, kind, token_hash, expires_at, used_at, created_at) VALUES"
			    " (1, 'password_reset', UNHEX(SHA2('a', 256)), UTC_TIMESTAMP() - INTERVAL 40 DAY, NULL, NOW(6)),"
			    " (1, 'recovery', UNHEX(SHA2('b', 256)), NULL, UTC_TIMESTAMP() - INTERVAL 40 DAY, NOW(6)),"
			    " (1, 'recovery', UNHEX(SHA2('c', 256)), NULL, NULL, NOW(6) - INTERVAL 400 DAY),"
			    " (1, 'password_reset', UNHEX(SHA2('d', 256)), UTC_TIMESTAMP() - INTERVAL 1 DAY, NULL, NOW(6))");
	assert_int_equal(account_task.run(&call), RC_OK);
	assert_int_equal(account_task.run(&call), RC_OK);
	/* What is recent stays for those who look into an attack; a code that was never used stays good. */
	assert_int_equal(database_number(d->db, "SELECT COUNT(*) AS number FROM session"), 3);
	assert_int_equal(database_number(d->db, "SELECT COUNT(*) AS number FROM account_token"), 2);
	assert_int_equal(database_number(d->db, "SELECT COUNT(*) AS number FROM account_token WHERE token_hash IN"
					 " (UNHEX(SHA2('c', 256)), UNHEX(SHA2('d', 256)))"), 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_good_password_sets_a_careful_cookie),
		cmocka_unit_test(a_failure_is_told_without_what_was_typed),
		cmocka_unit_test(many_failures_wait_also_for_the_right_password),
		cmocka_unit_test(who_is_switched_off_cannot_sign_in),
		cmocka_unit_test(a_link_for_a_new_password_works_once),
		cmocka_unit_test(a_late_link_is_refused),
		cmocka_unit_test(asking_for_a_link_tells_nobody_who_has_an_account),
		cmocka_unit_test(the_last_administrator_stays),
		cmocka_unit_test(a_used_step_is_refused),
		cmocka_unit_test(a_form_is_kept_only_when_it_was_ours),
		cmocka_unit_test(what_has_ended_is_removed_in_the_end),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
