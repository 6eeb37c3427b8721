/* sql/grants against the migrated schema: complete, and no more than each program may have. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "database.h"
#include "db/connection.h"
#include "db/grants.h"

static struct database *d;
static const struct config *config; /* with users of this test's own, because users belong to the whole server */
static struct str *accounts;
static size_t account_count;

static int setup(void **state)
{
	database_setup(state);
	d = *state;
	assert_int_equal(grants_accounts(d->arena, STR("sql"), &accounts, &account_count), RC_OK);
	for (size_t i = 0; i < account_count; i++) {
		struct str upper = arena_str(d->arena, accounts[i]);
		char *letters = arena_alloc(d->arena, upper.len + 1, 1);
		for (size_t j = 0; j < upper.len; j++)
			letters[j] = (char)(upper.at[j] - 32);
		setenv(arena_printf(d->arena, "MUSTER_%s_USER", letters).at,
		       arena_printf(d->arena, "%s_%d", upper.at, (int)getpid()).at, 1);
		setenv(arena_printf(d->arena, "MUSTER_%s_PASSWORD", letters).at, "s3cret", 1);
	}
	assert_int_equal(config_load(d->arena, &config), RC_OK);
	for (size_t i = 0; i < account_count; i++)
		assert_int_equal(grants_apply(d->db, d->arena, config, STR("sql"), accounts[i]), RC_OK);
	return 0;
}

static int teardown(void **state)
{
	for (size_t i = 0; i < account_count; i++)
		database_run(d->db, arena_printf(d->arena, "DROP USER IF EXISTS '%s_%d'@'localhost'", accounts[i].at,
						 (int)getpid()).at);
	return database_teardown(state);
}

static void every_file_agrees_with_the_server_once_applied(void **state)
{
	(void)state;
	struct grants_difference difference;

	assert_true(account_count >= 4);
	for (size_t i = 0; i < account_count; i++) {
		assert_int_equal(grants_compare(d->db, d->arena, config, STR("sql"), accounts[i], &difference), RC_OK);
		for (size_t j = 0; j < difference.count; j++)
			print_error("%s: %s\n", accounts[i].at, difference.lines[j].at);
		assert_int_equal(difference.count, 0);
	}
}

/* A table that no program may touch was forgotten in sql/grants. */
static void every_table_is_used_by_some_account(void **state)
{
	(void)state;
	struct str *tables;
	size_t count, forgotten = 0;
	struct str list = arena_printf(d->arena, "SELECT table_name FROM information_schema.tables WHERE table_schema = '%s'"
				       " AND table_name NOT LIKE 'schema\\_%%'", getenv("MUSTER_DATABASE_NAME"));

	assert_int_equal(connection_column(d->db, d->arena, list, &tables, &count), RC_OK);
	for (size_t i = 0; i < count; i++) {
		bool is_named = false;
		struct str line = arena_printf(d->arena, " ON %s TO ", tables[i].at);
		for (size_t j = 0; j < account_count && !is_named; j++) {
			struct str file;
			struct str path = arena_printf(d->arena, "sql/grants/%s.sql", accounts[j].at);
			assert_int_equal(file_read(d->arena, path.at, 1 << 20, &file), RC_OK);
			is_named = str_find(file, line) >= 0;
		}
		if (!is_named) {
			print_error("no account may use %s\n", tables[i].at);
			forgotten++;
		}
	}
	assert_int_equal(forgotten, 0);
}

static unsigned try_as(const char *account, const char *sql)
{
	struct db *db = db_open(d->arena, config, account);
	struct failure failure = connection_try(db, str_of(sql));
	db_close(db);
	return failure.code;
}

enum { REFUSED_TABLE = 1142, REFUSED_COLUMN = 1143, REFUSED_BY_TRIGGER = 1644 };

