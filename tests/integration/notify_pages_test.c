/*
 * The pages of notifications over a real database: the inbox and its bell, own choices, rules with their trial on the past,
 * who would be told, and who was told of an incident without betraying who reported in confidence.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../cgi-bin/record_parts.h"
#include "event/event.h"
#include "event/outbox.h"
#include "incident/incident_detail_pages.h"
#include "notify/backtest.h"
#include "notify/inbox_pages.h"
#include "notify/message_text_pages.h"
#include "notify/notify_consumer.h"
#include "notify/notify_rule_pages.h"
#include "notify/notify_rules_pages.h"
#include "notify/policy_store.h"
#include "notify/preference_pages.h"
#include "notify/preview_pages.h"
#include "notify/told_pages.h"
#include "staff.h"

enum { REPORTER = 1, MANAGER, SPECIALIST, ADMINISTRATOR, STRANGER, PEOPLE };

static struct staff s;

static const struct route *const routes[] = {
	inbox_routes, message_text_routes, preference_routes, notify_rule_routes, notify_rules_routes, preview_routes, told_routes,
	incident_detail_routes, NULL,
};
static const struct program program = {.name = "portal",
				       .routes = routes,
				       .identify = staff_identify,
				       .authorise = session_authorise,
				       .decorate = inbox_decorate,
				       .account = "owner"};

static int setup(void **state)
{
	static const enum role roles[PEOPLE] = {
		[REPORTER] = ROLE_EMPLOYEE, [MANAGER] = ROLE_EMPLOYEE, [SPECIALIST] = ROLE_EHS_SPECIALIST,
		[ADMINISTRATOR] = ROLE_ADMINISTRATOR, [STRANGER] = ROLE_EMPLOYEE,
	};
	if (staff_setup(&s, state) != 0)
		return -1;
	record_use(record_parts);
	staff_organization(&s, 1);
	for (int n = 1; n < PEOPLE; n++) {
		staff_viewer(&s, n, roles[n], 1);
		staff_grant(&s, n);
	}
	staff_run(&s, "UPDATE person SET email = CONCAT('p', id, '@example.com')");
	for (int n = 1; n <= 3; n++)
		staff_incident(&s, n, "new", REPORTER, MANAGER);
	staff_run(&s, "UPDATE incident SET severity = 'critical' WHERE id = 2");
	staff_run(&s, "UPDATE incident SET severity = 'high', reporting = 'confidential' WHERE id = 3");
	staff_open(&s, &program);
	return 0;
}

/* --- events as the worker takes them ------------------------------------------------- */

struct taking {
	struct worker_call call;
	const struct event_row *event;
};

static enum rc take_body(struct db *db, void *closure)
{
	struct taking *t = closure;

	(void)db;
	return notify_consumer.take(&t->call, t->event);
}

STATEMENT(test_waiting, &event_row_record, NULL, "SELECT {columns} FROM event WHERE state = 'waiting' ORDER BY id");

/* Everything that waits. */
static void work(void)
{
	struct rows rows;

	assert_int_equal(db_list(s.d->db, s.d->arena, &test_waiting, NO_PARAMS, &rows), RC_OK);
	for (size_t i = 0; i < rows.count; i++) {
		struct taking t = {
			{.arena = s.d->arena, .config = s.d->config, .db = s.d->db, .now = s.client.rq.now},
			ROW(struct event_row, rows, i)};
		assert_int_equal(db_transaction(s.d->db, "take", take_body, &t), RC_OK);
	}
	staff_run(&s, "UPDATE event SET state = 'done' WHERE state = 'waiting'");
}

static void tell(const char *kind, int incident, const char *payload, int account)
{
	struct actor actor = {.organization_id = 1,
			      .account_id = account,
			      .kind = "account",
			      .name = STR("x"),
			      .request_id = "",
			      .now = s.client.rq.now};
	struct event event = {kind, "incident", incident, str_of(payload), NULL};

	assert_int_equal(event_add(s.d->db, s.d->arena, &actor, &event), RC_OK);
}

/* --- tests ---------------------------------------------------------------------------- */

