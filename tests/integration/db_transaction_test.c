/* Transactions: conflicts, lost connections, a server that goes and comes back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "database.h"
#include "db/connection.h"

#define LOCAL(name_, sql_) static const struct statement name_ = {#name_, sql_, NULL, NULL}

LOCAL(counter_add, "UPDATE counter SET number = number + ? WHERE id = ?");
LOCAL(counter_insert, "INSERT INTO counter (id, number) VALUES (?, ?)");
LOCAL(counter_reset, "UPDATE counter SET number = 0");
LOCAL(counter_trim, "DELETE FROM counter WHERE id > 2");

static struct database *d;

static int setup(void **state)
{
	database_setup_empty(state);
	d = *state;
	database_run(d->db, "CREATE TABLE counter (id BIGINT PRIMARY KEY, number BIGINT NOT NULL)");
	database_run(d->db, "INSERT INTO counter VALUES (1, 0), (2, 0)");
	return 0;
}

static int before_each(void **state)
{
	(void)state;
	if (db_write(d->db, &counter_reset, NULL, NO_PARAMS, NULL) != RC_OK)
		return -1;
	return db_write(d->db, &counter_trim, NULL, NO_PARAMS, NULL) == RC_OK ? 0 : -1;
}

static int64_t number(int id)
{
	return database_number(d->db, id == 1 ? "SELECT number FROM counter WHERE id = 1"
					      : "SELECT number FROM counter WHERE id = 2");
}

static enum rc add(struct db *db, int id, int by)
{
	return db_write(db, &counter_add, NULL, PARAMS(P_INT(by), P_INT(id)), NULL);
}

static enum rc insert(struct db *db, int id)
{
	return db_write(db, &counter_insert, NULL, PARAMS(P_INT(id), P_INT(0)), NULL);
}

/* Ends the connection of db from another one, as a dying server or an administrator would. */
static void kill_connection(struct db *db)
{
	struct db *killer = database_connect(d);
	struct str kill = arena_printf(d->arena, "KILL %lu", mysql_thread_id(db->mysql));
	database_run(killer, kill.at);
	db_close(killer);
	usleep(50000);
}

struct work {
	int runs;
	int fail_runs;      /* the first so many runs lose their connection */
	enum rc give;
	enum rc seen;
};

static enum rc add_both(struct db *db, void *closure)
{
	struct work *work = closure;
	work->runs++;
	enum rc rc = add(db, 1, 1);
	if (rc == RC_OK)
		rc = add(db, 2, 1);
	return rc == RC_OK ? work->give : rc;
}

static void commits_what_succeeds(void **state)
{
	(void)state;
	struct work work = {0};
	assert_int_equal(db_transaction(d->db, "both", add_both, &work), RC_OK);
	assert_int_equal(work.runs, 1);
	assert_int_equal(number(1) * 10 + number(2), 11);
}

static void rolls_back_what_fails_and_hands_on_why(void **state)
{
	(void)state;
	struct work work = {.give = RC_CONFLICT};
	assert_int_equal(db_transaction(d->db, "both", add_both, &work), RC_CONFLICT);
	assert_int_equal(work.runs, 1);
	assert_int_equal(number(1) + number(2), 0);
}

static enum rc nested(struct db *db, void *closure)
{
	struct work *work = closure;
	struct work inner = {.give = work->give};
	enum rc rc = add(db, 1, 10);

	if (rc == RC_OK)
		work->seen = db_transaction(db, "inner", add_both, &inner);
	return rc; /* overlooks what the inner one said */
}

static void nested_ones_join(void **state)
{
	(void)state;
	struct work work = {0};
	assert_int_equal(db_transaction(d->db, "outer", nested, &work), RC_OK);
	assert_int_equal(number(1) * 100 + number(2), 1101);
}

static void a_nested_failure_rolls_everything_back(void **state)
{
	(void)state;
	struct work work = {.give = RC_INVALID};
	assert_int_equal(db_transaction(d->db, "outer", nested, &work), RC_INVALID);
	assert_int_equal(work.seen, RC_INVALID);
	assert_int_equal(number(1) + number(2), 0);
}

