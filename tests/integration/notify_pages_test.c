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
#include "../unit/http/client.h"
#include "database.h"
#include "event/event.h"
#include "event/outbox.h"
#include "identity/session.h"
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

enum { REPORTER = 1, MANAGER, SPECIALIST, ADMINISTRATOR, STRANGER, PEOPLE };

static struct database *d;
static struct client client;
static struct viewer viewers[PEOPLE];
static const struct viewer *asking;

static enum rc identify(struct request *rq)
{
	rq->viewer = asking;
	return RC_OK;
}

static const struct route *const routes[] = {
	inbox_routes, message_text_routes, preference_routes, notify_rule_routes, notify_rules_routes, preview_routes, told_routes,
	incident_detail_routes, NULL,
};
static const struct program program = {.name = "portal",
				       .routes = routes,
				       .identify = identify,
				       .authorise = session_authorise,
				       .decorate = inbox_decorate,
				       .account = "owner"};

static void run(const char *format, ...) __attribute__((format(printf, 1, 2)));
static void run(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	struct str sql = arena_vprintf(d->arena, format, args);
	va_end(args);
	database_run(d->db, sql.at);
}

static int64_t number(const char *sql)
{
	return database_number(d->db, sql);
}

static void add_viewer(int n, enum role role)
{
	struct grant *grant = ARENA_NEW(d->arena, struct grant);

	run("INSERT INTO person (id, organization_id, uuid, employee_number, given_name, family_name, email, created_at, updated_at)"
	    " VALUES (%d, 1, UUID(), 'E%d', 'Given', 'Person%d', 'p%d@example.com', NOW(6), NOW(6))", n, n, n, n);
	run("INSERT INTO account (id, organization_id, person_id, login, created_at) VALUES (%d, 1, %d, 'l%d', NOW(6))", n, n, n);
	run("INSERT INTO role_grant (organization_id, account_id, role, created_at) VALUES (1, %d, '%s', NOW(6))", n,
	    codes_code(&role_codes, role));
	*grant = (struct grant){role, 0, 0};
	viewers[n] = (struct viewer){.organization_id = 1, .organization_zone = STR("UTC"), .account_id = n, .person_id = n,
				     .name = arena_printf(d->arena, "Given Person%d", n), .roles = 1u << role, .grants = grant,
				     .grant_count = 1};
}

static void add_incident(int id, const char *severity, const char *reporting)
{
	run("INSERT INTO incident (id, organization_id, uuid, number, register, status, title, description, occurred_at, reported_at,"
	    " establishment_id, severity, reporting, reporter_id, manager_id, source, created_at, updated_at) VALUES (%d, 1, UUID(),"
	    " 'INC-20241001-%04d', 'safety', 'new', 'A fall from a ladder', 'x', '2024-10-01', '2024-10-01', 1, '%s', '%s', 1, %d,"
	    " 'wizard', '2024-10-01', '2024-10-01')", id, id, severity, reporting, MANAGER);
}

static int setup(void **state)
{
	static const enum role roles[PEOPLE] = {
		[REPORTER] = ROLE_EMPLOYEE, [MANAGER] = ROLE_EMPLOYEE, [SPECIALIST] = ROLE_EHS_SPECIALIST,
		[ADMINISTRATOR] = ROLE_ADMINISTRATOR, [STRANGER] = ROLE_EMPLOYEE,
	};
	struct server *server;

	database_setup(state);
	d = *state;
	record_use(record_parts);
	run("INSERT INTO organization (id, code, name, created_at) VALUES (1, 'one', 'One', NOW(6))");
	run("INSERT INTO establishment (id, organization_id, uuid, code, name, zone, created_at, updated_at)"
	    " VALUES (1, 1, UUID(), 'P1', 'Place 1', 'UTC', NOW(6), NOW(6))");
	for (int n = 1; n < PEOPLE; n++)
		add_viewer(n, roles[n]);
	add_incident(1, "low", "named");
	add_incident(2, "critical", "named");
	add_incident(3, "high", "confidential");
	assert_int_equal(server_open(d->arena, &program, d->config, d->db, &server), RC_OK);
	client.server = *server;
	return 0;
}

static int teardown(void **state)
{
	arena_free(client.arena);
	return database_teardown(state);
}

static int get(int who, const char *uri)
{
	asking = &viewers[who];
	return client_get(&client, uri);
}

static int post(int who, const char *uri, const char *form)
{
	asking = &viewers[who];
	return client_post(&client, uri, form);
}