static void the_bell_counts_what_is_unread_until_it_is_read(void **state)
{
	(void)state;
	assert_int_equal(staff_get(&s, MANAGER, "/notifications"), 200);
	assert_true(staff_shows(&s, "Nothing yet"));
	tell("incident.assigned", 1, "{\"manager_id\":2}", ADMINISTRATOR);
	tell("comment.created", 1, "{\"audience\":\"internal\"}", ADMINISTRATOR);
	work();
	assert_int_equal(staff_get(&s, MANAGER, "/notifications/count"), 200);
	assert_true(staff_shows(&s, "\"unread\":2"));
	assert_int_equal(staff_get(&s, MANAGER, "/notifications"), 200);
	assert_true(staff_shows(&s, "data-bell-count>2<"));
	assert_true(staff_shows(&s, "A new incident INC-20241001-0001 has been assigned to you."));
	assert_true(staff_shows(&s, "A fall from a ladder"));
	int64_t id = staff_number(
		&s,
		"SELECT id AS number FROM notification WHERE kind = 'incident.assigned' AND account_id = 2");
	assert_int_equal(
		staff_get(&s, MANAGER, arena_printf(s.d->arena, "/notifications/%lld", (long long)id).at),
		303);
	assert_true(str_find(s.client.head, STR("/incidents/INC-20241001-0001")) >= 0);
	assert_int_equal(staff_get(&s, MANAGER, "/notifications/count"), 200);
	assert_true(staff_shows(&s, "\"unread\":1"));
	/* Somebody else's is not there. */
	assert_int_equal(
		staff_get(&s, STRANGER, arena_printf(s.d->arena, "/notifications/%lld", (long long)id).at),
		404);
	assert_int_equal(staff_post(&s, MANAGER, "/notifications/read", ""), 303);
	assert_int_equal(staff_get(&s, MANAGER, "/notifications?unread=1"), 200);
	assert_true(staff_shows(&s, "Nothing unread"));
}

static void the_inbox_goes_on_page_by_page_and_asks_little(void **state)
{
	(void)state;
	for (int i = 0; i < 40; i++)
		staff_run(
			&s,
			"INSERT INTO notification (organization_id, account_id, person_id, event_id, kind, incident_id, number, recipients,"
			" rules, channels, in_inbox, shown_at, created_at) VALUES (1, 3, 3, %d, 'attachment.created', 1,"
			" 'INC-20241001-0001', 'watcher', 'r:1', 'inbox=now', TRUE, '2024-01-01' + INTERVAL %d MINUTE, '2024-01-01')",
			5000 + i, i / 2);
	uint64_t before = db_usage(s.d->db).statements;
	assert_int_equal(staff_get(&s, SPECIALIST, "/notifications"), 200);
	/* The list, its incidents, the bell. */
	assert_true(db_usage(s.d->db).statements - before <= 4);
	struct str text = client_text(&s.client);
	ptrdiff_t at = str_find(text, STR("/notifications?before="));
	assert_true(at > 0);
	struct str rest = str_slice(text, (size_t)at, text.len), href;
	assert_true(str_split(&rest, '"', &href));
	assert_int_equal(staff_get(&s, SPECIALIST, arena_cstr(s.d->arena, href)), 200);
	size_t items = 0;
	for (rest = client_text(&s.client); (at = str_find(rest, STR("inbox-item"))) >= 0; items++)
		rest = str_slice(rest, (size_t)at + 1, rest.len);
	assert_int_equal(items, 10);
	staff_run(&s, "DELETE FROM notification WHERE account_id = 3");
}

static void who_may_no_longer_see_it_reads_no_title(void **state)
{
	(void)state;
	tell("incident.assigned", 2, "{\"manager_id\":2}", ADMINISTRATOR);
	work();
	staff_run(&s, "UPDATE incident SET manager_id = 3, title = 'A very secret title' WHERE id = 2");
	assert_int_equal(staff_get(&s, MANAGER, "/notifications"), 200);
	assert_false(staff_shows(&s, "A very secret title"));
	assert_true(staff_shows(&s, "You may no longer see what this is about."));
	staff_run(&s, "UPDATE incident SET manager_id = 2, title = 'A fall from a ladder' WHERE id = 2");
}

