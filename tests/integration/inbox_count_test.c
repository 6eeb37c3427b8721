/* The number on the bell: kept by the process while nothing changes, and right with the next request when it does. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "database.h"
#include "notify/notification_store.h"

static struct database *d;
static moment now;

static int setup(void **state)
{
	database_setup(state);
	d = *state;
	now = moment_now() / SECONDS(1) * SECONDS(1);
	database_run(d->db, "INSERT INTO organization (id, code, name, created_at) VALUES (1, 'one', 'One', NOW(6))");
	for (int n = 1; n <= 2; n++) {
		database_run(d->db, arena_printf(d->arena,
						 "INSERT INTO person (id, organization_id, uuid, employee_number, given_name, family_name,"
						 " created_at, updated_at) VALUES (%d, 1, UUID(), 'E%d', 'A', 'B', NOW(6), NOW(6))", n, n).at);
		database_run(d->db, arena_printf(d->arena, "INSERT INTO account (id, organization_id, person_id, login, created_at)"
						 " VALUES (%d, 1, %d, 'l%d', NOW(6))", n, n, n).at);
	}
	return 0;
}

static void tell(int account, int event, moment shown_at)
{
	struct civil at = zone_civil(NULL, shown_at);

	database_run(d->db, arena_printf(d->arena,
					 "INSERT INTO notification (organization_id, account_id, person_id, event_id, kind, recipients, rules,"
					 " channels, in_inbox, shown_at, created_at) VALUES (1, %d, %d, %d, 'incident.assigned', 'manager', 'x:1',"
					 " 'inbox=now', TRUE, '%04d-%02d-%02d %02d:%02d:%02d', NOW(6))", account, account, event, at.year,
					 at.month, at.day, at.hour, at.minute, at.second).at);
}

/* As the session of a request brings it. */
static struct inbox_count count(int account, moment at, uint64_t *statements)
{
	struct viewer viewer = {.organization_id = 1, .account_id = account};
	struct inbox_count count;

	viewer.inbox_version = database_number(
		d->db, arena_printf(d->arena, "SELECT version AS number FROM inbox_version WHERE account_id = %d", account).at);
	uint64_t before = db_usage(d->db).statements;
	assert_int_equal(notification_unread(d->db, d->arena, &viewer, at, &count), RC_OK);
	*statements = db_usage(d->db).statements - before;
	return count;
}

static void nothing_new_costs_no_statement(void **state)
{
	uint64_t statements;

	(void)state;
	assert_int_equal(count(1, now, &statements).unread, 0);
	assert_int_equal(statements, 1);
	assert_int_equal(count(1, now, &statements).unread, 0);
	assert_int_equal(statements, 0);
}

static void every_change_shows_with_the_next_request(void **state)
{
	uint64_t statements;

	(void)state;
	tell(1, 1, now - MINUTES(1));
	assert_int_equal(count(1, now, &statements).unread, 1);
	tell(1, 2, now - MINUTES(1));
	assert_int_equal(count(1, now, &statements).unread, 2);
	assert_int_equal(count(2, now, &statements).unread, 0);
	assert_int_equal(notification_mark_read(d->db, 1, 0, now), RC_OK);
	assert_int_equal(count(1, now, &statements).unread, 0);
	tell(1, 3, now - MINUTES(1));
	assert_int_equal(count(1, now, &statements).unread, 1);
	database_run(d->db, "DELETE FROM notification WHERE account_id = 1");
	assert_int_equal(count(1, now, &statements).unread, 0);
}

/* Messages of quiet hours wait: nothing is written when their time comes. */
static void what_waits_shows_at_its_time(void **state)
{
	uint64_t statements;

	(void)state;
	tell(2, 4, now + HOURS(1));
	assert_int_equal(count(2, now, &statements).unread, 0);
	assert_int_equal(count(2, now + MINUTES(59), &statements).unread, 0);
	assert_int_equal(statements, 0);
	assert_int_equal(count(2, now + HOURS(1), &statements).unread, 1);
	assert_int_equal(count(2, now + HOURS(2), &statements).unread, 1);
	assert_int_equal(statements, 0);
}

static void who_asks_without_a_session_is_counted_anew(void **state)
{
	const struct viewer viewer = {.organization_id = 1, .account_id = 1};
	struct inbox_count count;

	(void)state;
	assert_int_equal(notification_unread(d->db, d->arena, &viewer, now, &count), RC_OK);
	assert_int_equal(count.unread, 0);
	tell(1, 5, now - MINUTES(1));
	assert_int_equal(notification_unread(d->db, d->arena, &viewer, now, &count), RC_OK);
	assert_int_equal(count.unread, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_new_costs_no_statement),
		cmocka_unit_test(every_change_shows_with_the_next_request),
		cmocka_unit_test(what_waits_shows_at_its_time),
		cmocka_unit_test(who_asks_without_a_session_is_counted_anew),
	};

	return cmocka_run_group_tests(tests, setup, database_teardown);
}
