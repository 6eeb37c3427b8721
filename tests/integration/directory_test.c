/*
 * What processes keep of the directory: names, accounts and roles that one process changes show with the next
 * request of another one.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

int portal_main(int argc, char **argv);
#define main portal_main
#include "../../cgi-bin/portal.c"
#undef main

#include "../unit/http/client.h"
#include "base/random.h"
#include "database.h"

enum { ASKED = 200 };

/* What the other process is asked: the status of a page, and whether it says some words. */
struct asked {
	char uri[ASKED];
	char words[ASKED];
};
struct seen {
	int status;
	bool says;
};

static struct database *d;
static char token[60];
static int questions = -1, answers = -1;
static pid_t other = -1;

static void answer_all(int from, int to)
{
	struct arena *arena = arena_new(0);
	struct client client = {0};
	struct server *server;
	struct asked asked;

	record_use(record_parts);
	audit_naming_use(&names_audit);
	if (server_open(arena, &portal, d->config, db_open(arena, d->config, "owner"), &server) != RC_OK)
		_exit(1);
	client.server = *server;
	while (read(from, &asked, sizeof asked) == sizeof asked) {
		client_begin(&client, "GET", asked.uri);
		client_header(&client, "cookie", arena_printf(client.arena, "__Host-muster=%s", token).at);
		struct seen seen = {.status = client_send(&client)};
		seen.says = str_find(client_text(&client), str_of(asked.words)) >= 0;
		if (write(to, &seen, sizeof seen) != sizeof seen)
			break;
	}
	_exit(0);
}

static void start_other(void)
{
	int ask[2], answer[2];

	assert_int_equal(pipe(ask), 0);
	assert_int_equal(pipe(answer), 0);
	other = fork();
	assert_true(other >= 0);
	if (other == 0) {
		close(ask[1]);
		close(answer[0]);
		answer_all(ask[0], answer[1]);
	}
	close(ask[0]);
	close(answer[1]);
	questions = ask[1];
	answers = answer[0];
}

static struct seen ask(const char *uri, const char *words)
{
	struct asked asked = {0};
	struct seen seen;

	assert_true(strlen(uri) < ASKED && strlen(words) < ASKED);
	memcpy(asked.uri, uri, strlen(uri));
	memcpy(asked.words, words, strlen(words));
	assert_int_equal(write(questions, &asked, sizeof asked), sizeof asked);
	assert_int_equal(read(answers, &seen, sizeof seen), sizeof seen);
	return seen;
}

static bool says(const char *uri, const char *words)
{
	struct seen seen = ask(uri, words);

	assert_int_equal(seen.status, 200);
	return seen.says;
}

static void run(const char *sql)
{
	database_run(d->db, sql);
}

static void add_people(void)
{
	run("INSERT INTO person (id, organization_id, uuid, employee_number, given_name, family_name, created_at,"
	    " updated_at) VALUES (1, 1, UUID(), 'E1', 'Ada', 'Asker', NOW(6), NOW(6)),"
	    " (2, 1, UUID(), 'E2', 'Max', 'Manager', NOW(6), NOW(6))");
	run("INSERT INTO account (id, organization_id, person_id, login, created_at) VALUES (1, 1, 1, 'ada', NOW(6))");
	run("INSERT INTO role_grant (id, organization_id, account_id, role, created_at) VALUES"
	    " (1, 1, 1, 'ehs_specialist', NOW(6)), (2, 1, 1, 'administrator', NOW(6))");
}

static int setup(void **state)
{
	if (database_setup(state) != 0)
		return -1;
	d = *state;
	struct str made = token_new(d->arena);
	memcpy(token, made.at, made.len + 1);
	run("INSERT INTO organization (id, code, name, created_at) VALUES (1, 'one', 'One', NOW(6))");
	run("INSERT INTO establishment (id, organization_id, uuid, code, name, zone, created_at, updated_at) VALUES"
	    " (1, 1, UUID(), 'P1', 'Old Mill', 'UTC', NOW(6), NOW(6))");
	run("INSERT INTO unit (id, organization_id, kind, code, name) VALUES (1, 1, 'department', 'D1', 'Old Hands')");
	add_people();
	run(arena_printf(d->arena,
			 "INSERT INTO session (organization_id, token_hash, account_id, method, created_at, seen_at,"
			 " ends_at) VALUES (1, UNHEX('%s'), 1, 'password', '2024-10-04', '2024-10-04', '2024-10-05')",
			 hex(d->arena, sha256(d->arena, made)).at)
		    .at);
	run("INSERT INTO incident (organization_id, uuid, number, register, report_type, status, title, description,"
	    " occurred_at, reported_at, establishment_id, department_id, severity, reporting, reporter_id, manager_id,"
	    " source, created_at, updated_at) VALUES (1, UUID(), 'INC-20241001-0001', 'safety', 'near_miss', 'new',"
	    " 'Title', 'Text', '2024-10-01', '2024-10-01', 1, 1, 'low', 'named', 1, 2, 'wizard', '2024-10-01',"
	    " '2024-10-01')");
	start_other();
	return 0;
}

