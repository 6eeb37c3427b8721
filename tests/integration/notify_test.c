/*
 * From events to notifications and deliveries over a real database: the rules that ship, who is told and who is not,
 * what leaves the house of anonymous and confidential reports, digests, and how much is asked.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "database.h"
#include "event/event.h"
#include "event/outbox.h"
#include "notify/candidate_store.h"
#include "notify/notification_store.h"
#include "notify/notify_consumer.h"
#include "notify/policy_store.h"

enum { REPORTER = 1, MANAGER, SPECIALIST, LEAD, BOSS, STRANGER, DELEGATE, PEOPLE };

static struct database *d;
static const moment now = SECONDS(1780000000); /* 2026-05-28, 20:26 UTC */
static int64_t last_event;

static void add_person(int n, const char *role, int manager)
{
	database_runf(d, "INSERT INTO person (id, organization_id, uuid, employee_number, given_name, family_name, email, manager_id,"
	    " created_at, updated_at) VALUES (%d, 1, UUID(), 'E%d', 'Given', 'Person%d', 'p%d@example.com', NULLIF(%d, 0),"
	    " NOW(6), NOW(6))", n, n, n, n, manager);
	database_runf(d, "INSERT INTO account (id, organization_id, person_id, login, created_at) VALUES (%d, 1, %d, 'l%d', NOW(6))",
	    100 + n, n, n);
	database_runf(d, "INSERT INTO role_grant (organization_id, account_id, role, created_at) VALUES (1, %d, '%s', NOW(6))", 100 + n, role);
	database_runf(d, "INSERT INTO account_phone (account_id, organization_id, number, confirmed_at) VALUES (%d, 1, '+1202555010%d',"
	    " NOW(6))", 100 + n, n);
}

static void add_incident(int id, const char *severity, const char *reporting, const char *environment)
{
	database_runf(d, "INSERT INTO incident (id, organization_id, uuid, number, register, environment, status, title, description,"
	    " occurred_at, reported_at, establishment_id, severity, reporting, reporter_id, manager_id, investigation_lead_id,"
	    " source, created_at, updated_at) VALUES (%d, 1, UUID(), 'INC-20260528-%04d', 'safety', '%s', 'new',"
	    " 'A secret title', 'Secret words', NOW(6), NOW(6), 1, '%s', '%s', %s, %d, %d, 'wizard', NOW(6), NOW(6))",
	    id, id, environment, severity, reporting,
	    str_is(str_of(reporting), "anonymous") ? "NULL" : arena_printf(d->arena, "%d", REPORTER).at, MANAGER, LEAD);
}

static int setup(void **state)
{
	static const char *const roles[PEOPLE] = {
		[REPORTER] = "employee", [MANAGER] = "employee", [SPECIALIST] = "ehs_specialist", [LEAD] = "investigator",
		[BOSS] = "employee", [STRANGER] = "employee", [DELEGATE] = "ehs_specialist",
	};

	database_setup(state);
	d = *state;
	database_runf(d, "INSERT INTO organization (id, code, name, zone, created_at) VALUES (1, 'one', 'One', 'UTC', NOW(6)),"
	    " (2, 'two', 'Two', 'UTC', NOW(6))");
	database_runf(d, "INSERT INTO establishment (id, organization_id, uuid, code, name, zone, created_at, updated_at)"
	    " VALUES (1, 1, UUID(), 'P1', 'Place', 'UTC', NOW(6), NOW(6))");
	add_person(BOSS, roles[BOSS], 0);
	for (int n = 1; n < PEOPLE; n++)
		if (n != BOSS)
			add_person(n, roles[n], n == LEAD ? MANAGER : n == MANAGER ? BOSS : 0);
	database_runf(d, "UPDATE account SET is_active = FALSE WHERE id = %d", 100 + DELEGATE);
	add_incident(1, "low", "named", "prod");
	add_incident(2, "critical", "anonymous", "prod");
	add_incident(3, "high", "confidential", "prod");
	add_incident(4, "critical", "named", "sandbox");
	return 0;
}

