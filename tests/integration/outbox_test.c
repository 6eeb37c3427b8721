/*
 * The outbox against a database: what a failing consumer leaves behind, order, lost workers, what becomes of
 * deliveries, and the schedule with its alarms.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "base/file.h"
#include "database.h"
#include "event/delivery_log_store.h"
#include "event/delivery_store.h"
#include "event/event.h"
#include "event/outbox_store.h"
#include "event/schedule_store.h"
#include "incident/schedule_alarm.h"

static struct database *d;
static const char us[] = "00000000-0000-7000-8000-000000000001", them[] = "00000000-0000-7000-8000-000000000002";

static int64_t number(const char *sql)
{
	return database_number(d->db, sql);
}

/* --- consumers and a channel of this test --------------------------------------------------------- */

STATEMENT(test_note, NULL, NULL, "INSERT INTO taken (event_id, consumer) VALUES (?, ?)");

static int64_t refused_event;    /* fails in the second consumer */
static struct delivery_outcome next_outcome;
static int sent_count, settled_count, dead_count;
static struct str last_uuid;

static enum rc take_first(const struct worker_call *call, const struct event_row *event)
{
	return db_write(call->db, &test_note, NULL, PARAMS(P_INT(event->id), P_INT(1)), NULL);
}

static enum rc take_second(const struct worker_call *call, const struct event_row *event)
{
	enum rc rc = db_write(call->db, &test_note, NULL, PARAMS(P_INT(event->id), P_INT(2)), NULL);

	return rc == RC_OK && event->id == refused_event ? RC_INVALID : rc;
}

static size_t alone_count, group_count, grouped_count; /* calls of the third consumer */

static enum rc take_third(const struct worker_call *call, const struct event_row *event)
{
	(void)call;
	(void)event;
	alone_count++;
	return RC_OK;
}

static enum rc take_third_all(const struct worker_call *call, const struct event_row *const *events, size_t count)
{
	(void)call;
	for (size_t i = 1; i < count; i++)
		assert_true(events[i - 1]->id < events[i]->id && events[i - 1]->subject_id == events[i]->subject_id);
	group_count++;
	grouped_count += count;
	return RC_OK;
}

static enum rc send_one(const struct worker_call *call, const struct delivery *delivery, struct delivery_outcome *outcome)
{
	(void)call;
	sent_count++;
	last_uuid = arena_str(d->arena, delivery->uuid);
	*outcome = next_outcome;
	return RC_OK;
}

static enum rc settle_one(const struct worker_call *call, const struct delivery *delivery,
			  const struct delivery_outcome *outcome, bool is_dead)
{
	(void)call;
	(void)delivery;
	(void)outcome;
	settled_count++;
	dead_count += is_dead;
	return RC_OK;
}

static const moment pauses[] = {MINUTES(1), MINUTES(10)};
static const struct delivery_channel channel = {
	.name = "test", .pauses = pauses, .pause_count = 2, .send = send_one, .settle = settle_one};
static const struct event_consumer first = {"first", "", take_first, NULL}, second = {"second", "", take_second, NULL},
				    third = {"third", "", take_third, take_third_all};
static const struct event_consumer *const consumers[] = {&first, &second, &third, NULL};
static const struct delivery_channel *const channels[] = {&channel, NULL};

static struct worker_call call_of(const char *worker)
{
	return (struct worker_call){.arena = d->arena, .config = d->config, .db = d->db, .now = moment_now(),
				    .worker = str_of(worker)};
}

static void run(const struct worker_task *task)
{
	struct worker_call call = call_of(us);

	assert_int_equal(task->run(&call), RC_OK);
}