static void own_choices_are_kept_and_checked(void **state)
{
	(void)state;
	assert_int_equal(staff_get(&s, MANAGER, "/account/notifications"), 200);
	assert_true(staff_shows(&s, "Always:"));
	assert_int_equal(staff_post(&s, MANAGER, "/account/notifications",
				    "version=0&quiet_from=22:00&zone=Mars/Base&delegate=nobody"),
			 422);
	assert_true(staff_shows(&s, "Give both times, or none"));
	assert_true(staff_shows(&s, "There is no time zone of that name"));
	assert_int_equal(
		staff_post(
			&s, MANAGER, "/account/notifications",
			"version=0&use.incident.inbox=1&use.incident.mail=digest&use.message.mail=off&use.message.inbox=1&quiet_from=22:00"
			"&quiet_until=06:00&digest=daily&absent_from=2030-01-01&delegate=E3"),
		303);
	assert_int_equal(
		staff_number(
			&s,
			"SELECT FIND_IN_SET('message.mail', off) > 0 AND NOT FIND_IN_SET('incident.mail', off) AND gathered ="
			" 'incident' AND delegate_id = 3 AND quiet_from = '22:00' AS number FROM notify_preference WHERE account_id = 2"),
		1);
	assert_int_equal(
		staff_number(
			&s,
			"SELECT COUNT(*) AS number FROM audit_entry WHERE action = 'notify_preference.changed'"),
		1);
	/* Two tabs. */
	assert_int_equal(staff_post(&s, MANAGER, "/account/notifications", "version=0"), 409);
	staff_run(&s, "DELETE FROM notify_preference");
}

static void administrators_alone_see_and_change_rules(void **state)
{
	(void)state;
	assert_int_equal(staff_get(&s, SPECIALIST, "/admin/notifications"), 403);
	assert_int_equal(staff_get(&s, ADMINISTRATOR, "/admin/notifications"), 200);
	assert_true(staff_shows(&s, "Nobody hears of"));
	assert_true(staff_shows(&s, "/admin/notifications/rules/deadline.escalated-superior_2"));
	assert_int_equal(
		staff_get(&s, ADMINISTRATOR, "/admin/notifications/rules/incident.created-supervisor"), 200);
	assert_int_equal(staff_get(&s, ADMINISTRATOR, "/admin/notifications/rules/nonsense"), 404);
	assert_int_equal(staff_post(&s, ADMINISTRATOR, "/admin/notifications/rules/new",
				    "kind=osha.certified&recipient=watcher&by_inbox=1"),
			 422);
	assert_true(staff_shows(&s, "This event has nobody of that kind"));
	assert_int_equal(
		staff_post(
			&s, ADMINISTRATOR, "/admin/notifications/rules/new",
			"kind=incident.configured&recipient=named&person=E5&by_mail=1&reason=Audit&version=0&is_active=1"),
		303);
	assert_int_equal(
		staff_number(
			&s,
			"SELECT person_id AS number FROM notify_rule WHERE organization_id = 1 AND event_kind = 'incident.configured'"),
		STRANGER);
	/* Without a reason nothing is kept. */
	assert_int_equal(staff_post(&s, ADMINISTRATOR,
				    "/admin/notifications/rules/incident.created-supervisor",
				    "recipient=role&role=supervisor&by_inbox=1&version=1"),
			 422);
	assert_true(staff_shows(&s, "Say why"));
}

