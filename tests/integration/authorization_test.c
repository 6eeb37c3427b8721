/*
 * Every route of the portal's own table and that of the reports, with its handler replaced by one that answers 204,
 * against every role: who gets through is what the permission table says. What is added to a table is tested with it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

int portal_main(int argc, char **argv);
#define main portal_main
#include "../../cgi-bin/portal.c"
#undef main
int reports_main(int argc, char **argv);
#define main reports_main
#include "../../cgi-bin/reports.c"
#undef main

#include "../unit/http/client.h"
#include "base/random.h"
#include "database.h"
#include "http/secret.h"
#include "identity/permission.h"

static struct database *d;
static struct client client;
static struct program mirror;
static char tokens[ROLE_COUNT][60];

static enum rc pass(struct request *rq, struct response *rs)
{
	return respond_nothing(rq, rs);
}

/* The portal's tables with their handlers replaced. */
static const struct route *const *mirrored(struct arena *arena, const struct route *const *tables)
{
	size_t count = 0;

	while (tables[count])
		count++;
	const struct route **copies = ARENA_ARRAY(arena, const struct route *, count + 1);
	for (size_t i = 0; i < count; i++) {
		size_t rows = 0;
		while (tables[i][rows].path)
			rows++;
		struct route *copy = ARENA_ARRAY(arena, struct route, rows + 1);
		memcpy(copy, tables[i], (rows + 1) * sizeof *copy);
		for (size_t k = 0; k < rows; k++)
			copy[k].handle = pass;
		copies[i] = copy;
	}
	return copies;
}

/* Health checks are everybody's: such a table begins alike. */
static bool has_table(const struct route *const *tables, size_t count, const struct route *table)
{
	for (size_t i = 0; i < count; i++)
		if (tables[i]->method == table->method && strcmp(tables[i]->path, table->path) == 0)
			return true;
	return false;
}

/* Both programs tell who asks in the same way; some tables are in both. */
static const struct route *const *every_table(struct arena *arena)
{
	const struct route *const *tables[] = {portal.routes, reports.routes};
	size_t count = 0;

	for (size_t i = 0; i < 2; i++)
		for (size_t k = 0; tables[i][k]; k++)
			count++;
	const struct route **all = ARENA_ARRAY(arena, const struct route *, count + 1);
	count = 0;
	for (size_t i = 0; i < 2; i++)
		for (size_t k = 0; tables[i][k]; k++)
			if (!has_table(all, count, tables[i][k]))
				all[count++] = tables[i][k];
	return all;
}

/* An account with that one role and a session whose token we know. */
static void add_role(int role)
{
	struct str token = token_new(d->arena);
	struct str hash = hex(d->arena, sha256(d->arena, token));

	database_run(d->db, arena_printf(d->arena,
					 "INSERT INTO person (id, organization_id, uuid, employee_number, "
					 "given_name, family_name, created_at, updated_at)"
					 " VALUES (%d, 1, UUID(), 'E%d', 'Ro', 'Le', NOW(6), NOW(6))",
					 role, role)
				    .at);
	database_run(d->db, arena_printf(d->arena,
					 "INSERT INTO account (id, organization_id, person_id, login, "
					 "created_at) VALUES (%d, 1, %d, 'l%d', NOW(6))",
					 role, role, role)
				    .at);
	database_run(d->db, arena_printf(d->arena,
					 "INSERT INTO role_grant (organization_id, account_id, role, "
					 "until_on, created_at) VALUES (1, %d, '%s', '2199-01-01', NOW(6))",
					 role, codes_code(&role_codes, role))
				    .at);
	database_run(
		d->db,
		arena_printf(
			d->arena,
			"INSERT INTO session (organization_id, token_hash, account_id, method, created_at, "
			"seen_at, ends_at)"
			" VALUES (1, UNHEX('%s'), %d, 'password', '2024-10-04', '2024-10-04', '2024-10-05')",
			hash.at, role)
			.at);
	memcpy(tokens[role], token.at, token.len + 1);
}

static int setup(void **state)
{
	struct server *server;

	if (database_setup(state) != 0)
		return -1;
	d = *state;
	mirror = portal;
	mirror.routes = mirrored(d->arena, every_table(d->arena));
	assert_int_equal(server_open(d->arena, &mirror, d->config, d->db, &server), RC_OK);
	client.server = *server;
	database_run(
		d->db,
		"INSERT INTO organization (id, code, name, created_at) VALUES (1, 'one', 'One', NOW(6))");
	for (int role = ROLE_NONE + 1; role < ROLE_COUNT; role++)
		add_role(role);
	return 0;
}

static int teardown(void **state)
{
	arena_free(client.arena);
	return database_teardown(state);
}

/* The address with 1 for each {name}. */
static const char *address(const struct route *route)
{
	struct text text = TEXT_IN(d->arena);

	for (const char *at = route->path; *at; at++) {
		if (*at != '{') {
			text_char(&text, *at);
			continue;
		}
		text_char(&text, '1');
		while (*at != '}')
			at++;
	}
	return text_str(&text).at;
}

enum manner { AS_OURS, WITHOUT_TOKEN, FROM_ELSEWHERE };

static int ask(const struct route *route, const char *token, enum manner manner)
{
	struct text form = TEXT_IN(d->arena);

	client_begin(&client, method_name(route->method), address(route));
	client_header(&client, "sec-fetch-site", manner == FROM_ELSEWHERE ? "cross-site" : "same-origin");
	if (token)
		client_header(&client, "cookie", arena_printf(d->arena, "__Host-muster=%s", token).at);
	if (method_changes(route->method)) {
		text_cstr(&form, "field=value");
		if (token && manner != WITHOUT_TOKEN) {
			text_cstr(&form, "&csrf=");
			text_add(&form, csrf_token(d->arena, &client.server.secret, str_of(token)));
		}
		client_body(&client, "application/x-www-form-urlencoded", text_str(&form));
	}
	return client_send(&client);
}