static void the_audit_trail_can_only_grow(void **state)
{
	(void)state;
	static const char *const changes[] = {
		"UPDATE audit_entry SET reason = 'x'",
		"DELETE FROM audit_entry",
		"TRUNCATE TABLE audit_entry",
		"DROP TABLE audit_entry",
	};

	for (size_t i = 0; i < account_count; i++)
		for (size_t j = 0; j < sizeof changes / sizeof *changes; j++)
			assert_int_equal(try_as(accounts[i].at, changes[j]), REFUSED_TABLE);
	/* Even the owner meets the triggers. */
	database_run(d->db, "INSERT INTO audit_entry (recorded_at, actor_kind, action, subject, software)"
		     " VALUES (UTC_TIMESTAMP(6), 'system', 'test.made', 'test', 'test')");
	assert_int_equal(try_as("owner", "UPDATE audit_entry SET reason = 'x'"), REFUSED_BY_TRIGGER);
	assert_int_equal(try_as("owner", "DELETE FROM audit_entry"), REFUSED_BY_TRIGGER);
	assert_int_equal(try_as("owner", "REPLACE INTO audit_entry (id, recorded_at, actor_kind, action, subject, software)"
				" SELECT id, recorded_at, actor_kind, action, 'other', software FROM audit_entry"),
			 REFUSED_BY_TRIGGER);
}

static void each_program_is_kept_from_what_it_has_no_business_with(void **state)
{
	(void)state;
	static const struct {
		const char *account, *sql;
		unsigned code;
	} cases[] = {
		{"report", "INSERT INTO comment (organization_id) VALUES (1)", REFUSED_TABLE},
		{"report", "UPDATE incident SET title = ''", REFUSED_TABLE},
		{"report", "SELECT password_hash FROM account", REFUSED_COLUMN},
		{"intake", "SELECT id FROM account", REFUSED_TABLE},
		{"intake", "SELECT id FROM session", REFUSED_TABLE},
		{"intake", "SELECT id FROM person", REFUSED_TABLE},
		{"intake", "SELECT id FROM audit_entry", REFUSED_TABLE},
		{"intake", "DELETE FROM incident", REFUSED_TABLE},
		{"intake", "UPDATE capa SET title = ''", REFUSED_COLUMN},
		{"intake", "UPDATE capa SET responsible_id = 1", REFUSED_COLUMN},
		{"intake", "UPDATE capa_step SET body = ''", REFUSED_TABLE},
		{"intake", "SELECT id FROM capa_flag", REFUSED_TABLE},
		{"report", "UPDATE capa SET title = ''", REFUSED_TABLE},
		{"portal", "DELETE FROM capa_file", REFUSED_TABLE},
		{"portal", "SELECT receipt_hash FROM receipt", REFUSED_COLUMN},
		{"portal", "DELETE FROM incident", REFUSED_TABLE},
		{"portal", "UPDATE comment SET incident_id = 1", REFUSED_TABLE},
		{"portal", "INSERT INTO audit_leaf (seq) VALUES (0)", REFUSED_TABLE},
		{"portal", "INSERT INTO audit_checkpoint (tree_size) VALUES (0)", REFUSED_TABLE},
		{"portal", "DELETE FROM audit_pending", REFUSED_TABLE},
		{"portal", "DELETE FROM audit_salt", REFUSED_TABLE},
		{"report", "SELECT seq FROM audit_leaf", REFUSED_TABLE},
		{"intake", "SELECT seq FROM audit_salt", REFUSED_TABLE},
		{"worker", "UPDATE audit_leaf SET seq = 0", REFUSED_TABLE},
		{"worker", "DELETE FROM audit_leaf", REFUSED_TABLE},
		{"worker", "UPDATE audit_checkpoint SET note = ''", REFUSED_TABLE},
		{"worker", "SELECT password_hash FROM account", REFUSED_COLUMN},
		{"worker", "SELECT token_hash FROM account_token", REFUSED_COLUMN},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		if (try_as(cases[i].account, cases[i].sql) != cases[i].code)
			fail_msg("%s: %s", cases[i].account, cases[i].sql);
	for (size_t i = 0; i < account_count; i++)
		assert_int_not_equal(try_as(accounts[i].at, "CREATE TABLE mine (id INT)"), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_file_agrees_with_the_server_once_applied),
		cmocka_unit_test(every_table_is_used_by_some_account),
		cmocka_unit_test(the_audit_trail_can_only_grow),
		cmocka_unit_test(each_program_is_kept_from_what_it_has_no_business_with),
	};
	return cmocka_run_group_tests_name("grants", tests, setup, teardown);
}