/* The trial of a rule says what it really does then: the same events are told again under the kept rule. */
static void a_trial_equals_what_happens_afterwards(void **state)
{
	(void)state;
	struct notify_policy policy;
	struct notify_rules rules;
	struct notify_rule before, after;
	struct backtest backtest;
	struct actor actor = actor_command(1, "command", "test", s.client.rq.now);
	const struct event_kind_row *kind = event_kind_find(STR("incident.created"));

	staff_run(&s, "DELETE FROM event");
	staff_run(&s, "DELETE FROM notification");
	for (int i = 0; i < 4; i++)
		tell("incident.created", 1 + i % 3, "{}", i == 3 ? SPECIALIST : REPORTER);
	staff_run(&s, "UPDATE event SET state = 'done'");
	assert_int_equal(policy_of(s.d->db, s.d->arena, 1, &policy), RC_OK);
	assert_int_equal(policy_rules(s.d->db, &policy, &rules), RC_OK);
	assert_int_equal(
		policy_rule(s.d->db, s.d->arena, 1, STR("incident.created-ehs_specialist-high"), &before),
		RC_OK);
	after = before;
	after.severity = SEVERITY_LOW;
	after.by_sms = after.by_push = true;
	after.tells_actor = true;
	staff_run(
		&s,
		"INSERT INTO account_phone (account_id, organization_id, number, confirmed_at) VALUES (3, 1, '+12025550103', NOW(6))");
	const struct judging judging = {.db = s.d->db,
					.arena = s.d->arena,
					.policy = &policy,
					.rules = rules,
					.now = s.client.rq.now,
					.candidates = candidates_new(s.d->db, s.d->arena, 1, s.client.rq.now),
					.delay = plan_delay()};
	assert_int_equal(
		backtest_run(&judging, kind, notify_rules_with(s.d->arena, rules, &after), 30, &backtest),
		RC_OK);
	assert_int_equal(backtest.events, 4);
	assert_true(backtest_differs(&backtest.total));
	/* Who reported in confidence is not named by figures. */
	for (size_t i = 0; i < backtest.count; i++)
		assert_true(backtest.people[i].person_id != REPORTER || backtest.people[i].before[CHANNEL_INBOX] <= 3);

	assert_int_equal(policy_rule_save(s.d->db, s.d->arena, &actor, &before, &after, STR("Trial")), RC_OK);
	staff_run(&s, "UPDATE event SET state = 'waiting'");
	work();
	static const char *const ways[] = {"inbox", "mail", "sms", "push"};
	for (int i = 0; i < CHANNEL_COUNT; i++) {
		int64_t told = staff_number(
			&s, arena_printf(s.d->arena,
					 "SELECT COUNT(*) AS number FROM notification WHERE channels REGEXP"
					 " '%s=(now|later|digest)'",
					 ways[i])
				    .at);
		assert_int_equal(told, backtest.total.after[i]);
	}
	for (size_t i = 0; i < backtest.count; i++) {
		if (!backtest.people[i].person_id || backtest.people[i].person_id == REPORTER)
			continue;
		int64_t told = staff_number(
			&s,
			arena_printf(s.d->arena,
				     "SELECT COUNT(*) AS number FROM notification WHERE person_id = %lld AND"
				     " channels REGEXP 'sms=(now|later)'",
				     (long long)backtest.people[i].person_id)
				.at);
		assert_int_equal(told, backtest.people[i].after[CHANNEL_SMS]);
	}
}

static void the_page_of_a_rule_shows_the_trial_before_it_is_kept(void **state)
{
	(void)state;
	int64_t kept =
		staff_number(&s, "SELECT COUNT(*) AS number FROM notify_rule WHERE organization_id = 1");

	assert_int_equal(
		staff_post(&s, ADMINISTRATOR, "/admin/notifications/rules/incident.created-reporter",
			   "recipient=reporter&by_inbox=1&by_mail=1&tells_actor=1&is_active=1&try=1"),
		200);
	assert_true(staff_shows(&s, "What it would have done"));
	assert_true(staff_shows(&s, "Reporters in confidence"));
	assert_true(staff_shows(&s, "<s>"));
	assert_int_equal(
		staff_number(&s, "SELECT COUNT(*) AS number FROM notify_rule WHERE organization_id = 1"),
		kept);
}

