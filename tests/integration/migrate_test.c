/* Migrations, seeds, grants and the doctor, against folders made here and against our own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "database.h"
#include "db/connection.h"
#include "db/doctor.h"
#include "db/grants.h"
#include "db/migrate.h"

static struct database *d;
static char folder[64];

static void put(const char *name, const char *text)
{
	char path[256];
	snprintf(path, sizeof path, "%s/%s", folder, name);
	FILE *file = fopen(path, "w");
	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
}

static void take_away(const char *name)
{
	char path[256];
	snprintf(path, sizeof path, "%s/%s", folder, name);
	assert_int_equal(unlink(path), 0);
}

static void make(const char *name)
{
	char path[256];
	snprintf(path, sizeof path, "%s/%s", folder, name);
	assert_int_equal(mkdir(path, 0700), 0);
}

static enum rc up(void)
{
	return migrate_up(d->db, d->arena, str_of(folder));
}

static int before_each(void **state)
{
	(void)state;
	snprintf(folder, sizeof folder, "/tmp/muster-sql.XXXXXX");
	assert_non_null(mkdtemp(folder));
	make("migrations");
	make("seed");
	make("grants");
	const char *name = getenv("MUSTER_DATABASE_NAME");
	database_run(d->db, arena_printf(d->arena, "DROP DATABASE `%s`", name).at);
	database_run(d->db, arena_printf(d->arena, "CREATE DATABASE `%s`", name).at);
	database_run(d->db, arena_printf(d->arena, "USE `%s`", name).at);
	return 0;
}

static int after_each(void **state)
{
	(void)state;
	database_remove_folder(folder);
	return 0;
}

static int setup(void **state)
{
	database_setup_empty(state);
	d = *state;
	return 0;
}

static void files_are_applied_once_in_order(void **state)
{
	(void)state;
	put("migrations/0002_more.sql", "ALTER TABLE thing ADD size BIGINT;\n");
	put("migrations/0001_thing.sql", "-- a comment;\nCREATE TABLE thing (\n\tid BIGINT PRIMARY KEY\n);\n");
	put("migrations/notes.txt", "nonsense");
	int64_t pending;
	assert_int_equal(up(), RC_OK);
	assert_int_equal(up(), RC_OK);
	assert_int_equal(migrate_pending(d->db, d->arena, str_of(folder), &pending), RC_OK);
	assert_int_equal(pending, 0);
	assert_int_equal(database_number(d->db, "SELECT COUNT(size) AS number FROM thing"), 0);
	put("migrations/0003_last.sql", "DROP TABLE thing;\n");
	assert_int_equal(migrate_pending(d->db, d->arena, str_of(folder), &pending), RC_OK);
	assert_int_equal(pending, 1);
	assert_int_equal(up(), RC_OK);
}

static void changed_and_missing_files_are_refused(void **state)
{
	(void)state;
	put("migrations/0001_thing.sql", "CREATE TABLE thing (id BIGINT PRIMARY KEY);\n");
	assert_int_equal(up(), RC_OK);
	put("migrations/0001_thing.sql", "CREATE TABLE thing (id INT PRIMARY KEY);\n");
	assert_int_equal(up(), RC_CONFLICT);
	take_away("migrations/0001_thing.sql");
	assert_int_equal(up(), RC_CONFLICT);
}

static void two_files_of_one_number_are_refused(void **state)
{
	(void)state;
	put("migrations/0001_a.sql", "DO 0;\n");
	put("migrations/0001_b.sql", "DO 0;\n");
	assert_int_equal(up(), RC_FAULT);
}

static void a_failed_file_goes_on_after_its_last_good_statement(void **state)
{
	(void)state;
	put("migrations/0001_two.sql", "CREATE TABLE one (id BIGINT);\nCREATE TABEL two (id BIGINT);\n");
	assert_int_equal(up(), RC_FAULT);
	put("migrations/0001_two.sql", "CREATE TABLE uno (id BIGINT);\nCREATE TABLE two (id BIGINT);\n");
	assert_int_equal(up(), RC_CONFLICT); /* what was executed may not be rewritten */
	put("migrations/0001_two.sql", "CREATE TABLE one (id BIGINT);\nCREATE TABLE two (id BIGINT);\n");
	assert_int_equal(up(), RC_OK);
	assert_int_equal(up(), RC_OK);
	assert_int_equal(database_number(d->db, "SELECT COUNT(*) AS number FROM one JOIN two"), 0);
}