static int setup(void **state)
{
	database_setup(state);
	d = *state;
	database_run(d->db, "INSERT INTO organization (id, code, name, zone, created_at) VALUES (1, 'ACME', 'Acme', 'UTC', NOW())");
	database_run(d->db, "INSERT INTO establishment (id, organization_id, uuid, code, name, zone, created_at, updated_at)"
			    " VALUES (1, 1, UUID(), 'DAY1', 'Dayton', 'UTC', NOW(), NOW())");
	database_run(d->db, "CREATE TABLE taken (id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY, event_id BIGINT NOT NULL,"
			    " consumer BIGINT NOT NULL)");
	assert_true(mkdir(arena_printf(d->arena, "%s/run", d->folder).at, 0750) == 0 || errno == EEXIST);
	outbox_use(consumers);
	delivery_use(channels);
	return 0;
}

static int empty(void **state)
{
	(void)state;
	static const char *const tables[] = {"taken", "event", "delivery_attempt", "delivery", "worker_task", "worker_process"};

	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
		database_run(d->db, arena_printf(d->arena, "DELETE FROM %s", tables[i]).at);
	database_run(d->db, "UPDATE worker_alarm SET silence_at = NULL");
	refused_event = 0;
	sent_count = settled_count = dead_count = 0;
	alone_count = group_count = grouped_count = 0;
	return 0;
}

static int64_t an_event(int64_t subject_id)
{
	const struct actor actor = actor_command(1, "system", "test", moment_now());
	const struct event event = {.kind = "test.happened", .subject = "test", .subject_id = subject_id};

	assert_int_equal(event_add(d->db, d->arena, &actor, &event), RC_OK);
	return number("SELECT MAX(id) AS number FROM event");
}

static void make_due(const char *table)
{
	database_run(d->db, arena_printf(d->arena, "UPDATE %s SET due_at = '2020-01-01' WHERE state = 'waiting'", table).at);
}

/* --- events ---------------------------------------------------------------------------------------- */

static void a_failing_consumer_undoes_all_and_is_given_up_in_the_end(void **state)
{
	(void)state;
	refused_event = an_event(1);
	int64_t other = an_event(2);
	run(&outbox_task);
	assert_int_equal(number("SELECT COUNT(*) AS number FROM taken WHERE consumer = 1"), 1);
	assert_int_equal(number(arena_printf(d->arena, "SELECT COUNT(*) AS number FROM taken WHERE event_id = %lld", (long long)other).at), 2);
	assert_int_equal(number("SELECT attempts AS number FROM event WHERE state = 'waiting'"), 1);
	assert_int_equal(number("SELECT COUNT(*) AS number FROM event WHERE state = 'waiting' AND due_at > UTC_TIMESTAMP(6)"
				" AND reason LIKE 'second: %' AND lease_owner IS NULL"), 1);
	for (size_t i = 0; i < outbox_pause_count; i++) {
		make_due("event");
		run(&outbox_task);
	}
	assert_int_equal(number("SELECT attempts AS number FROM event WHERE state = 'dead'"), (int)outbox_pause_count + 1);
	make_due("event");
	run(&outbox_task);
	assert_int_equal(number("SELECT COUNT(*) AS number FROM taken"), 2);
	/* Mended and tried again by a person. */
	int64_t dead = refused_event;
	refused_event = 0;
	assert_int_equal(delivery_log_event_again(d->db, 2, dead, moment_now()), RC_CONFLICT);
	assert_int_equal(delivery_log_event_again(d->db, 1, dead, moment_now()), RC_OK);
	run(&outbox_task);
	assert_int_equal(number("SELECT COUNT(*) AS number FROM taken"), 4);
	assert_int_equal(number("SELECT COUNT(*) AS number FROM event WHERE state = 'done' AND done_at IS NOT NULL"), 2);
}

static void a_subject_keeps_its_order_for_a_while(void **state)
{
	(void)state;
	refused_event = an_event(5);
	int64_t later = an_event(5);
	const char *sql = arena_printf(d->arena, "SELECT COUNT(*) AS number FROM taken WHERE event_id = %lld", (long long)later).at;

	for (int i = 0; i < 2; i++) {
		run(&outbox_task);
		assert_int_equal(number(sql), 0);
		make_due("event");
	}
	/* After the third failure of the earlier one it goes past. */
	run(&outbox_task);
	assert_int_equal(number(sql), 2);
	assert_int_equal(number("SELECT COUNT(*) AS number FROM event WHERE state = 'waiting'"), 1);
}