typedef void check_route(const struct route *route);

static void each_route(check_route *check)
{
	for (const struct route *const *table = mirror.routes; *table; table++)
		for (const struct route *route = *table; route->path; route++)
			check(route);
}

static void expect(const struct route *route, const char *who, int status, int expected)
{
	if (status != expected)
		fail_msg("%s %s as %s: %d, expected %d", method_name(route->method), route->path, who, status,
			 expected);
}

static void check_roles(const struct route *route)
{
	if (route->flags & ROUTE_PUBLIC)
		return;
	if (route->needs <= NO_PERMISSION || route->needs >= PERMISSION_COUNT)
		fail_msg("%s needs no permission and is not public", route->path);
	for (int role = ROLE_NONE + 1; role < ROLE_COUNT; role++) {
		bool may = permission_roles((enum permission)route->needs) & (1u << role);
		expect(route, codes_code(&role_codes, role), ask(route, tokens[role], AS_OURS),
		       may ? 204 : 403);
	}
}

static void every_route_takes_the_roles_of_its_permission(void **state)
{
	(void)state;
	each_route(check_roles);
}

static void check_nobody(const struct route *route)
{
	if (route->flags & (ROUTE_PUBLIC | ROUTE_NO_CSRF))
		return;
	/* A form of ours is kept for after the sign-in, everything else is sent there. */
	int status = ask(route, NULL, FROM_ELSEWHERE);
	expect(route, "nobody", status, 303);
	assert_true(str_starts(client_line(&client, "location"), STR("/sign-in")));
}

static void nobody_is_sent_to_the_sign_in(void **state)
{
	(void)state;
	each_route(check_nobody);
}

static void check_forged(const struct route *route)
{
	if (!method_changes(route->method) || (route->flags & ROUTE_NO_CSRF))
		return;
	for (int role = ROLE_NONE + 1; role < ROLE_COUNT; role++) {
		expect(route, "a page of another site", ask(route, tokens[role], FROM_ELSEWHERE), 403);
		if (!(route->flags & ROUTE_PUBLIC))
			expect(route, "a form without token", ask(route, tokens[role], WITHOUT_TOKEN), 403);
	}
}

static void no_change_without_token_or_from_another_site(void **state)
{
	(void)state;
	each_route(check_forged);
}

static const struct route account_page_route = {.method = METHOD_GET, .path = "/account"};

static void a_session_ends_when_idle_old_or_switched_off(void **state)
{
	(void)state;
	static const struct {
		const char *spoil, *mend;
	} ends[] = {
		{"UPDATE session SET seen_at = '2024-10-03 22:00'",
		 "UPDATE session SET seen_at = '2024-10-04'"},
		{"UPDATE session SET ends_at = '2024-10-03'", "UPDATE session SET ends_at = '2024-10-05'"},
		{"UPDATE session SET is_pending = TRUE", "UPDATE session SET is_pending = FALSE"},
		{"UPDATE account SET is_active = FALSE", "UPDATE account SET is_active = TRUE"},
	};

	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
		database_run(d->db, ends[i].spoil);
		assert_int_equal(ask(&account_page_route, tokens[ROLE_EMPLOYEE], AS_OURS), 303);
		database_run(d->db, ends[i].mend);
		assert_int_equal(ask(&account_page_route, tokens[ROLE_EMPLOYEE], AS_OURS), 204);
	}
}

static void a_role_ends_with_its_last_day(void **state)
{
	static const struct route audit_page_route = {.method = METHOD_GET, .path = "/admin/audit"};

	(void)state;
	database_run(d->db, "UPDATE role_grant SET until_on = '2024-10-04' WHERE role = 'auditor'");
	assert_int_equal(ask(&audit_page_route, tokens[ROLE_AUDITOR], AS_OURS), 204);
	database_run(d->db, "UPDATE role_grant SET until_on = '2024-10-03' WHERE role = 'auditor'");
	assert_int_equal(ask(&audit_page_route, tokens[ROLE_AUDITOR], AS_OURS), 403);
	database_run(d->db, "UPDATE role_grant SET until_on = '2199-01-01' WHERE role = 'auditor'");
}

static void what_a_session_writes_is_at_most_once_a_minute(void **state)
{
	(void)state;
	database_run(d->db, "UPDATE session SET seen_at = '2024-10-03 23:59:30'");
	assert_int_equal(ask(&account_page_route, tokens[ROLE_EMPLOYEE], AS_OURS), 204);
	assert_int_equal(
		database_number(d->db, "SELECT COUNT(*) AS number FROM session WHERE seen_at = '2024-10-04'"),
		0);
	database_run(d->db, "UPDATE session SET seen_at = '2024-10-03 23:58:30'");
	assert_int_equal(ask(&account_page_route, tokens[ROLE_EMPLOYEE], AS_OURS), 204);
	assert_int_equal(
		database_number(d->db, "SELECT COUNT(*) AS number FROM session WHERE seen_at = '2024-10-04'"),
		1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_route_takes_the_roles_of_its_permission),
		cmocka_unit_test(nobody_is_sent_to_the_sign_in),
		cmocka_unit_test(no_change_without_token_or_from_another_site),
		cmocka_unit_test(a_session_ends_when_idle_old_or_switched_off),
		cmocka_unit_test(a_role_ends_with_its_last_day),
		cmocka_unit_test(what_a_session_writes_is_at_most_once_a_minute),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