struct taking {
	struct worker_call call;
	struct event_row event;
};

static enum rc take_body(struct db *db, void *closure)
{
	struct taking *t = closure;

	(void)db;
	return notify_consumer.take(&t->call, &t->event);
}

static int64_t take_of(const char *kind, const char *subject, int64_t subject_id, const char *payload, int64_t actor)
{
	struct taking t = {
		{.arena = d->arena, .config = d->config, .db = d->db, .now = now},
		{.id = ++last_event, .organization_id = 1, .environment = STR("prod"), .kind = str_of(kind),
		 .subject = str_of(subject), .subject_id = subject_id, .payload = str_of(payload), .created_at = now,
		 .actor_account_id = actor},
	};

	assert_int_equal(db_transaction(d->db, "take", take_body, &t), RC_OK);
	return last_event;
}

static int64_t take(const char *kind, int64_t incident, const char *payload, int64_t actor)
{
	return take_of(kind, "incident", incident, payload, actor);
}

static bool is_told(int64_t event, int person)
{
	return database_numberf(d, "SELECT COUNT(*) AS number FROM notification WHERE event_id = %lld AND account_id = %d", (long long)event,
		      100 + person) == 1;
}

static int64_t sent(int64_t event, int person, const char *channel)
{
	return database_numberf(d, "SELECT COUNT(*) AS number FROM delivery WHERE event_id = %lld AND account_id = %d AND channel = '%s'",
		      (long long)event, 100 + person, channel);
}

static void every_rule_that_ships_makes_sense(void **state)
{
	(void)state;
	struct notify_policy policy;
	struct notify_rules rules;

	assert_int_equal(policy_of(d->db, d->arena, 1, &policy), RC_OK);
	assert_int_equal(policy_rules(d->db, &policy, &rules), RC_OK);
	assert_true(rules.count > 50);
	for (size_t i = 0; i < rules.count; i++) {
		const char *field, *why = notify_rule_refusal(&rules.at[i], &field);
		if (why)
			fail_msg("%.*s: %s", STR_ARG(rules.at[i].code), why);
	}
}

/* Requirement document 4, section 12, row by row. */
static void the_rows_of_the_requirements_hold_by_default(void **state)
{
	(void)state;
	char due[200];
	int64_t event = take("incident.assigned", 1, "{\"manager_id\":2}", 100 + STRANGER);

	assert_int_equal(sent(event, MANAGER, "mail"), 1);
	assert_int_equal(database_numberf(d, "SELECT by_push AS number FROM notify_rule WHERE code = 'incident.assigned-manager'"), 1);
	assert_false(is_told(event, REPORTER));
	event = take("investigation.assigned", 1, "{\"person_id\":4,\"as\":\"lead\"}", 100 + MANAGER);
	assert_int_equal(sent(event, LEAD, "mail"), 1);
	assert_false(is_told(event, MANAGER));
	snprintf(due, sizeof due, "{\"incident_id\":1,\"deadline\":\"incident_target\",\"responsible_id\":%d,\"manager_id\":%d,"
		 "\"escalated_to_id\":null,\"due_at\":\"2026-06-01T00:00:00Z\",\"due_on\":\"2026-05-31\"}", LEAD, MANAGER);
	event = take_of("deadline.approaching", "deadline", 1, due, 0);
	assert_int_equal(sent(event, LEAD, "mail"), 1);
	assert_false(is_told(event, MANAGER));
	assert_int_equal(database_numberf(d, "SELECT COUNT(*) AS number FROM delivery WHERE event_id = %lld AND body_text LIKE"
				" '%%Your task for INC-20260528-0001 is due in 3 days%%'", (long long)event), 1);
	/* The manager's manager may not see it, and is told all the same? No: only with a role. */
	database_runf(d, "UPDATE role_grant SET role = 'supervisor' WHERE account_id = %d", 100 + BOSS);
	snprintf(due, sizeof due, "{\"incident_id\":1,\"deadline\":\"incident_target\",\"responsible_id\":%d,\"manager_id\":%d,"
		 "\"escalated_to_id\":%d,\"due_at\":\"2026-05-25T00:00:00Z\",\"due_on\":null}", LEAD, MANAGER, BOSS);
	event = take_of("deadline.escalated", "deadline", 1, due, 0);
	assert_int_equal(sent(event, BOSS, "mail"), 1);
	assert_int_equal(sent(event, BOSS, "sms"), 1);
	assert_false(is_told(event, LEAD));
	assert_true(is_told(event, SPECIALIST));
}