static bool says(const char *words)
{
	return str_find(client_text(&client), str_of(words)) >= 0;
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

	assert_int_equal(db_list(d->db, d->arena, &test_waiting, NO_PARAMS, &rows), RC_OK);
	for (size_t i = 0; i < rows.count; i++) {
		struct taking t = {{.arena = d->arena, .config = d->config, .db = d->db, .now = client.rq.now},
				   ROW(struct event_row, rows, i)};
		assert_int_equal(db_transaction(d->db, "take", take_body, &t), RC_OK);
	}
	run("UPDATE event SET state = 'done' WHERE state = 'waiting'");
}

static void tell(const char *kind, int incident, const char *payload, int account)
{
	struct actor actor = {.organization_id = 1, .account_id = account, .kind = "account", .name = STR("x"), .request_id = "",
			      .now = client.rq.now};
	struct event event = {kind, "incident", incident, str_of(payload), NULL};

	assert_int_equal(event_add(d->db, d->arena, &actor, &event), RC_OK);
}

/* --- tests ---------------------------------------------------------------------------- */

static void the_bell_counts_what_is_unread_until_it_is_read(void **state)
{
	(void)state;
	assert_int_equal(get(MANAGER, "/notifications"), 200);
	assert_true(says("Nothing yet"));
	tell("incident.assigned", 1, "{\"manager_id\":2}", ADMINISTRATOR);
	tell("comment.created", 1, "{\"audience\":\"internal\"}", ADMINISTRATOR);
	work();
	assert_int_equal(get(MANAGER, "/notifications/count"), 200);
	assert_true(says("\"unread\":2"));
	assert_int_equal(get(MANAGER, "/notifications"), 200);
	assert_true(says("data-bell-count>2<"));
	assert_true(says("A new incident INC-20241001-0001 has been assigned to you."));
	assert_true(says("A fall from a ladder"));
	int64_t id = number("SELECT id AS number FROM notification WHERE kind = 'incident.assigned' AND account_id = 2");
	assert_int_equal(get(MANAGER, arena_printf(d->arena, "/notifications/%lld", (long long)id).at), 303);
	assert_true(str_find(client.head, STR("/incidents/INC-20241001-0001")) >= 0);
	assert_int_equal(get(MANAGER, "/notifications/count"), 200);
	assert_true(says("\"unread\":1"));
	/* Somebody else's is not there. */
	assert_int_equal(get(STRANGER, arena_printf(d->arena, "/notifications/%lld", (long long)id).at), 404);
	assert_int_equal(post(MANAGER, "/notifications/read", ""), 303);
	assert_int_equal(get(MANAGER, "/notifications?unread=1"), 200);
	assert_true(says("Nothing unread"));
}

static void the_inbox_goes_on_page_by_page_and_asks_little(void **state)
{
	(void)state;
	for (int i = 0; i < 40; i++)
		run("INSERT INTO notification (organization_id, account_id, person_id, event_id, kind, incident_id, number, recipients,"
		    " rules, channels, in_inbox, shown_at, created_at) VALUES (1, 3, 3, %d, 'attachment.created', 1,"
		    " 'INC-20241001-0001', 'watcher', 'r:1', 'inbox=now', TRUE, '2024-01-01' + INTERVAL %d MINUTE, '2024-01-01')",
		    5000 + i, i / 2);
	uint64_t before = db_usage(d->db).statements;
	assert_int_equal(get(SPECIALIST, "/notifications"), 200);
	/* The list, its incidents, the bell. */
	assert_true(db_usage(d->db).statements - before <= 4);
	struct str text = client_text(&client);
	ptrdiff_t at = str_find(text, STR("/notifications?before="));
	assert_true(at > 0);
	struct str rest = str_slice(text, (size_t)at, text.len), href;
	assert_true(str_split(&rest, '"', &href));
	assert_int_equal(get(SPECIALIST, arena_cstr(d->arena, href)), 200);
	size_t items = 0;
	for (rest = client_text(&client); (at = str_find(rest, STR("inbox-item"))) >= 0; items++)
		rest = str_slice(rest, (size_t)at + 1, rest.len);
	assert_int_equal(items, 10);
	run("DELETE FROM notification WHERE account_id = 3");
}

static void who_may_no_longer_see_it_reads_no_title(void **state)
{
	(void)state;
	tell("incident.assigned", 2, "{\"manager_id\":2}", ADMINISTRATOR);
	work();
	run("UPDATE incident SET manager_id = 3, title = 'A very secret title' WHERE id = 2");
	assert_int_equal(get(MANAGER, "/notifications"), 200);
	assert_false(says("A very secret title"));
	assert_true(says("You may no longer see what this is about."));
	run("UPDATE incident SET manager_id = 2, title = 'A fall from a ladder' WHERE id = 2");
}

