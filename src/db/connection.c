#include "db/connection.h"

#include <string.h>

#include "base/log.h"
#include "db/ahead.h"

/*
 * Strict: a value that does not fit is an error. Set at every connection because the server's own
 * default is not ours to trust; the driver never reconnects by itself, which would lose it silently.
 * A lock is waited for shorter than an answer, so that a transaction is run again and not given up.
 */
static const char session_settings[] =
	"SET time_zone = '+00:00', character_set_connection = utf8mb4,"
	" collation_connection = utf8mb4_uca1400_ai_ci, sql_mode = 'STRICT_ALL_TABLES,"
	"NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION,ONLY_FULL_GROUP_BY',"
	" tx_isolation = 'READ-COMMITTED', innodb_lock_wait_timeout = 5";

static int open_connections; /* the driver's own memory goes with the last one */

struct db *db_open(struct arena *arena, const struct config *config, const char *account)
{
	struct db *db = ARENA_NEW(arena, struct db);
	db->config = config;
	db->account = account;
	db->creates = strcmp(account, "owner") == 0;
	db->kept = arena_new(0);
	db->row_arena = arena_new(0);
	open_connections++;
	return db;
}

void db_close(struct db *db)
{
	if (!db || !db->kept)
		return;
	connection_drop(db);
	arena_free(db->kept);
	arena_free(db->row_arena);
	db->kept = NULL;
	if (--open_connections == 0)
		mysql_library_end();
}

static struct failure failure_here(struct db *db, const char *what)
{
	return failure_of(db, what, mysql_errno(db->mysql), mysql_sqlstate(db->mysql),
			  mysql_error(db->mysql));
}

/* NULL when empty. */
static const char *login(struct arena *arena, const struct db *db, const char *key)
{
	struct str name = arena_printf(arena, "%s.%s", db->account, key);
	struct str value = config_text(db->config, name.at);
	return value.len ? arena_cstr(arena, value) : NULL;
}

static void set_options(const struct db *db)
{
	unsigned connect = (unsigned)config_int(db->config, "database.connect_timeout");
	unsigned wait = (unsigned)config_int(db->config, "database.timeout");
	my_bool no = 0;
	unsigned off = 0;

	mysql_options(db->mysql, MYSQL_SET_CHARSET_NAME, "utf8mb4");
	mysql_options(db->mysql, MYSQL_INIT_COMMAND, session_settings);
	mysql_options(db->mysql, MYSQL_OPT_CONNECT_TIMEOUT, &connect);
	if (!db->creates) { /* changing a large table takes the owner as long as it takes */
		mysql_options(db->mysql, MYSQL_OPT_READ_TIMEOUT, &wait);
		mysql_options(db->mysql, MYSQL_OPT_WRITE_TIMEOUT, &wait);
	}
	mysql_options(db->mysql, MYSQL_OPT_RECONNECT, &no);
	mysql_options(db->mysql, MYSQL_OPT_LOCAL_INFILE, &off);
}

static enum rc run_or_log(struct db *db, const char *what, struct str sql)
{
	if (mysql_real_query(db->mysql, sql.at, sql.len) == 0)
		return RC_OK;
	return failure_here(db, what).rc;
}

/* The owner's connection makes the database at its first use; nobody else may. */
static enum rc create_database(struct db *db, struct arena *arena, struct str name)
{
	struct str create = arena_printf(arena, "CREATE DATABASE IF NOT EXISTS `%s` CHARACTER SET utf8mb4"
					 " COLLATE utf8mb4_uca1400_ai_ci", name.at);
	enum rc rc = run_or_log(db, "create database", create);

	if (rc == RC_OK)
		rc = run_or_log(db, "use", arena_printf(arena, "USE `%s`", name.at));
	return rc;
}

/* Parameters longer than this end the connection, so they are refused before they are sent. */
static enum rc ask_packet_size(struct db *db)
{
	enum rc rc = run_or_log(db, "max_allowed_packet", STR("SELECT @@max_allowed_packet"));
	if (rc != RC_OK)
		return rc;
	MYSQL_RES *result = mysql_store_result(db->mysql);
	MYSQL_ROW row = result ? mysql_fetch_row(result) : NULL;
	int64_t size;
	if (row && row[0] && str_to_int(str_of(row[0]), 1024, INT64_MAX, &size))
		db->packet = (uint64_t)size;
	else
		rc = FAULT("db.connect", "max_allowed_packet cannot be read");
	mysql_free_result(result);
	return rc;
}