static void the_preview_says_who_and_why_and_why_not(void **state)
{
	(void)state;
	assert_int_equal(staff_get(&s, SPECIALIST, "/admin/notifications/preview"), 403);
	assert_int_equal(
		staff_get(&s, ADMINISTRATOR,
			  "/admin/notifications/preview?kind=incident.assigned&number=INC-20241001-0001"),
		200);
	assert_true(staff_shows(&s, "Given Person2"));
	assert_true(staff_shows(&s, "Incident manager"));
	assert_int_equal(staff_get(&s, ADMINISTRATOR,
				   "/admin/notifications/preview?kind=incident.created&severity=low"),
			 200);
	assert_true(staff_shows(&s, "not severe enough"));
	assert_int_equal(
		staff_get(&s, ADMINISTRATOR,
			  "/admin/notifications/preview?kind=incident.created&number=INC-20241001-0009"),
		200);
	assert_true(staff_shows(&s, "There is no incident or action of that number"));
	/* A rule names somebody who may not see it. */
	assert_int_equal(
		staff_get(&s, ADMINISTRATOR,
			  "/admin/notifications/preview?kind=incident.configured&number=INC-20241001-0001"),
		200);
	assert_true(staff_shows(&s, "may not see it"));
	/* Who reported in confidence. */
	assert_int_equal(
		staff_get(
			&s, ADMINISTRATOR,
			"/admin/notifications/preview?kind=incident.status_changed&number=INC-20241001-0003"),
		200);
	assert_true(staff_shows(&s, "Whoever reported in confidence"));
	assert_false(staff_shows(&s, "Given Person1<"));
}

#define TEXT_PAGE "/admin/notifications/texts/incident.report_edited/mail/en"

static void administrators_change_the_words_and_go_back(void **state)
{
	(void)state;
	assert_int_equal(staff_get(&s, SPECIALIST, "/admin/notifications/texts"), 403);
	assert_int_equal(staff_get(&s, ADMINISTRATOR, "/admin/notifications/texts"), 200);
	assert_true(staff_shows(&s, "All of them are the standard texts."));
	assert_int_equal(staff_get(&s, ADMINISTRATOR, "/admin/notifications/texts/nonsense/mail/en"), 404);
	assert_int_equal(
		staff_get(&s, ADMINISTRATOR, "/admin/notifications/texts/incident.report_edited/fax/en"),
		404);
	assert_int_equal(staff_get(&s, ADMINISTRATOR, TEXT_PAGE), 200);
	assert_true(
		staff_shows(&s, "{{#is_yours}}An administrator edited your report {{number}}.{{/is_yours}}"));

	/* Refused at the field, with what there is; nothing is kept by looking. */
	assert_int_equal(
		staff_post(&s, ADMINISTRATOR, TEXT_PAGE,
			   "version=1&reason=x&subject=%7B%7Btitle%7D%7D&body=%7B%7B%23number%7D%7D"),
		422);
	assert_true(staff_shows(
		&s,
		"{{title}} is not known here. There is: {{number}}, {{status}}, {{severity}}, {{is_yours}}."));
	assert_true(staff_shows(&s, "Line 1: braces"));
	assert_int_equal(
		staff_post(&s, ADMINISTRATOR, TEXT_PAGE,
			   "version=1&subject=Changed&body=Look+at+%7B%7Bnumber%7D%7D+%3Cb%3Enow&try=1"),
		200);
	assert_true(staff_shows(&s, "&lt;b>now") || staff_shows(&s, "&lt;b&gt;now"));
	assert_int_equal(staff_post(&s, ADMINISTRATOR, TEXT_PAGE, "version=1&subject=Changed&body=Look"),
			 422);
	assert_int_equal(staff_number(&s, "SELECT COUNT(*) AS number FROM message_text"), 0);

	const char *form = "version=1&reason=Plainer&subject=Changed:+%7B%7Bnumber%7D%7D&body=Look+at+%7B%7Bnumber%7D%7D+%3Cb%3Enow";
	assert_int_equal(staff_post(&s, ADMINISTRATOR, TEXT_PAGE, form), 303);
	assert_int_equal(staff_post(&s, ADMINISTRATOR, TEXT_PAGE, form), 409);
	assert_int_equal(staff_get(&s, ADMINISTRATOR, "/admin/notifications/texts"), 200);
	assert_true(staff_shows(&s, "One text is your own."));
	assert_int_equal(
		staff_number(
			&s,
			"SELECT COUNT(*) AS number FROM audit_entry WHERE action = 'message_text.changed' AND reason = 'Plainer'"),
		1);
	assert_int_equal(
		staff_get(
			&s, ADMINISTRATOR,
			"/admin/notifications/preview?kind=incident.report_edited&number=INC-20241001-0001"),
		200);
	assert_true(staff_shows(&s, "Look at INC-20241001-0001"));

	/* Mails of English readers alone; of a report in confidence no word of it. */
	staff_run(&s, "DELETE FROM delivery");
	staff_run(
		&s,
		"UPDATE notify_rule SET by_mail = TRUE, by_push = TRUE WHERE code = 'incident.report_edited-reporter'");
	tell("incident.report_edited", 1, "{}", SPECIALIST);
	tell("incident.report_edited", 3, "{}", SPECIALIST);
	work();
	assert_int_equal(
		staff_number(
			&s,
			"SELECT COUNT(*) AS number FROM delivery WHERE channel = 'mail' AND subject = 'Changed: INC-20241001-0001'"
			" AND body_text LIKE 'Look at INC-20241001-0001 <b>now%'"),
		1);
	assert_int_equal(staff_number(&s, "SELECT COUNT(*) AS number FROM delivery WHERE channel = 'mail'"),
			 2);
	assert_int_equal(
		staff_number(
			&s,
			"SELECT COUNT(*) AS number FROM delivery WHERE CONCAT(subject, body_text) LIKE '%0003%'"),
		0);

	assert_int_equal(
		staff_post(&s, ADMINISTRATOR, TEXT_PAGE, "version=2&reason=Back&subject=&body=&standard=1"),
		303);
	assert_int_equal(staff_get(&s, ADMINISTRATOR, TEXT_PAGE), 200);
	assert_true(staff_shows(&s, "This is the standard text."));
	assert_true(staff_shows(&s, "Plainer"));
	assert_int_equal(staff_get(&s, ADMINISTRATOR, TEXT_PAGE "?from=1"), 200);
	assert_true(staff_shows(&s, "value=\"Changed: {{number}}\""));
	assert_int_equal(
		staff_number(&s,
			     "SELECT COUNT(*) AS number FROM message_text WHERE is_standard AND version = 2"),
		1);
}