static void an_action_reaches_whoever_does_it_and_whoever_made_it(void **state)
{
	(void)state;
	database_runf(d, "INSERT INTO capa (id, organization_id, uuid, number, incident_id, establishment_id, title, description, type, strength,"
	    " priority, responsible_id, creator_id, due_on, status, round, created_at, updated_at) VALUES (7, 1, UUID(),"
	    " 'CAPA-2026-0007', 1, 1, 'Guard', 'x', 'corrective', 'engineering', 'high', %d, %d, '2026-06-30', 'open', 1, NOW(6),"
	    " NOW(6))", STRANGER, SPECIALIST);
	int64_t event = take_of("capa.assigned", "capa", 7, "{\"incident_id\":1,\"responsible_id\":6,\"creator_id\":3}", 100 + SPECIALIST);

	/* Who is responsible sees the action, though not the incident. */
	assert_int_equal(sent(event, STRANGER, "mail"), 1);
	assert_false(is_told(event, SPECIALIST));
	event = take_of("capa.completed", "capa", 7, "{\"incident_id\":1,\"responsible_id\":6,\"creator_id\":3}", 100 + STRANGER);
	assert_int_equal(sent(event, SPECIALIST, "mail"), 1);
	assert_int_equal(database_numberf(d, "SELECT COUNT(*) AS number FROM delivery WHERE event_id = %lld AND body_text LIKE"
				" '%%which you created for INC-20260528-0001, is completed%%'", (long long)event), 1);
}

static void of_an_anonymous_report_nothing_leaves_the_house(void **state)
{
	(void)state;
	int64_t event = take("incident.created", 2, "{}", 0), assigned = take("incident.assigned", 2, "{\"manager_id\":2}", 0);

	assert_int_equal(sent(event, SPECIALIST, "mail"), 1);
	assert_int_equal(sent(assigned, MANAGER, "mail"), 1);
	assert_int_equal(database_numberf(d, "SELECT COUNT(*) AS number FROM delivery WHERE event_id IN (%lld, %lld) AND (CONCAT_WS(' ', subject,"
				" body_text, body_html, thread, data) LIKE '%%INC-%%' OR CONCAT_WS(' ', subject, body_text, body_html)"
				" LIKE '%%ecret%%')", (long long)event, (long long)assigned), 0);
	/* Five to thirty minutes later, in the inbox too. */
	assert_int_equal(database_numberf(d, "SELECT COUNT(*) AS number FROM delivery WHERE event_id IN (%lld, %lld) AND due_at NOT BETWEEN"
				" FROM_UNIXTIME(1780000000) + INTERVAL 5 MINUTE AND FROM_UNIXTIME(1780000000) + INTERVAL 30 MINUTE",
				(long long)event, (long long)assigned), 0);
	assert_int_equal(database_numberf(d, "SELECT COUNT(*) AS number FROM notification WHERE event_id = %lld AND shown_at <"
				" FROM_UNIXTIME(1780000000) + INTERVAL 5 MINUTE", (long long)event), 0);
	assert_int_equal(database_numberf(d, "SELECT COUNT(*) AS number FROM notification n JOIN delivery x ON x.notification_id = n.id WHERE"
				" n.event_id = %lld AND (n.created_at < FROM_UNIXTIME(1780000000) + INTERVAL 5 MINUTE OR x.created_at <"
				" FROM_UNIXTIME(1780000000) + INTERVAL 5 MINUTE)", (long long)event), 0);
	/* Nobody is the reporter: whatever kind of event, whatever rules, no message goes to somebody who does not work on it. */
	take("comment.created", 2, "{\"audience\":\"reporter\"}", 100 + MANAGER);
	take("incident.status_changed", 2, "{}", 100 + MANAGER);
	assert_int_equal(database_numberf(d, "SELECT COUNT(*) AS number FROM notification WHERE incident_id = 2 AND FIND_IN_SET('reporter',"
				" recipients)"), 0);
	assert_int_equal(database_numberf(d, "SELECT COUNT(*) AS number FROM delivery WHERE incident_id = 2 AND (account_id IS NULL OR address IS NOT NULL)"), 0);
}