static enum rc insert_twice(struct db *db, void *closure)
{
	struct work *work = closure;
	work->runs++;
	enum rc rc = insert(db, 3);
	work->seen = insert(db, 3);
	return rc;
}

static void a_duplicate_that_is_handled_does_not_spoil_the_rest(void **state)
{
	(void)state;
	struct work work = {0};
	assert_int_equal(db_transaction(d->db, "insert", insert_twice, &work), RC_OK);
	assert_int_equal(work.seen, RC_DUPLICATE);
	assert_int_equal(database_number(d->db, "SELECT COUNT(*) AS number FROM counter WHERE id = 3"), 1);
}

/* --- what is sent without waiting ------------------------------------------------------ */

static enum rc insert_ahead(struct db *db, int id)
{
	return db_write_ahead(db, &counter_insert, NULL, PARAMS(P_INT(id), P_INT(0)));
}

static enum rc ahead_twenty(struct db *db, void *closure)
{
	(void)closure;
	enum rc rc = RC_OK;

	for (int id = 11; rc == RC_OK && id <= 30; id++)
		rc = insert_ahead(db, id);
	return rc;
}

static enum rc ahead_refused_last(struct db *db, void *closure)
{
	(void)closure;
	enum rc rc = add(db, 1, 1);
	return rc == RC_OK ? insert_ahead(db, 2) : rc;
}

static enum rc ahead_refused_first(struct db *db, void *closure)
{
	struct work *work = closure;
	enum rc rc = insert_ahead(db, 2);

	work->runs += rc == RC_OK;
	work->seen = add(db, 1, 1);
	return RC_OK;
}

/* What the server does to the victim of a deadlock, while more is on its way. */
STATEMENT(test_rollback, NULL, NULL, "ROLLBACK");

static enum rc ended_by_the_server(struct db *db, void *closure)
{
	(void)closure;
	enum rc rc = add(db, 1, 1);
	if (rc == RC_OK)
		rc = db_write_ahead(db, &test_rollback, NULL, NO_PARAMS);
	if (rc == RC_OK)
		rc = insert_ahead(db, 33);
	return rc == RC_OK ? RC_CONFLICT : rc;
}

static void what_was_on_its_way_to_an_ended_transaction_does_not_stay(void **state)
{
	(void)state;
	assert_int_equal(db_transaction(d->db, "ahead", ended_by_the_server, NULL), RC_CONFLICT);
	assert_int_equal(number(1), 0);
	assert_int_equal(database_number(d->db, "SELECT COUNT(*) AS number FROM counter WHERE id = 33"), 0);
	/* Outside of transactions each write stands for itself again. */
	assert_int_equal(add(d->db, 1, 5), RC_OK);
	struct db *other = database_connect(d);
	assert_int_equal(database_number(other, "SELECT number FROM counter WHERE id = 1"), 5);
	db_close(other);
}

static void writes_ahead_are_all_committed(void **state)
{
	(void)state;
	assert_int_equal(db_transaction(d->db, "ahead", ahead_twenty, NULL), RC_OK);
	assert_int_equal(database_number(d->db, "SELECT COUNT(*) AS number FROM counter WHERE id > 10"), 20);
}

static void a_refused_write_ahead_keeps_the_rest_from_the_commit(void **state)
{
	(void)state;
	struct work work = {0};

	assert_int_equal(db_transaction(d->db, "ahead", ahead_refused_last, NULL), RC_DUPLICATE);
	assert_int_equal(number(1), 0);
	/* The next call tells; whoever overlooks it gets it from the transaction. */
	assert_int_equal(db_transaction(d->db, "ahead", ahead_refused_first, &work), RC_DUPLICATE);
	assert_int_equal(work.runs, 1);
	assert_int_equal(work.seen, RC_DUPLICATE);
	assert_int_equal(number(1), 0);
	assert_int_equal(add(d->db, 1, 5), RC_OK);
	assert_int_equal(number(1), 5);
}

/* --- two that want each other's rows ------------------------------------------------ */

struct meeting {
	int first, second;      /* rows */
	int mine, other;        /* pipe ends: tell that the first is locked, hear it from the other */
	int runs;
};