static void events_of_a_subject_are_taken_together(void **state)
{
	(void)state;
	an_event(7);
	an_event(8);
	an_event(7);
	an_event(7);
	run(&outbox_task);
	assert_int_equal(number("SELECT COUNT(*) AS number FROM event WHERE state = 'done'"), 4);
	assert_int_equal(number("SELECT COUNT(*) AS number FROM taken"), 8);
	assert_int_equal(group_count, 1);
	assert_int_equal(grouped_count, 3);
	assert_int_equal(alone_count, 1);
	/* One of them fails: each is taken alone, and what cannot be is tried again. */
	an_event(9);
	refused_event = an_event(9);
	run(&outbox_task);
	assert_int_equal(number("SELECT COUNT(*) AS number FROM event WHERE state = 'done'"), 5);
	assert_int_equal(number("SELECT attempts AS number FROM event WHERE state = 'waiting'"), 1);
	assert_int_equal(number("SELECT COUNT(*) AS number FROM taken"), 10);
	assert_int_equal(alone_count, 2);
}

static void what_a_lost_worker_held_is_taken_alone_and_counted(void **state)
{
	(void)state;
	struct worker_call call = call_of(us);
	struct rows rows;

	for (int i = 1; i <= 3; i++)
		an_event(i);
	call.now = moment_now();
	assert_int_equal(outbox_claim(d->db, &call, str_of(them), moment_now() + MINUTES(1), 50), RC_OK);
	run(&outbox_task);
	assert_int_equal(number("SELECT COUNT(*) AS number FROM taken"), 0);
	/* Its host finds it dead. */
	assert_int_equal(schedule_bury(d->db, str_of(them), moment_now()), RC_OK);
	call.now = moment_now();
	assert_int_equal(outbox_claim(d->db, &call, str_of(us), moment_now() + MINUTES(1), 50), RC_OK);
	assert_int_equal(outbox_owned(d->db, d->arena, str_of(us), &rows), RC_OK);
	assert_int_equal(rows.count, 1);
	assert_int_equal(ROW(struct event_row, rows, 0)->attempts, 1);
	/* The dead one comes back to life: it holds nothing any more. */
	assert_int_equal(outbox_done(d->db, str_of(them), ROW(struct event_row, rows, 0), moment_now()), RC_CONFLICT);
	make_due("event");
	run(&outbox_task);
	assert_int_equal(number("SELECT COUNT(*) AS number FROM event WHERE state = 'done'"), 3);
	assert_int_equal(number("SELECT COUNT(*) AS number FROM taken"), 6);
	/* One that ends its worker each time is given up as well, without being tried. */
	int64_t poison = an_event(9);
	database_run(d->db, arena_printf(d->arena, "UPDATE event SET attempts = 8, lease_owner = '%s' WHERE id = %lld", them,
					 (long long)poison).at);
	make_due("event");
	run(&outbox_task);
	assert_int_equal(number("SELECT COUNT(*) AS number FROM event WHERE state = 'dead'"), 1);
	assert_int_equal(number("SELECT COUNT(*) AS number FROM taken"), 6);
}

static void the_end_of_an_anonymous_event_bears_a_day_only(void **state)
{
	(void)state;
	an_event(1);
	database_run(d->db, "UPDATE event SET created_at = DATE(created_at), due_at = created_at");
	run(&outbox_task);
	assert_int_equal(number("SELECT COUNT(*) AS number FROM event WHERE state = 'done' AND TIME(done_at) = 0 AND TIME(due_at) = 0"), 1);
}

/* --- deliveries ------------------------------------------------------------------------------------- */

static struct delivery a_delivery(int64_t event_id, const char *recipient)
{
	return (struct delivery){.organization_id = 1, .channel = STR("test"), .event_id = event_id,
				 .recipient = str_of(recipient), .subject = STR("Test")};
}