static void mails_do_not_say_who_reported_in_confidence(void **state)
{
	(void)state;
	int64_t event = take("incident.status_changed", 3, "{}", 100 + MANAGER);

	assert_int_equal(sent(event, REPORTER, "mail"), 1);
	assert_int_equal(database_numberf(d, "SELECT COUNT(*) AS number FROM delivery WHERE event_id = %lld AND account_id = %d AND"
				" (incident_id IS NOT NULL OR thread IS NOT NULL OR CONCAT_WS(' ', subject, body_text, body_html) LIKE '%%INC-%%'"
				" OR CONCAT_WS(' ', subject, body_text, body_html) LIKE '%%eporter%%')",
				(long long)event, 100 + REPORTER), 0);
}

static void titles_leave_only_where_it_is_allowed(void **state)
{
	(void)state;
	static const char with_title[] = "SELECT COUNT(*) AS number FROM delivery WHERE event_id = %lld AND body_text LIKE '%%A secret title%%'";
	int64_t event = take("incident.assigned", 1, "{\"manager_id\":2}", 0);

	assert_int_equal(database_numberf(d, with_title, (long long)event), 0);
	database_runf(d, "INSERT INTO notify_policy (organization_id, mail_title) VALUES (1, TRUE) ON DUPLICATE KEY UPDATE mail_title = TRUE");
	event = take("incident.assigned", 1, "{\"manager_id\":2}", 0);
	assert_int_equal(database_numberf(d, with_title, (long long)event), 1);
	/* A privacy case. */
	database_runf(d, "INSERT INTO injured_person (organization_id, uuid, incident_id, full_name, care, is_private, created_at, updated_at)"
	    " VALUES (1, UUID(), 1, 'Somebody', 'first_aid', TRUE, NOW(6), NOW(6))");
	event = take("incident.assigned", 1, "{\"manager_id\":2}", 0);
	assert_int_equal(database_numberf(d, with_title, (long long)event), 0);
	event = take("incident.assigned", 3, "{\"manager_id\":2}", 0);
	assert_int_equal(database_numberf(d, with_title, (long long)event), 0);
	database_runf(d, "UPDATE notify_policy SET mail_title = FALSE");
}

static void a_death_or_hospital_is_told_once(void **state)
{
	(void)state;
	int64_t event = take("injured_person.changed", 1, "{\"incident\":1}", 100 + MANAGER);

	assert_false(is_told(event, SPECIALIST));
	database_runf(d, "INSERT INTO injured_person (organization_id, uuid, incident_id, full_name, care, created_at, updated_at)"
	    " VALUES (1, UUID(), 1, 'Somebody', 'hospital', NOW(6), NOW(6))");
	event = take_of("injured_person.created", "injured_person", 1, "{\"incident\":1}", 100 + MANAGER);
	assert_int_equal(sent(event, SPECIALIST, "mail"), 1);
	assert_int_equal(sent(event, SPECIALIST, "sms"), 1);
	event = take_of("injured_person.changed", "injured_person", 1, "{\"incident\":1}", 100 + MANAGER);
	assert_false(is_told(event, SPECIALIST));
}