static enum rc lock_across(struct db *db, void *closure)
{
	struct meeting *meeting = closure;
	char byte = 'x';
	enum rc rc = add(db, meeting->first, 1);

	if (rc != RC_OK)
		return rc;
	if (meeting->runs++ == 0) { /* in the first run both hold one row before they ask for the other */
		assert_int_equal(write(meeting->mine, &byte, 1), 1);
		assert_int_equal(read(meeting->other, &byte, 1), 1);
	}
	return add(db, meeting->second, 1);
}

static int across(int first, int second, int mine, int other, int *runs)
{
	struct db *db = database_connect(d);
	struct meeting meeting = {.first = first, .second = second, .mine = mine, .other = other};
	enum rc rc = db_transaction(db, "across", lock_across, &meeting);

	*runs = meeting.runs;
	db_close(db);
	return rc == RC_OK ? 0 : 1;
}

static void deadlocks_are_run_again(void **state)
{
	(void)state;
	int to_child[2], to_parent[2], runs, status;

	assert_int_equal(pipe(to_child), 0);
	assert_int_equal(pipe(to_parent), 0);
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		int failed = across(2, 1, to_parent[1], to_child[0], &runs);
		_exit(failed ? 100 : runs);
	}
	assert_int_equal(across(1, 2, to_child[1], to_parent[0], &runs), 0);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) < 100);
	assert_true(runs + WEXITSTATUS(status) >= 3); /* one of them had to go again */
	assert_int_equal(number(1) * 10 + number(2), 22);
}

static void a_lock_that_is_never_given_is_busy_in_the_end(void **state)
{
	(void)state;
	struct db *holder = database_connect(d), *waiter = database_connect(d);
	struct work work = {0};

	database_run(holder, "START TRANSACTION");
	database_run(holder, "UPDATE counter SET number = 5 WHERE id = 2");
	database_run(waiter, "SET SESSION innodb_lock_wait_timeout = 0");
	assert_int_equal(db_transaction(waiter, "both", add_both, &work), RC_BUSY);
	assert_int_equal(work.runs, 6);
	database_run(holder, "ROLLBACK");
	assert_int_equal(number(1) + number(2), 0);
	assert_int_equal(db_transaction(waiter, "both", add_both, &work), RC_OK);
	db_close(holder);
	db_close(waiter);
}

/* --- lost connections ----------------------------------------------------------------- */

static void an_idle_connection_is_replaced(void **state)
{
	(void)state;
	struct work work = {0};

	kill_connection(d->db);
	assert_int_equal(number(1), 0);
	kill_connection(d->db);
	assert_int_equal(add(d->db, 1, 1), RC_OK);
	kill_connection(d->db);
	assert_int_equal(db_ping(d->db), RC_OK);
	kill_connection(d->db);
	assert_int_equal(db_transaction(d->db, "both", add_both, &work), RC_OK);
	assert_int_equal(work.runs, 1);
	assert_int_equal(number(1), 2);
}

static enum rc lose_in_the_middle(struct db *db, void *closure)
{
	struct work *work = closure;
	enum rc rc = add(db, 1, 1);

	if (rc == RC_OK && work->runs++ < work->fail_runs)
		kill_connection(db);
	work->seen = add(db, 2, 1);
	return work->give; /* overlooks the loss */
}

static void a_loss_in_the_middle_runs_all_of_it_again(void **state)
{
	(void)state;
	struct work work = {.fail_runs = 1};
	assert_int_equal(db_transaction(d->db, "lose", lose_in_the_middle, &work), RC_OK);
	assert_int_equal(work.runs, 2);
	assert_int_equal(number(1) * 10 + number(2), 11);
}

static void losing_it_again_and_again_is_unavailable(void **state)
{
	(void)state;
	struct work work = {.fail_runs = 99};
	assert_int_equal(db_transaction(d->db, "lose", lose_in_the_middle, &work), RC_UNAVAILABLE);
	assert_int_equal(work.seen, RC_UNAVAILABLE);
	assert_int_equal(number(1) + number(2), 0);
}

static enum rc lose_before_commit(struct db *db, void *closure)
{
	struct work *work = closure;
	work->runs++;
	enum rc rc = add(db, 1, 1);
	kill_connection(db);
	return rc;
}