static int64_t add_delivery(int64_t event_id, const char *recipient, int64_t endpoint_id)
{
	struct delivery delivery = a_delivery(event_id, recipient);
	int64_t id = -1;

	delivery.endpoint_id = endpoint_id;
	assert_int_equal(delivery_add(d->db, d->arena, &delivery, moment_now(), &id), RC_OK);
	return id;
}

static void repeats_of_a_delivery_add_nothing(void **state)
{
	(void)state;
	assert_true(add_delivery(7, "account:1", 0) > 0);
	assert_int_equal(add_delivery(7, "account:1", 0), 0);
	assert_true(add_delivery(7, "account:2", 0) > 0);
	assert_true(add_delivery(8, "account:1", 0) > 0);
	assert_true(add_delivery(0, NULL, 0) > 0);
	assert_true(add_delivery(0, NULL, 0) > 0);
	assert_int_equal(number("SELECT COUNT(*) AS number FROM delivery"), 5);
	struct delivery later = a_delivery(9, "account:1");
	later.not_before = moment_now() + HOURS(8);
	assert_int_equal(delivery_add(d->db, d->arena, &later, moment_now(), NULL), RC_OK);
	next_outcome = (struct delivery_outcome){.result = DELIVERY_SENT, .status = 250};
	run(&delivery_task);
	assert_int_equal(sent_count, 5);
	assert_int_equal(number("SELECT COUNT(*) AS number FROM delivery WHERE state = 'sent' AND status = 250 AND attempts = 1"), 5);
	assert_int_equal(number("SELECT COUNT(*) AS number FROM delivery WHERE state = 'waiting'"), 1);
}

static void outcomes_have_their_consequences(void **state)
{
	(void)state;
	add_delivery(1, "a", 0);
	next_outcome = (struct delivery_outcome){.result = DELIVERY_LATER, .status = 421, .reason = STR("busy")};
	run(&delivery_task);
	run(&delivery_task);
	assert_int_equal(sent_count, 1);
	struct str uuid = last_uuid;
	assert_int_equal(number("SELECT COUNT(*) AS number FROM delivery WHERE due_at BETWEEN UTC_TIMESTAMP(6) + INTERVAL 50 SECOND AND"
				" UTC_TIMESTAMP(6) + INTERVAL 73 SECOND AND reason = 'busy'"), 1);
	/* The receiver's own wish counts where it is longer than the table. */
	next_outcome.wait = HOURS(2);
	make_due("delivery");
	run(&delivery_task);
	assert_true(str_equal(uuid, last_uuid));
	assert_int_equal(number("SELECT COUNT(*) AS number FROM delivery WHERE due_at > UTC_TIMESTAMP(6) + INTERVAL 100 MINUTE"), 1);
	make_due("delivery");
	run(&delivery_task);
	assert_int_equal(number("SELECT attempts AS number FROM delivery WHERE state = 'dead'"), 3);
	assert_int_equal(number("SELECT COUNT(*) AS number FROM delivery_attempt WHERE outcome = 'later'"), 3);
	assert_true(settled_count == 3 && dead_count == 1);
	/* Sent again by a person: the same id, a whole new row of attempts. */
	int64_t id = number("SELECT MAX(id) AS number FROM delivery");
	next_outcome = (struct delivery_outcome){.result = DELIVERY_SENT};
	assert_int_equal(delivery_log_again(d->db, 1, id, moment_now()), RC_OK);
	run(&delivery_task);
	assert_true(str_equal(uuid, last_uuid));
	assert_int_equal(number("SELECT COUNT(*) AS number FROM delivery WHERE state = 'sent' AND attempts = 1"), 1);
	assert_int_equal(delivery_log_drop(d->db, 1, id, STR("no")), RC_CONFLICT);

	static const enum delivery_result finals[] = {DELIVERY_NEVER, DELIVERY_GONE};
	for (size_t i = 0; i < 2; i++) {
		add_delivery(2, i ? "b" : "c", 0);
		next_outcome = (struct delivery_outcome){.result = finals[i], .reason = STR("no such address")};
		run(&delivery_task);
	}
	assert_int_equal(number("SELECT COUNT(*) AS number FROM delivery WHERE state = 'dead' AND attempts = 1"), 2);
	/* Held back is not tried. */
	add_delivery(3, "d", 0);
	next_outcome = (struct delivery_outcome){.result = DELIVERY_HELD, .wait = HOURS(1)};
	run(&delivery_task);
	assert_int_equal(number("SELECT attempts AS number FROM delivery WHERE state = 'waiting'"), 0);
	assert_int_equal(delivery_log_drop(d->db, 1, number("SELECT MIN(id) AS number FROM delivery WHERE state = 'dead'"), STR("no")), RC_OK);
	assert_int_equal(number("SELECT COUNT(*) AS number FROM delivery WHERE state = 'dropped' AND reason = 'no'"), 1);
}