static void the_sandbox_has_its_list_and_its_mark(void **state)
{
	(void)state;
	int64_t event = take("incident.created", 4, "{}", 100 + REPORTER);

	assert_int_equal(database_numberf(d, "SELECT COUNT(*) AS number FROM notification WHERE event_id = %lld", (long long)event), 0);
	database_runf(d, "INSERT INTO notify_policy (organization_id, sandbox_people) VALUES (1, 'E3') ON DUPLICATE KEY UPDATE"
	    " sandbox_people = 'E3', version = version + 1");
	event = take("incident.created", 4, "{}", 100 + REPORTER);
	assert_int_equal(database_numberf(d, "SELECT COUNT(*) AS number FROM notification WHERE event_id = %lld", (long long)event), 1);
	assert_int_equal(database_numberf(d, "SELECT COUNT(*) AS number FROM delivery WHERE event_id = %lld AND environment <>"
				" 'sandbox'", (long long)event), 0);
	assert_true(sent(event, SPECIALIST, "mail") == 1);
}

static void delegates_are_told_for_whom(void **state)
{
	(void)state;
	database_runf(d, "INSERT INTO notify_preference (account_id, organization_id, absent_from, delegate_id, updated_at) VALUES"
	    " (%d, 1, '2026-05-01', %d, NOW(6))", 100 + MANAGER, SPECIALIST);
	int64_t event = take("incident.assigned", 1, "{\"manager_id\":2}", 0);

	assert_true(is_told(event, MANAGER));
	assert_int_equal(database_numberf(d, "SELECT away_id AS number FROM notification WHERE event_id = %lld AND account_id = %d",
				(long long)event, 100 + SPECIALIST), MANAGER);
	assert_int_equal(database_numberf(d, "SELECT COUNT(*) AS number FROM delivery WHERE event_id = %lld AND account_id = %d AND data LIKE"
				" '%%in place of Given Person2, who is away%%'", (long long)event, 100 + SPECIALIST), 1);
	database_runf(d, "DELETE FROM notify_preference");
}

static void digests_gather_into_one_mail(void **state)
{
	(void)state;
	struct worker_call call = {.arena = d->arena, .config = d->config, .db = d->db, .now = now};

	database_runf(d, "INSERT INTO notify_preference (account_id, organization_id, gathered, digest, updated_at) VALUES"
	    " (%d, 1, 'incident', 'daily', NOW(6))", 100 + REPORTER);
	int64_t first = take("incident.status_changed", 1, "{}", 100 + MANAGER);
	int64_t second = take("incident.status_changed", 1, "{}", 100 + MANAGER);
	assert_int_equal(sent(first, REPORTER, "mail") + sent(second, REPORTER, "mail"), 0);
	assert_true(is_told(first, REPORTER));
	assert_int_equal(notify_digest_task.run(&call), RC_OK);
	assert_int_equal(database_numberf(d, "SELECT COUNT(*) AS number FROM delivery WHERE recipient LIKE 'digest:%%'"), 0);
	call.now = now + DAYS(1);
	for (int i = 0; i < 2; i++)
		assert_int_equal(notify_digest_task.run(&call), RC_OK);
	assert_int_equal(database_numberf(d, "SELECT COUNT(*) AS number FROM delivery WHERE recipient LIKE 'digest:%%' AND account_id = %d AND"
				" body_text LIKE '%%2 things have happened%%'", 100 + REPORTER), 1);
	database_runf(d, "DELETE FROM notify_preference");
}