static void own_choices_are_kept_and_checked(void **state)
{
	(void)state;
	assert_int_equal(get(MANAGER, "/account/notifications"), 200);
	assert_true(says("Always:"));
	assert_int_equal(post(MANAGER, "/account/notifications", "version=0&quiet_from=22:00&zone=Mars/Base&delegate=nobody"), 422);
	assert_true(says("Give both times, or none"));
	assert_true(says("There is no time zone of that name"));
	assert_int_equal(post(MANAGER, "/account/notifications",
			      "version=0&use.incident.inbox=1&use.incident.mail=digest&use.message.mail=off&use.message.inbox=1&quiet_from=22:00"
			      "&quiet_until=06:00&digest=daily&absent_from=2030-01-01&delegate=E3"), 303);
	assert_int_equal(number("SELECT FIND_IN_SET('message.mail', off) > 0 AND NOT FIND_IN_SET('incident.mail', off) AND gathered ="
				" 'incident' AND delegate_id = 3 AND quiet_from = '22:00' AS number FROM notify_preference WHERE account_id = 2"), 1);
	assert_int_equal(number("SELECT COUNT(*) AS number FROM audit_entry WHERE action = 'notify_preference.changed'"), 1);
	/* Two tabs. */
	assert_int_equal(post(MANAGER, "/account/notifications", "version=0"), 409);
	run("DELETE FROM notify_preference");
}

static void administrators_alone_see_and_change_rules(void **state)
{
	(void)state;
	assert_int_equal(get(SPECIALIST, "/admin/notifications"), 403);
	assert_int_equal(get(ADMINISTRATOR, "/admin/notifications"), 200);
	assert_true(says("Nobody hears of"));
	assert_true(says("/admin/notifications/rules/deadline.escalated-superior_2"));
	assert_int_equal(get(ADMINISTRATOR, "/admin/notifications/rules/incident.created-supervisor"), 200);
	assert_int_equal(get(ADMINISTRATOR, "/admin/notifications/rules/nonsense"), 404);
	assert_int_equal(post(ADMINISTRATOR, "/admin/notifications/rules/new", "kind=osha.certified&recipient=watcher&by_inbox=1"), 422);
	assert_true(says("This event has nobody of that kind"));
	assert_int_equal(post(ADMINISTRATOR, "/admin/notifications/rules/new", "kind=incident.configured&recipient=named&person=E5&by_mail=1&reason=Audit&version=0&is_active=1"), 303);
	assert_int_equal(number("SELECT person_id AS number FROM notify_rule WHERE organization_id = 1 AND event_kind = 'incident.configured'"), STRANGER);
	/* Without a reason nothing is kept. */
	assert_int_equal(post(ADMINISTRATOR, "/admin/notifications/rules/incident.created-supervisor", "recipient=role&role=supervisor&by_inbox=1&version=1"), 422);
	assert_true(says("Say why"));
}