static void one_that_does_not_answer_keeps_the_others_waiting(void **state)
{
	(void)state;
	for (int i = 0; i < 25; i++)
		add_delivery(i + 1, "endpoint:1", 1);
	next_outcome = (struct delivery_outcome){.result = DELIVERY_LATER, .is_endpoint_away = true, .reason = STR("no answer")};
	run(&delivery_task);
	assert_int_equal(sent_count, 1);
	next_outcome = (struct delivery_outcome){.result = DELIVERY_SENT};
	add_delivery(1, "endpoint:2", 2);
	run(&delivery_task);
	assert_int_equal(sent_count, 2);
	assert_int_equal(number("SELECT COUNT(*) AS number FROM delivery WHERE state = 'waiting' AND due_at > UTC_TIMESTAMP(6)"), 25);
	assert_int_equal(number("SELECT SUM(attempts) AS number FROM delivery"), 2);
}

static void an_attempt_is_counted_before_it_is_made(void **state)
{
	(void)state;
	int64_t id = add_delivery(1, "a", 0);
	moment now = moment_now();
	struct rows rows;

	assert_int_equal(delivery_claim(d->db, str_of(them), STR("test"), now, now + MINUTES(2), 10), RC_OK);
	assert_int_equal(delivery_begin(d->db, str_of(them), id, now, now + MINUTES(2)), RC_OK);
	assert_int_equal(number("SELECT attempts AS number FROM delivery"), 1);
	/* Its worker dies while sending; another one sends it once more, and a late word of the first is not heard. */
	make_due("delivery");
	next_outcome = (struct delivery_outcome){.result = DELIVERY_SENT};
	run(&delivery_task);
	assert_int_equal(number("SELECT attempts AS number FROM delivery WHERE state = 'sent'"), 2);
	const struct delivery delivery = {.id = id};
	const struct delivery_end end = {.delivery = &delivery, .outcome = &next_outcome, .state = "dead", .started_at = now, .now = now, .due = now};
	assert_int_equal(delivery_settle(d->db, str_of(them), &end), RC_CONFLICT);
	assert_int_equal(delivery_owned(d->db, d->arena, str_of(us), STR("test"), &rows), RC_OK);
	assert_int_equal(rows.count, 0);
	assert_int_equal(number("SELECT COUNT(*) AS number FROM delivery_attempt"), 1);
	/* One whose workers always die is given up without another attempt. */
	database_run(d->db, "UPDATE delivery SET state = 'waiting', attempts = 3, due_at = '2020-01-01'");
	sent_count = 0;
	run(&delivery_task);
	assert_int_equal(sent_count, 0);
	assert_int_equal(number("SELECT COUNT(*) AS number FROM delivery WHERE state = 'dead'"), 1);
}