static void own_rules_take_the_place_of_ours_at_once(void **state)
{
	(void)state;
	struct notify_rule before, after, late;
	struct actor actor = actor_command(1, "command", "test", now);

	assert_int_equal(policy_rule(d->db, d->arena, 1, STR("incident.assigned-manager"), &before), RC_OK);
	after = before;
	after.is_active = false;
	assert_int_equal(policy_rule_save(d->db, d->arena, &actor, &before, &after, STR("Too many mails")), RC_OK);
	int64_t event = take("incident.assigned", 1, "{\"manager_id\":2}", 0);
	assert_false(is_told(event, MANAGER));
	/* Whoever looked at the old one is refused. */
	late = before;
	assert_int_equal(policy_rule_save(d->db, d->arena, &actor, &before, &late, STR("Again")), RC_CONFLICT);
	assert_int_equal(database_numberf(d, "SELECT COUNT(*) AS number FROM audit_entry WHERE action = 'notify_rule.changed' AND reason = 'Too many mails'"), 1);
	before = after;
	after.is_active = true;
	assert_int_equal(policy_rule_save(d->db, d->arena, &actor, &before, &after, STR("Wanted after all")), RC_OK);
	event = take("incident.assigned", 1, "{\"manager_id\":2}", 0);
	assert_true(is_told(event, MANAGER));
}

/* Files from other systems and open work without an heir: administrators alone, whom the event leads to the page. */
static void administrators_hear_what_waits_for_them(void **state)
{
	(void)state;
	database_runf(d, "UPDATE role_grant SET role = 'administrator' WHERE account_id = %d", 100 + STRANGER);
	int64_t held = take_of("import.held", "import_batch", 1, "{}", 0);
	int64_t left = take_of("person.work_left", "person", REPORTER, "{\"heir_id\":0,\"handed_over\":0,\"left_over\":2}", 0);
	int64_t done = take_of("import.done", "import_batch", 1, "{}", 0);
	database_runf(d, "UPDATE role_grant SET role = 'employee' WHERE account_id = %d", 100 + STRANGER);
	assert_true(is_told(held, STRANGER));
	assert_int_equal(sent(held, STRANGER, "mail"), 1);
	assert_true(is_told(left, STRANGER));
	assert_false(is_told(held, SPECIALIST));
	assert_false(is_told(done, STRANGER));
}

static void fifty_watchers_take_no_more_questions_than_one(void **state)
{
	(void)state;
	for (int n = 20; n < 70; n++) {
		add_person(n, "ehs_specialist", 0);
		database_runf(d, "INSERT INTO incident_watcher (incident_id, person_id, organization_id, created_at) VALUES (1, %d, 1, NOW(6))", n);
	}
	take("attachment.created", 1, "{}", 0);
	uint64_t before = db_usage(d->db).statements;
	int64_t event = take("attachment.created", 1, "{}", 0);
	uint64_t asked = db_usage(d->db).statements - before;
	int64_t told = database_numberf(d, "SELECT COUNT(*) AS number FROM notification WHERE event_id = %lld", (long long)event);

	assert_int_equal(told, 50);
	/* Begin, commit, policy, incident, discretion, watchers, two batches of people: the rest is one row for each. */
	assert_true(asked - (uint64_t)told <= 8);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_rule_that_ships_makes_sense),
		cmocka_unit_test(the_rows_of_the_requirements_hold_by_default),
		cmocka_unit_test(an_action_reaches_whoever_does_it_and_whoever_made_it),
		cmocka_unit_test(of_an_anonymous_report_nothing_leaves_the_house),
		cmocka_unit_test(mails_do_not_say_who_reported_in_confidence),
		cmocka_unit_test(titles_leave_only_where_it_is_allowed),
		cmocka_unit_test(a_death_or_hospital_is_told_once),
		cmocka_unit_test(the_sandbox_has_its_list_and_its_mark),
		cmocka_unit_test(delegates_are_told_for_whom),
		cmocka_unit_test(digests_gather_into_one_mail),
		cmocka_unit_test(own_rules_take_the_place_of_ours_at_once),
		cmocka_unit_test(administrators_hear_what_waits_for_them),
		cmocka_unit_test(fifty_watchers_take_no_more_questions_than_one),
	};

	return cmocka_run_group_tests(tests, setup, database_teardown);
}