static void triggers_can_have_several_statements(void **state)
{
	(void)state;
	put("migrations/0001_trigger.sql",
	    "CREATE TABLE thing (id BIGINT, twice BIGINT, more BIGINT);\n"
	    "DELIMITER //\n"
	    "CREATE TRIGGER fill BEFORE INSERT ON thing FOR EACH ROW BEGIN\n"
	    "\tSET NEW.twice = NEW.id * 2;\n"
	    "\tSET NEW.more = NEW.id + 1;\n"
	    "END//\n"
	    "DELIMITER ;\n"
	    "INSERT INTO thing (id) VALUES (20);\n");
	assert_int_equal(up(), RC_OK);
	assert_int_equal(database_number(d->db, "SELECT twice + more AS number FROM thing"), 61);
}

static void seeds_come_again_when_they_change(void **state)
{
	(void)state;
	put("migrations/0001_code.sql", "CREATE TABLE code (code VARCHAR(10) PRIMARY KEY, size BIGINT);\n");
	put("seed/0001_code.sql", "INSERT INTO code VALUES\n\t('a', 1),\n\t('b', 2)\nON DUPLICATE KEY UPDATE size = VALUES(size);\n");
	assert_int_equal(up(), RC_OK);
	put("seed/0001_code.sql", "INSERT INTO code VALUES\n\t('a', 10),\n\t('c', 3)\nON DUPLICATE KEY UPDATE size = VALUES(size);\n");
	assert_int_equal(up(), RC_OK);
	assert_int_equal(database_number(d->db, "SELECT CAST(SUM(size) AS INTEGER) AS number FROM code"), 15);
	put("seed/0001_code.sql", "INSERT INTO code VALUES ('d', 1);\n");
	assert_int_equal(up(), RC_FAULT);
	put("seed/0001_code.sql", "DELETE FROM code;\n");
	assert_int_equal(up(), RC_FAULT);
	assert_int_equal(database_number(d->db, "SELECT COUNT(*) AS number FROM code"), 3);
}

static void a_seed_that_fails_leaves_nothing(void **state)
{
	(void)state;
	put("migrations/0001_code.sql", "CREATE TABLE code (code VARCHAR(10) PRIMARY KEY, size BIGINT);\n");
	put("seed/0001_code.sql", "INSERT INTO code VALUES ('a', 1) ON DUPLICATE KEY UPDATE size = 1;\n"
				  "INSERT INTO code VALUES ('a', 'x') ON DUPLICATE KEY UPDATE size = 'x';\n");
	assert_int_equal(up(), RC_INVALID);
	assert_int_equal(database_number(d->db, "SELECT COUNT(*) AS number FROM code"), 0);
}

/* Several at once: each file runs once, and all of them succeed. */
static void runs_at_once_wait_for_each_other(void **state)
{
	(void)state;
	put("migrations/0001_slow.sql", "CREATE TABLE slow (id BIGINT);\nDO SLEEP(0.5);\nINSERT INTO slow VALUES (1);\n");
	pid_t children[3];
	for (int i = 0; i < 3; i++) {
		children[i] = fork();
		assert_true(children[i] >= 0);
		if (children[i] == 0) {
			struct db *db = database_connect(d);
			_exit(migrate_up(db, d->arena, str_of(folder)) == RC_OK ? 0 : 1);
		}
	}
	for (int i = 0; i < 3; i++) {
		int status;
		assert_int_equal(waitpid(children[i], &status, 0), children[i]);
		assert_int_equal(status, 0);
	}
	assert_int_equal(database_number(d->db, "SELECT COUNT(*) AS number FROM slow"), 1);
}

/* --- grants ------------------------------------------------------------------------------- */

static const struct config *with_user(const char *name)
{
	const struct config *config;
	struct str user = arena_printf(d->arena, "%s_%d", name, (int)getpid());
	setenv("MUSTER_PORTAL_USER", user.at, 1);
	setenv("MUSTER_PORTAL_PASSWORD", "s3cret", 1);
	assert_int_equal(config_load(d->arena, &config), RC_OK);
	return config;
}

static size_t differences(const struct config *config)
{
	struct grants_difference difference;
	assert_int_equal(grants_compare(d->db, d->arena, config, str_of(folder), STR("portal"), &difference), RC_OK);
	return difference.count;
}

/* What of a schema has archived copies is in its own table: empty here. */
static void put_archive_table(void)
{
	put("migrations/0002_archive.sql",
	    "CREATE TABLE archive_table (position BIGINT, name TEXT, column_name TEXT, parent TEXT, parent_column TEXT,"
	    " is_nested BOOLEAN, column_list TEXT);\n");
}