static void what_ended_long_ago_is_removed(void **state)
{
	(void)state;
	an_event(1);
	an_event(2);
	run(&outbox_task);
	add_delivery(1, "a", 0);
	add_delivery(2, "a", 0);
	next_outcome = (struct delivery_outcome){.result = DELIVERY_SENT};
	run(&delivery_task);
	database_run(d->db, "UPDATE event SET due_at = UTC_TIMESTAMP(6) - INTERVAL 401 DAY ORDER BY id LIMIT 1");
	database_run(d->db, "UPDATE delivery SET done_at = UTC_TIMESTAMP(6) - INTERVAL 401 DAY ORDER BY id LIMIT 1");
	run(&outbox_purge_task);
	assert_int_equal(number("SELECT COUNT(*) AS number FROM event"), 1);
	assert_int_equal(number("SELECT COUNT(*) AS number FROM delivery"), 1);
	assert_int_equal(number("SELECT COUNT(*) AS number FROM delivery_attempt"), 1);
}

/* --- the schedule ------------------------------------------------------------------------------------- */

static enum rc do_nothing(const struct worker_call *call)
{
	(void)call;
	return RC_OK;
}
static const struct worker_task hourly = {"hourly", HOURS(1), do_nothing, ""}, often = {"often", SECONDS(1), do_nothing, ""};
static const struct worker_task *const some[] = {&hourly, NULL}, *const each[] = {&often, NULL}, *const none[] = {NULL};

static void one_worker_of_several_runs_a_task(void **state)
{
	(void)state;
	moment now = moment_now();
	struct rows tasks;

	assert_int_equal(schedule_register(d->db, some, each, now), RC_OK);
	assert_int_equal(schedule_claim(d->db, STR("hourly"), str_of(us), now, now + MINUTES(5)), RC_OK);
	assert_int_equal(schedule_claim(d->db, STR("hourly"), str_of(them), now, now + MINUTES(5)), RC_CONFLICT);
	/* The other takes over when the lease has ended, or at once when the first is found dead. */
	assert_int_equal(schedule_claim(d->db, STR("hourly"), str_of(them), now + MINUTES(6), now + MINUTES(11)), RC_OK);
	assert_int_equal(schedule_bury(d->db, str_of(them), now), RC_OK);
	assert_int_equal(schedule_claim(d->db, STR("hourly"), str_of(us), now, now + MINUTES(5)), RC_OK);
	struct schedule_run run_done = {.task = &hourly, .owner = str_of(us), .rc = RC_OK, .started_at = now, .now = now + SECONDS(2)};
	assert_int_equal(schedule_note(d->db, &run_done), RC_OK);
	assert_int_equal(schedule_claim(d->db, STR("hourly"), str_of(them), now + MINUTES(59), now + MINUTES(64)), RC_CONFLICT);
	assert_int_equal(schedule_claim(d->db, STR("hourly"), str_of(them), now + MINUTES(61), now + MINUTES(66)), RC_OK);
	run_done.owner = str_of(them);
	run_done.rc = RC_FAULT;
	assert_int_equal(schedule_note(d->db, &run_done), RC_OK);
	assert_int_equal(schedule_tasks(d->db, d->arena, &tasks), RC_OK);
	assert_int_equal(tasks.count, 2);
	const struct task_row *row = ROW(struct task_row, tasks, 0);
	assert_true(row->failures == 1 && row->last_success_at == now + SECONDS(2) && row->took_us == SECONDS(2));
	assert_true(row->last_message.len > 0 && row->lease_owner.len == 0);
	/* A task that no program has any more is not missed. */
	assert_int_equal(schedule_register(d->db, none, each, now), RC_OK);
	assert_int_equal(schedule_tasks(d->db, d->arena, &tasks), RC_OK);
	assert_int_equal(tasks.count, 1);
}

static int64_t incidents(const char *title)
{
	return number(arena_printf(d->arena, "SELECT COUNT(*) AS number FROM incident WHERE title = '%s'", title).at);
}