/* The trial of a rule says what it really does then: the same events are told again under the kept rule. */
static void a_trial_equals_what_happens_afterwards(void **state)
{
	(void)state;
	struct notify_policy policy;
	struct notify_rules rules;
	struct notify_rule before, after;
	struct backtest backtest;
	struct actor actor = actor_command(1, "command", "test", client.rq.now);
	const struct event_kind_row *kind = event_kind_find(STR("incident.created"));

	run("DELETE FROM event");
	run("DELETE FROM notification");
	for (int i = 0; i < 4; i++)
		tell("incident.created", 1 + i % 3, "{}", i == 3 ? SPECIALIST : REPORTER);
	run("UPDATE event SET state = 'done'");
	assert_int_equal(policy_of(d->db, d->arena, 1, &policy), RC_OK);
	assert_int_equal(policy_rules(d->db, &policy, &rules), RC_OK);
	assert_int_equal(policy_rule(d->db, d->arena, 1, STR("incident.created-ehs_specialist-high"), &before), RC_OK);
	after = before;
	after.severity = SEVERITY_LOW;
	after.by_sms = after.by_push = true;
	after.tells_actor = true;
	run("INSERT INTO account_phone (account_id, organization_id, number, confirmed_at) VALUES (3, 1, '+12025550103', NOW(6))");
	const struct judging judging = {.db = d->db, .arena = d->arena, .policy = &policy, .rules = rules, .now = client.rq.now,
					.candidates = candidates_new(d->db, d->arena, 1, client.rq.now), .delay = plan_delay()};
	assert_int_equal(backtest_run(&judging, kind, notify_rules_with(d->arena, rules, &after), 30, &backtest), RC_OK);
	assert_int_equal(backtest.events, 4);
	assert_true(backtest_differs(&backtest.total));
	/* Who reported in confidence is not named by figures. */
	for (size_t i = 0; i < backtest.count; i++)
		assert_true(backtest.people[i].person_id != REPORTER || backtest.people[i].before[CHANNEL_INBOX] <= 3);

	assert_int_equal(policy_rule_save(d->db, d->arena, &actor, &before, &after, STR("Trial")), RC_OK);
	run("UPDATE event SET state = 'waiting'");
	work();
	static const char *const ways[] = {"inbox", "mail", "sms", "push"};
	for (int i = 0; i < CHANNEL_COUNT; i++) {
		int64_t told = number(arena_printf(d->arena, "SELECT COUNT(*) AS number FROM notification WHERE channels REGEXP"
						   " '%s=(now|later|digest)'", ways[i]).at);
		assert_int_equal(told, backtest.total.after[i]);
	}
	for (size_t i = 0; i < backtest.count; i++) {
		if (!backtest.people[i].person_id || backtest.people[i].person_id == REPORTER)
			continue;
		int64_t told = number(arena_printf(d->arena, "SELECT COUNT(*) AS number FROM notification WHERE person_id = %lld AND"
						   " channels REGEXP 'sms=(now|later)'", (long long)backtest.people[i].person_id).at);
		assert_int_equal(told, backtest.people[i].after[CHANNEL_SMS]);
	}
}

static void the_page_of_a_rule_shows_the_trial_before_it_is_kept(void **state)
{
	(void)state;
	int64_t kept = number("SELECT COUNT(*) AS number FROM notify_rule WHERE organization_id = 1");

	assert_int_equal(post(ADMINISTRATOR, "/admin/notifications/rules/incident.created-reporter", "recipient=reporter&by_inbox=1&by_mail=1&tells_actor=1&is_active=1&try=1"), 200);
	assert_true(says("What it would have done"));
	assert_true(says("Reporters in confidence"));
	assert_true(says("<s>"));
	assert_int_equal(number("SELECT COUNT(*) AS number FROM notify_rule WHERE organization_id = 1"), kept);
}

static void the_preview_says_who_and_why_and_why_not(void **state)
{
	(void)state;
	assert_int_equal(get(SPECIALIST, "/admin/notifications/preview"), 403);
	assert_int_equal(get(ADMINISTRATOR, "/admin/notifications/preview?kind=incident.assigned&number=INC-20241001-0001"), 200);
	assert_true(says("Given Person2"));
	assert_true(says("Incident manager"));
	assert_int_equal(get(ADMINISTRATOR, "/admin/notifications/preview?kind=incident.created&severity=low"), 200);
	assert_true(says("not severe enough"));
	assert_int_equal(get(ADMINISTRATOR, "/admin/notifications/preview?kind=incident.created&number=INC-20241001-0009"), 200);
	assert_true(says("There is no incident or action of that number"));
	/* A rule names somebody who may not see it. */
	assert_int_equal(get(ADMINISTRATOR, "/admin/notifications/preview?kind=incident.configured&number=INC-20241001-0001"), 200);
	assert_true(says("may not see it"));
	/* Who reported in confidence. */
	assert_int_equal(get(ADMINISTRATOR, "/admin/notifications/preview?kind=incident.status_changed&number=INC-20241001-0003"), 200);
	assert_true(says("Whoever reported in confidence"));
	assert_false(says("Given Person1<"));
}

#define TEXT_PAGE "/admin/notifications/texts/incident.report_edited/mail/en"