static void a_commit_without_answer_is_not_repeated(void **state)
{
	(void)state;
	struct work work = {0};
	assert_int_equal(db_transaction(d->db, "uncertain", lose_before_commit, &work), RC_UNAVAILABLE);
	assert_int_equal(work.runs, 1);
	assert_int_equal(number(1), 0);
}

/* --- protected ones ---------------------------------------------------------------------- */

static enum rc read_twice(struct db *db, void *closure)
{
	int64_t *difference = closure;
	struct db *other = database_connect(d);
	int64_t before = database_number(db, "SELECT number FROM counter WHERE id = 1");

	assert_int_equal(add(other, 1, 5), RC_OK);
	db_close(other);
	*difference = database_number(db, "SELECT number FROM counter WHERE id = 1") - before;
	return add(db, 1, 1);
}

static void read_only_ones_see_one_state_and_cannot_write(void **state)
{
	(void)state;
	int64_t difference = -1;

	db_read_only(d->db, true);
	assert_int_equal(db_transaction(d->db, "read", read_twice, &difference), RC_FAULT);
	db_read_only(d->db, false);
	assert_int_equal(difference, 0);
	assert_int_equal(number(1), 5);
	assert_int_equal(add(d->db, 1, 1), RC_OK);
}

/* --- the server goes and comes back ------------------------------------------------------- */

static void the_server_dies_and_comes_back(void **state)
{
	(void)state;
	char folder[] = "/tmp/muster-crash.XXXXXX";
	struct work work = {0};

	assert_non_null(mkdtemp(folder));
	database_server_start(folder);
	setenv("MUSTER_DATABASE_SOCKET", arena_printf(d->arena, "%s/db.sock", folder).at, 1);
	const struct config *config;
	assert_int_equal(config_load(d->arena, &config), RC_OK);
	struct db *db = db_open(d->arena, config, "owner");
	database_run(db, "CREATE TABLE counter (id BIGINT PRIMARY KEY, number BIGINT NOT NULL)");
	assert_int_equal(insert(db, 1), RC_OK);
	assert_int_equal(insert(db, 2), RC_OK);
	assert_int_equal(db_transaction(db, "both", add_both, &work), RC_OK);

	database_server_kill(folder);
	assert_int_equal(add(db, 1, 1), RC_UNAVAILABLE);
	assert_int_equal(db_transaction(db, "both", add_both, &work), RC_UNAVAILABLE);
	assert_int_equal(db_ping(db), RC_UNAVAILABLE);
	assert_int_equal(work.runs, 1);

	database_server_start(folder);
	assert_int_equal(database_number(db, "SELECT SUM(number) AS number FROM counter"), 2);
	assert_int_equal(db_transaction(db, "both", add_both, &work), RC_OK);
	database_server_kill(folder);
	database_server_start(folder);
	assert_int_equal(db_transaction(db, "both", add_both, &work), RC_OK); /* on a connection that is stale */
	assert_int_equal(database_number(db, "SELECT SUM(number) AS number FROM counter"), 6);
	db_close(db);
	database_server_stop(folder);
	database_remove_folder(folder);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup(name, before_each)
	const struct CMUnitTest tests[] = {
		T(commits_what_succeeds),
		T(rolls_back_what_fails_and_hands_on_why),
		T(nested_ones_join),
		T(a_nested_failure_rolls_everything_back),
		T(a_duplicate_that_is_handled_does_not_spoil_the_rest),
		T(writes_ahead_are_all_committed),
		T(what_was_on_its_way_to_an_ended_transaction_does_not_stay),
		T(a_refused_write_ahead_keeps_the_rest_from_the_commit),
		T(deadlocks_are_run_again),
		T(a_lock_that_is_never_given_is_busy_in_the_end),
		T(an_idle_connection_is_replaced),
		T(a_loss_in_the_middle_runs_all_of_it_again),
		T(losing_it_again_and_again_is_unavailable),
		T(a_commit_without_answer_is_not_repeated),
		T(read_only_ones_see_one_state_and_cannot_write),
		T(the_server_dies_and_comes_back),
	};
	return cmocka_run_group_tests_name("db transactions", tests, setup, database_teardown);
}