static void a_late_task_opens_one_incident(void **state)
{
	(void)state;
	static const char title[] = "Scheduled work of the portal has stopped";
	moment now = moment_now();

	assert_int_equal(schedule_register(d->db, some, each, now), RC_OK);
	assert_int_equal(schedule_seen(d->db, str_of(us), STR("host"), 1, now), RC_OK);
	run(&schedule_alarm_task);
	assert_int_equal(incidents(title), 0);
	database_run(d->db, "UPDATE worker_task SET created_at = '2020-01-01', failures = 4, last_message = 'our own fault' WHERE name = 'often'");
	run(&schedule_alarm_task);
	run(&schedule_alarm_task);
	assert_int_equal(incidents(title), 1);
	assert_int_equal(number("SELECT COUNT(*) AS number FROM incident WHERE description LIKE '%- often: has never succeeded, 4 failures"
				" in a row, the last one: our own fault%'"), 1);
	/* It recovers and stops again: told once more. */
	const struct schedule_run done = {.task = &often, .owner = str_of(us), .rc = RC_OK, .started_at = now, .now = now};
	assert_int_equal(schedule_note(d->db, &done), RC_OK);
	run(&schedule_alarm_task);
	assert_int_equal(incidents(title), 1);
	database_run(d->db, "UPDATE worker_task SET last_success_at = '2020-01-01' WHERE name = 'often'");
	run(&schedule_alarm_task);
	assert_int_equal(incidents(title), 2);
}

static void the_portal_tells_once_that_no_worker_runs(void **state)
{
	(void)state;
	static const char title[] = "No worker of the portal is running";
	moment now = moment_now();

	/* None has ever run: a fresh installation, which muster doctor speaks of. */
	schedule_alarm_watch(d->config, d->db, d->arena, now);
	assert_int_equal(incidents(title), 0);
	assert_int_equal(schedule_seen(d->db, str_of(us), STR("host"), 1, now - MINUTES(14)), RC_OK);
	schedule_alarm_watch(d->config, d->db, d->arena, now);
	assert_int_equal(incidents(title), 0);
	for (int i = 2; i < 6; i++)
		schedule_alarm_watch(d->config, d->db, d->arena, now + MINUTES(i));
	assert_int_equal(incidents(title), 1);
	assert_int_equal(number("SELECT COUNT(*) AS number FROM audit_entry WHERE subject = 'incident' AND action = 'incident.created'"
				" AND reason = 'the watch over the workers'"), 1);
	/* A worker comes back and is lost again. */
	assert_int_equal(schedule_seen(d->db, str_of(them), STR("host"), 2, now + MINUTES(10)), RC_OK);
	schedule_alarm_watch(d->config, d->db, d->arena, now + MINUTES(11));
	assert_int_equal(incidents(title), 1);
	schedule_alarm_watch(d->config, d->db, d->arena, now + MINUTES(30));
	assert_int_equal(incidents(title), 2);
	struct str said;
	assert_int_equal(file_read(d->arena, arena_printf(d->arena, "%s/run/alarm.log", d->folder).at, 100000, &said), RC_OK);
	assert_true(str_ends(said, STR("Z no worker is running\n")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(a_failing_consumer_undoes_all_and_is_given_up_in_the_end, empty),
		cmocka_unit_test_setup(a_subject_keeps_its_order_for_a_while, empty),
		cmocka_unit_test_setup(events_of_a_subject_are_taken_together, empty),
		cmocka_unit_test_setup(what_a_lost_worker_held_is_taken_alone_and_counted, empty),
		cmocka_unit_test_setup(the_end_of_an_anonymous_event_bears_a_day_only, empty),
		cmocka_unit_test_setup(repeats_of_a_delivery_add_nothing, empty),
		cmocka_unit_test_setup(outcomes_have_their_consequences, empty),
		cmocka_unit_test_setup(one_that_does_not_answer_keeps_the_others_waiting, empty),
		cmocka_unit_test_setup(an_attempt_is_counted_before_it_is_made, empty),
		cmocka_unit_test_setup(what_ended_long_ago_is_removed, empty),
		cmocka_unit_test_setup(one_worker_of_several_runs_a_task, empty),
		cmocka_unit_test_setup(a_late_task_opens_one_incident, empty),
		cmocka_unit_test_setup(the_portal_tells_once_that_no_worker_runs, empty),
	};

	return cmocka_run_group_tests_name("outbox", tests, setup, database_teardown);
}