static void administrators_change_the_words_and_go_back(void **state)
{
	(void)state;
	assert_int_equal(get(SPECIALIST, "/admin/notifications/texts"), 403);
	assert_int_equal(get(ADMINISTRATOR, "/admin/notifications/texts"), 200);
	assert_true(says("All of them are the standard texts."));
	assert_int_equal(get(ADMINISTRATOR, "/admin/notifications/texts/nonsense/mail/en"), 404);
	assert_int_equal(get(ADMINISTRATOR, "/admin/notifications/texts/incident.report_edited/fax/en"), 404);
	assert_int_equal(get(ADMINISTRATOR, TEXT_PAGE), 200);
	assert_true(says("{{#is_yours}}An administrator edited your report {{number}}.{{/is_yours}}"));

	/* Refused at the field, with what there is; nothing is kept by looking. */
	assert_int_equal(post(ADMINISTRATOR, TEXT_PAGE, "version=1&reason=x&subject=%7B%7Btitle%7D%7D&body=%7B%7B%23number%7D%7D"), 422);
	assert_true(says("{{title}} is not known here. There is: {{number}}, {{status}}, {{severity}}, {{is_yours}}."));
	assert_true(says("Line 1: braces"));
	assert_int_equal(post(ADMINISTRATOR, TEXT_PAGE, "version=1&subject=Changed&body=Look+at+%7B%7Bnumber%7D%7D+%3Cb%3Enow&try=1"), 200);
	assert_true(says("&lt;b>now") || says("&lt;b&gt;now"));
	assert_int_equal(post(ADMINISTRATOR, TEXT_PAGE, "version=1&subject=Changed&body=Look"), 422);
	assert_int_equal(number("SELECT COUNT(*) AS number FROM message_text"), 0);

	const char *form = "version=1&reason=Plainer&subject=Changed:+%7B%7Bnumber%7D%7D&body=Look+at+%7B%7Bnumber%7D%7D+%3Cb%3Enow";
	assert_int_equal(post(ADMINISTRATOR, TEXT_PAGE, form), 303);
	assert_int_equal(post(ADMINISTRATOR, TEXT_PAGE, form), 409);
	assert_int_equal(get(ADMINISTRATOR, "/admin/notifications/texts"), 200);
	assert_true(says("One text is your own."));
	assert_int_equal(number("SELECT COUNT(*) AS number FROM audit_entry WHERE action = 'message_text.changed' AND reason = 'Plainer'"), 1);
	assert_int_equal(get(ADMINISTRATOR, "/admin/notifications/preview?kind=incident.report_edited&number=INC-20241001-0001"), 200);
	assert_true(says("Look at INC-20241001-0001"));

	/* Mails of English readers alone; of a report in confidence no word of it. */
	run("DELETE FROM delivery");
	run("UPDATE notify_rule SET by_mail = TRUE, by_push = TRUE WHERE code = 'incident.report_edited-reporter'");
	tell("incident.report_edited", 1, "{}", SPECIALIST);
	tell("incident.report_edited", 3, "{}", SPECIALIST);
	work();
	assert_int_equal(number("SELECT COUNT(*) AS number FROM delivery WHERE channel = 'mail' AND subject = 'Changed: INC-20241001-0001'"
				" AND body_text LIKE 'Look at INC-20241001-0001 <b>now%'"), 1);
	assert_int_equal(number("SELECT COUNT(*) AS number FROM delivery WHERE channel = 'mail'"), 2);
	assert_int_equal(number("SELECT COUNT(*) AS number FROM delivery WHERE CONCAT(subject, body_text) LIKE '%0003%'"), 0);

	assert_int_equal(post(ADMINISTRATOR, TEXT_PAGE, "version=2&reason=Back&subject=&body=&standard=1"), 303);
	assert_int_equal(get(ADMINISTRATOR, TEXT_PAGE), 200);
	assert_true(says("This is the standard text."));
	assert_true(says("Plainer"));
	assert_int_equal(get(ADMINISTRATOR, TEXT_PAGE "?from=1"), 200);
	assert_true(says("value=\"Changed: {{number}}\""));
	assert_int_equal(number("SELECT COUNT(*) AS number FROM message_text WHERE is_standard AND version = 2"), 1);
}

static void the_record_says_who_was_told_by_which_rule(void **state)
{
	(void)state;
	tell("incident.assigned", 1, "{\"manager_id\":2}", ADMINISTRATOR);
	tell("incident.status_changed", 1, "{}", ADMINISTRATOR);
	tell("incident.status_changed", 3, "{}", ADMINISTRATOR);
	work();
	assert_int_equal(get(REPORTER, "/incidents/INC-20241001-0001/told"), 404);
	assert_int_equal(get(SPECIALIST, "/incidents/INC-20241001-0001/told"), 200);
	assert_true(says("Given Person2"));
	assert_true(says("Given Person1"));
	assert_true(says("waits to be sent"));
	assert_int_equal(get(SPECIALIST, "/incidents/INC-20241001-0003/told"), 200);
	assert_false(says("Given Person1"));
	assert_true(says("does not stand here"));
	assert_int_equal(get(ADMINISTRATOR, "/incidents/INC-20241001-0003/told"), 200);
	assert_false(says("Given Person1"));
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

	return cmocka_run_group_tests(tests, setup, teardown);
}