/*
 * Without a user name the driver takes the one of the operating system, which the server checks by
 * the socket's credentials (unix_socket authentication).
 */
static enum rc dial(struct db *db, struct arena *arena)
{
	const char *socket = arena_cstr(arena, config_path(arena, db->config, "database.socket"));
	struct str name = arena_str(arena, config_text(db->config, "database.name"));
	enum rc rc;

	if (!mysql_real_connect(db->mysql, "localhost", login(arena, db, "user"),
				login(arena, db, "password"), db->creates ? NULL : name.at, 0, socket,
				CLIENT_FOUND_ROWS)) {
		(void)failure_here(db, "connect");
		return RC_UNAVAILABLE;
	}
	rc = db->creates ? create_database(db, arena, name) : RC_OK;
	if (rc == RC_OK)
		rc = ask_packet_size(db);
	return rc;
}

enum rc connection_need(struct db *db)
{
	if (db->mysql)
		return RC_OK;
	db->mysql = mysql_init(NULL);
	if (!db->mysql)
		return FAULT("db.connect", "%s", "out of memory");
	set_options(db);
	struct arena *arena = arena_new(1024);
	enum rc rc = dial(db, arena);
	arena_wipe(arena); /* it held the password */
	arena_free(arena);
	db->usage.connects++;
	if (rc != RC_OK)
		connection_drop(db);
	else
		LOG(LOG_DEBUG, "db.connect", "account %s, thread %lu", db->account,
		    mysql_thread_id(db->mysql));
	return rc;
}

void connection_drop(struct db *db)
{
	if (!db->mysql)
		return;
	mysql_close(db->mysql);
	db->mysql = NULL;
	db->broken = false;
	db->ahead_count = 0;
	db->is_manual = false;
	prepared_forget(db);
}

struct failure connection_try(struct db *db, struct str sql)
{
	struct failure behind;

	if (connection_need(db) != RC_OK)
		return (struct failure){.code = 1, .rc = RC_UNAVAILABLE, .lost = true, .unsent = true};
	if (ahead_catch_up(db, &behind) != RC_OK) {
		if (behind.lost)
			connection_drop(db);
		return behind;
	}
	if (mysql_real_query(db->mysql, sql.at, sql.len) == 0)
		return (struct failure){.rc = RC_OK};
	struct str start = str_slice(sql, 0, 24); /* never as far as a password */
	char what[25];
	memcpy(what, start.at, start.len);
	what[start.len] = '\0';
	struct failure failure = failure_here(db, what);
	if (failure.lost)
		connection_drop(db);
	return failure;
}

enum rc connection_run(struct db *db, struct str sql)
{
	return connection_try(db, sql).rc;
}

enum rc connection_column(struct db *db, struct arena *arena, struct str sql, struct str **values,
			  size_t *count)
{
	enum rc rc = connection_run(db, sql);

	*count = 0;
	*values = NULL;
	if (rc != RC_OK)
		return rc;
	MYSQL_RES *result = mysql_store_result(db->mysql);
	if (!result)
		return failure_here(db, "result").rc;
	*values = ARENA_ARRAY(arena, struct str, (size_t)mysql_num_rows(result) + 1);
	for (MYSQL_ROW row; (row = mysql_fetch_row(result));)
		(*values)[(*count)++] =
			arena_str(arena, (struct str){row[0], mysql_fetch_lengths(result)[0]});
	mysql_free_result(result);
	return RC_OK;
}

enum rc db_ping(struct db *db)
{
	struct failure behind = {.rc = RC_OK};

	if (db->mysql && ahead_settle(db, &behind) == RC_OK && mysql_ping(db->mysql) == 0)
		return RC_OK;
	if (db->depth)
		return RC_UNAVAILABLE;
	connection_drop(db);
	return connection_need(db);
}

bool db_read_only(struct db *db, bool on)
{
	bool was = db->read_only;
	db->read_only = on;
	return was;
}

struct db_usage db_usage(const struct db *db)
{
	return db->usage;
}

struct str db_refused_by(const struct db *db)
{
	return str_of(db->refused_by);
}