static void accounts_get_what_the_file_says_and_no_more(void **state)
{
	(void)state;
	const struct config *config = with_user("exact");
	struct str portal = STR("portal");

	put_archive_table();
	put("migrations/0001_two.sql", "CREATE TABLE one (id BIGINT, name TEXT);\nCREATE TABLE two (id BIGINT, size BIGINT);\n");
	put("grants/portal.sql", "GRANT SELECT, INSERT ON one TO {user};\nGRANT SELECT, UPDATE (size, id) ON two TO {user};\n");
	assert_int_equal(up(), RC_OK);
	assert_int_equal(grants_apply(d->db, d->arena, config, str_of(folder), portal), RC_OK);
	assert_int_equal(differences(config), 0);
	assert_int_equal(grants_apply(d->db, d->arena, config, str_of(folder), portal), RC_OK);

	static const struct statement insert_one = {"i", "INSERT INTO one (id) VALUES (1)", NULL, NULL};
	static const struct statement delete_one = {"d", "DELETE FROM one", NULL, NULL};
	struct db *db = db_open(d->arena, config, "portal");
	assert_int_equal(db_write(db, &insert_one, NULL, NO_PARAMS, NULL), RC_OK);
	assert_int_equal(db_write(db, &delete_one, NULL, NO_PARAMS, NULL), RC_FAULT);
	db_close(db);

	put("grants/portal.sql", "GRANT DELETE ON one TO {user};\n");
	assert_int_equal(differences(config), 6); /* one missing, five too much */
	assert_int_equal(grants_apply(d->db, d->arena, config, str_of(folder), portal), RC_OK);
	assert_int_equal(differences(config), 0);
	put("grants/portal.sql", "GRANT DELETE ON one TO somebody;\n");
	assert_int_equal(grants_apply(d->db, d->arena, config, str_of(folder), portal), RC_FAULT);
	struct str user = arena_printf(d->arena, "DROP USER '%s'@'localhost'", getenv("MUSTER_PORTAL_USER"));
	database_run(d->db, user.at);
}

static void an_unknown_user_is_told(void **state)
{
	(void)state;
	const struct config *config = with_user("nobody");
	struct grants_difference difference;
	put_archive_table();
	assert_int_equal(up(), RC_OK);
	put("grants/portal.sql", "GRANT SELECT ON one TO {user};\n");
	assert_int_equal(grants_compare(d->db, d->arena, config, str_of(folder), STR("portal"), &difference), RC_NOT_FOUND);
}

/* --- the doctor ------------------------------------------------------------------------------- */

static enum finding_level level_of(const struct doctor_findings *found, const char *subject)
{
	for (size_t i = 0; i < found->count; i++)
		if (str_is(str_of(found->at[i].subject), subject))
			return found->at[i].level;
	fail_msg("no finding about %s", subject);
	return FINDING_FAIL;
}

static void the_doctor_sees_settings_and_schema(void **state)
{
	(void)state;
	put("migrations/0001_thing.sql", "CREATE TABLE thing (id BIGINT);\n");
	struct doctor_findings found = doctor_examine(d->db, d->arena, d->config, str_of(folder));
	assert_int_equal(level_of(&found, "migrations"), FINDING_FAIL);
	assert_int_equal(level_of(&found, "database"), FINDING_OK);
	assert_int_equal(level_of(&found, "secure_timestamp"), FINDING_OK);
	assert_int_equal(level_of(&found, "clock"), FINDING_OK);
	/* The test server does not sync its commits: the doctor has to say so. */
	assert_int_equal(level_of(&found, "innodb_flush_log_at_trx_commit"), FINDING_FAIL);
	assert_int_equal(found.worst, FINDING_FAIL);
	assert_int_equal(up(), RC_OK);
	found = doctor_examine(d->db, d->arena, d->config, str_of(folder));
	assert_int_equal(level_of(&found, "migrations"), FINDING_OK);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, before_each, after_each)
	const struct CMUnitTest tests[] = {
		T(files_are_applied_once_in_order),
		T(changed_and_missing_files_are_refused),
		T(two_files_of_one_number_are_refused),
		T(a_failed_file_goes_on_after_its_last_good_statement),
		T(triggers_can_have_several_statements),
		T(seeds_come_again_when_they_change),
		T(a_seed_that_fails_leaves_nothing),
		T(runs_at_once_wait_for_each_other),
		T(accounts_get_what_the_file_says_and_no_more),
		T(an_unknown_user_is_told),
		T(the_doctor_sees_settings_and_schema),
	};
	return cmocka_run_group_tests_name("migrate", tests, setup, database_teardown);
}
