#include "database.h"

#include <ftw.h>
#include <setjmp.h>
#include <signal.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/log.h"
#include "db/connection.h"
#include "db/migrate.h"

extern char **environ;

static void run_tool(const char *tool, const char *first, const char *second, const char *third)
{
	char words[4][256];
	const char *const given[] = {tool, first, second, third};
	char *argv[5] = {NULL};
	pid_t pid;
	int status;
	posix_spawn_file_actions_t actions;

	for (int i = 0; i < 4 && given[i]; i++) {
		assert_true(snprintf(words[i], sizeof words[i], "%s", given[i]) < (int)sizeof words[i]);
		argv[i] = words[i];
	}
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", 1, 0);
	assert_int_equal(posix_spawnp(&pid, tool, &actions, NULL, argv, environ), 0);
	posix_spawn_file_actions_destroy(&actions);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

void database_server_start(const char *folder)
{
	run_tool("tools/test-database", "start", folder, NULL);
}

void database_server_stop(const char *folder)
{
	run_tool("tools/test-database", "stop", folder, NULL);
}

void database_server_kill(const char *folder)
{
	struct arena *arena = arena_new(0);
	struct str text;
	int64_t pid;
	struct str path = arena_printf(arena, "%s/db.pid", folder);

	assert_int_equal(file_read(arena, path.at, 100, &text), RC_OK);
	assert_true(str_to_int(str_trim(text), 2, INT32_MAX, &pid));
	assert_int_equal(kill((pid_t)pid, SIGKILL), 0);
	while (kill((pid_t)pid, 0) == 0) {
		/* A child of ours stays a zombie until it is waited for; anyone else's is reaped by its parent. */
		waitpid((pid_t)pid, NULL, WNOHANG);
		usleep(10000);
	}
	arena_free(arena);
}

static int remove_one(const char *path, const struct stat *info, int kind, struct FTW *where)
{
	(void)info;
	(void)kind;
	(void)where;
	return remove(path);
}

void database_remove_folder(const char *folder)
{
	nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

/* A server of this program alone; with the data of that folder when one is given. */
static void start_own(struct database *d, const char *data)
{
	const char *temporary = getenv("TMPDIR");
	char folder[200];

	assert_true(snprintf(folder, sizeof folder, "%s/muster-test.XXXXXX", temporary ? temporary : "/tmp") < (int)sizeof folder);
	assert_non_null(mkdtemp(folder));
	d->folder = arena_cstr(d->arena, str_of(folder));
	d->is_ours = true;
	if (data)
		run_tool("cp", "-a", data, arena_printf(d->arena, "%s/data", folder).at);
	database_server_start(d->folder);
}

static int setup(void **state, bool is_empty, const char *demo)
{
	struct arena *arena = arena_new(0);
	struct database *d = ARENA_NEW(arena, struct database);

	log_start("test", getenv("MUSTER_TEST_LOG") ? LOG_DEBUG : LOG_ERROR);
	d->arena = arena;
	d->folder = getenv("MUSTER_TEST_DATABASE");
	if (demo)
		start_own(d, arena_printf(arena, "%s/db", demo).at);
	else if (!d->folder)
		start_own(d, NULL);
	/* The operating system's user owns the private server; no password is involved. */
	setenv("MUSTER_OWNER_USER", "", 1);
	setenv("MUSTER_OWNER_PASSWORD", "", 1);
	setenv("MUSTER_PATHS_VAR", d->folder, 1);
	setenv("MUSTER_DATABASE_SOCKET", arena_printf(arena, "%s/db.sock", d->folder).at, 1);
	setenv("MUSTER_DATABASE_NAME", demo ? "muster" : arena_printf(arena, "test_%d", (int)getpid()).at, 1);
	assert_int_equal(config_load(arena, &d->config), RC_OK);
	d->db = database_connect(d);
	if (!is_empty)
		assert_int_equal(migrate_up(d->db, arena, STR("sql")), RC_OK);
	*state = d;
	return 0;
}

int database_setup(void **state)
{
	return setup(state, false, NULL);
}

int database_setup_empty(void **state)
{
	return setup(state, true, NULL);
}

int database_setup_demo(void **state)
{
	return setup(state, false, getenv("MUSTER_TEST_DEMO"));
}

int database_teardown(void **state)
{
	struct database *d = *state;

	if (!d)
		return 0;
	if (!d->is_ours) {
		const char *name = getenv("MUSTER_DATABASE_NAME");
		database_run(d->db, arena_printf(d->arena, "DROP DATABASE `%s`", name).at);
		database_run(d->db, arena_printf(d->arena, "DROP DATABASE IF EXISTS `%s_archive`", name).at);
	}
	db_close(d->db);
	if (d->is_ours) {
		database_server_stop(d->folder);
		database_remove_folder(d->folder);
	}
	arena_free(d->arena);
	return 0;
}

struct db *database_connect(const struct database *database)
{
	return db_open(database->arena, database->config, "owner");
}

void database_run(struct db *db, const char *sql)
{
	assert_int_equal(connection_run(db, str_of(sql)), RC_OK);
}

struct number_row {
	int64_t number;
};
static const struct field number_fields[] = {
	{.kind = FIELD_INT, .name = "number", .offset = offsetof(struct number_row, number)},
	FIELD_END,
};
static const struct record number_record = {"number", sizeof(struct number_row), number_fields};

int64_t database_number(struct db *db, const char *sql)
{
	struct arena *arena = arena_new(0);
	struct number_row row;
	const struct statement *statement = db_compose("number", &number_record, str_of(sql));

	assert_non_null(statement);
	assert_int_equal(db_one(db, arena, statement, NO_PARAMS, &row), RC_OK);
	arena_free(arena);
	return row.number;
}

void database_runf(const struct database *database, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	struct str sql = arena_vprintf(database->arena, format, args);
	va_end(args);
	database_run(database->db, sql.at);
}

int64_t database_numberf(const struct database *database, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	struct str sql = arena_vprintf(database->arena, format, args);
	va_end(args);
	return database_number(database->db, sql.at);
}