static void the_record_says_who_was_told_by_which_rule(void **state)
{
	(void)state;
	tell("incident.assigned", 1, "{\"manager_id\":2}", ADMINISTRATOR);
	tell("incident.status_changed", 1, "{}", ADMINISTRATOR);
	tell("incident.status_changed", 3, "{}", ADMINISTRATOR);
	work();
	assert_int_equal(staff_get(&s, REPORTER, "/incidents/INC-20241001-0001/told"), 404);
	assert_int_equal(staff_get(&s, SPECIALIST, "/incidents/INC-20241001-0001/told"), 200);
	assert_true(staff_shows(&s, "Given Person2"));
	assert_true(staff_shows(&s, "Given Person1"));
	assert_true(staff_shows(&s, "waits to be sent"));
	assert_int_equal(staff_get(&s, SPECIALIST, "/incidents/INC-20241001-0003/told"), 200);
	assert_false(staff_shows(&s, "Given Person1"));
	assert_true(staff_shows(&s, "does not stand here"));
	assert_int_equal(staff_get(&s, ADMINISTRATOR, "/incidents/INC-20241001-0003/told"), 200);
	assert_false(staff_shows(&s, "Given Person1"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_bell_counts_what_is_unread_until_it_is_read),
		cmocka_unit_test(the_inbox_goes_on_page_by_page_and_asks_little),
		cmocka_unit_test(who_may_no_longer_see_it_reads_no_title),
		cmocka_unit_test(own_choices_are_kept_and_checked),
		cmocka_unit_test(administrators_alone_see_and_change_rules),
		cmocka_unit_test(a_trial_equals_what_happens_afterwards),
		cmocka_unit_test(the_page_of_a_rule_shows_the_trial_before_it_is_kept),
		cmocka_unit_test(the_preview_says_who_and_why_and_why_not),
		cmocka_unit_test(administrators_change_the_words_and_go_back),
		cmocka_unit_test(the_record_says_who_was_told_by_which_rule),
	};

	return cmocka_run_group_tests(tests, setup, staff_teardown);
}