static int teardown(void **state)
{
	close(questions);
	waitpid(other, NULL, 0);
	return database_teardown(state);
}

static const char list[] = "/incidents", record[] = "/incidents/INC-20241001-0001";

static void a_new_name_shows_with_the_next_request(void **state)
{
	(void)state;
	assert_true(says(list, "Old Mill"));
	assert_true(says(list, "Max Manager"));
	assert_true(says(record, "Old Hands"));
	run("UPDATE establishment SET name = 'New Mill' WHERE id = 1");
	assert_true(says(list, "New Mill"));
	assert_false(says(list, "Old Mill"));
	assert_true(says(record, "New Mill"));
	run("UPDATE unit SET name = 'New Hands' WHERE id = 1");
	assert_true(says(record, "New Hands"));
	run("UPDATE person SET family_name = 'Master' WHERE id = 2");
	assert_true(says(list, "Max Master"));
	/* The same letters, only larger ones. */
	run("UPDATE person SET given_name = 'ADA' WHERE id = 1");
	assert_true(says(list, "ADA Asker"));
}

static void what_is_not_committed_does_not_show(void **state)
{
	(void)state;
	run("START TRANSACTION");
	run("UPDATE establishment SET name = 'Thought Mill' WHERE id = 1");
	assert_false(says(list, "Thought Mill"));
	run("COMMIT");
	assert_true(says(list, "Thought Mill"));
}

static void a_role_taken_away_ends_at_once(void **state)
{
	(void)state;
	assert_int_equal(ask("/admin", "").status, 200);
	run("DELETE FROM role_grant WHERE id = 2");
	assert_int_equal(ask("/admin", "").status, 403);
	run("INSERT INTO role_grant (id, organization_id, account_id, role, created_at) VALUES"
	    " (2, 1, 1, 'administrator', NOW(6))");
	assert_int_equal(ask("/admin", "").status, 200);
	run("UPDATE account SET is_active = FALSE WHERE id = 1");
	assert_int_equal(ask(list, "").status, 303);
	run("UPDATE account SET is_active = TRUE WHERE id = 1");
	assert_int_equal(ask(list, "").status, 200);
}

static int64_t version(void)
{
	return database_number(d->db, "SELECT version AS number FROM directory_version WHERE organization_id = 1");
}

static void what_is_not_kept_leaves_the_version(void **state)
{
	(void)state;
	static const char *const changes[] = {
		"UPDATE account SET failures = failures + 1, signed_in_at = NOW(6), totp_step = 5 WHERE id = 1",
		"UPDATE session SET seen_at = seen_at",
		"UPDATE incident SET title = 'Other'",
	};
	const int64_t before = version();

	for (size_t i = 0; i < sizeof changes / sizeof *changes; i++)
		run(changes[i]);
	assert_int_equal(version(), before);
}

static void everything_kept_raises_the_version(void **state)
{
	(void)state;
	static const char *const changes[] = {
		"UPDATE organization SET zone = 'America/Chicago' WHERE id = 1",
		"UPDATE account SET locale = 'es' WHERE id = 1",
		"UPDATE account SET locale = NULL WHERE id = 1",
		"UPDATE account SET login = 'ADA' WHERE id = 1",
		"UPDATE role_grant SET until_on = '2099-01-01' WHERE id = 1",
		"UPDATE category SET is_active = FALSE WHERE organization_id = 1 LIMIT 1",
		"INSERT INTO category (organization_id, register, code, name) VALUES (1, 'safety', 'new', 'New')",
		"INSERT INTO unit (organization_id, kind, code, name) VALUES (1, 'project', 'P', 'Bridge')",
		"INSERT INTO establishment (organization_id, uuid, code, name, zone, created_at, updated_at) VALUES"
		" (1, UUID(), 'P2', 'Second Mill', 'UTC', NOW(6), NOW(6))",
	};

	for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
		int64_t before = version();
		run(changes[i]);
		if (version() <= before)
			fail_msg("unseen: %s", changes[i]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_new_name_shows_with_the_next_request),
		cmocka_unit_test(what_is_not_committed_does_not_show),
		cmocka_unit_test(a_role_taken_away_ends_at_once),
		cmocka_unit_test(what_is_not_kept_leaves_the_version),
		cmocka_unit_test(everything_kept_raises_the_version),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
