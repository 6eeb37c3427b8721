/* Who is told by what and when, and who is not. */
#include "../unit.h"

#include "notify/notification.h"

enum { DAYTON = 1, OMAHA = 2 };
enum { ANA = 1, BO, CY, DEE, PEOPLE };
static const moment now = SECONDS(1780000000); /* 2026-05-28, 20:26 UTC */

static struct arena *arena;
static struct candidate people[PEOPLE];
static struct notify_policy policy;
static struct occurrence occurrence;

static const struct candidate *find(const void *all, int64_t person_id)
{
	const struct candidate *candidates = all;

	return person_id > 0 && person_id < PEOPLE ? &candidates[person_id] : NULL;
}

/* Ana manages the incident; Bo is a specialist everywhere, Cy one for Omaha; Dee is an employee. */
static int setup(void **state)
{
	static const struct grant grants[PEOPLE] = {
		[ANA] = {ROLE_EMPLOYEE, 0, 0}, [BO] = {ROLE_EHS_SPECIALIST, 0, 0},
		[CY] = {ROLE_EHS_SPECIALIST, OMAHA, 0}, [DEE] = {ROLE_EMPLOYEE, 0, 0},
	};

	unit_arena(state);
	arena = *state;
	for (int64_t id = 1; id < PEOPLE; id++) {
		people[id] = (struct candidate){
			.person_id = id,
			.employee_number = arena_printf(arena, "E%lld", (long long)id),
			.has_account = true,
			.reachable = {true, true, true, true},
			.preference = preference_none(1, 10 + id),
			.viewer = {.organization_id = 1, .account_id = 10 + id, .person_id = id, .grants = &grants[id],
				   .grant_count = 1, .roles = 1u << grants[id].role},
		};
	}
	policy = (struct notify_policy){.organization_id = 1, .sandbox_people = STR("E2, E9")};
	occurrence = (struct occurrence){.kind = event_kind_find(STR("incident.created")), .organization_id = 1,
					 .environment = ENVIRONMENT_PROD, .has_incident = true, .due_at = MOMENT_NONE,
					 .number = STR("INC-20260528-0001"), .what = STR("")};
	record_clear(&incident_record, &occurrence.incident);
	occurrence.incident.id = 5;
	occurrence.incident.organization_id = 1;
	occurrence.incident.reg = REGISTER_SAFETY;
	occurrence.incident.severity = SEVERITY_HIGH;
	occurrence.incident.establishment_id = DAYTON;
	occurrence.incident.reporting = REPORTING_NAMED;
	occurrence.incident.manager_id = ANA;
	return 0;
}

static struct plan plan(const struct aim *aims, size_t count)
{
	const struct plan_asked asked = {.occurrence = &occurrence, .policy = &policy, .aims = aims, .aim_count = count,
					 .find = find, .people = people, .now = now, .delay = MINUTES(7)};
	return plan_make(arena, &asked);
}

static const struct plan_line *told(const struct plan *plan, int64_t person_id)
{
	for (size_t i = 0; i < plan->count; i++)
		if (plan->lines[i].who->person_id == person_id)
			return &plan->lines[i];
	fail();
	return NULL;
}

static const struct notify_rule by_mail = {.code = STR_INIT("a"), .recipient = RECIPIENT_MANAGER, .by_inbox = true,
					   .by_mail = true, .is_active = true, .version = 1};
static const struct notify_rule by_sms = {.code = STR_INIT("b"), .recipient = RECIPIENT_ROLE, .role = ROLE_EHS_SPECIALIST,
					  .by_sms = true, .is_active = true, .version = 3};

static void several_rules_make_one_message_that_names_them_all(void **state)
{
	(void)state;
	const struct aim aims[] = {{&by_mail, ANA}, {&by_sms, ANA}, {&by_mail, ANA}, {&by_sms, BO}};
	struct plan p = plan(aims, 4);
	const struct plan_line *ana = told(&p, ANA);

	assert_int_equal(p.count, 2);
	assert_int_equal(ana->rule_count, 2);
	assert_int_equal(ana->as, RECIPIENT_BIT(RECIPIENT_MANAGER) | RECIPIENT_BIT(RECIPIENT_ROLE));
	assert_int_equal(ana->channels[CHANNEL_MAIL].sending, SENDING_NOW);
	assert_int_equal(ana->channels[CHANNEL_SMS].sending, SENDING_NOW);
	assert_int_equal(ana->channels[CHANNEL_PUSH].sending, SENDING_NONE);
	struct notification n = notification_of(arena, &occurrence, ana, now);
	assert_str(n.rules, "a:1,b:3");
	assert_str(n.recipients, "manager,role");
	assert_str(n.channels, "inbox=now,mail=now,sms=now");
	assert_int_equal(notification_sending(&n, CHANNEL_SMS), SENDING_NOW);
	assert_int_equal(notification_sending(&n, CHANNEL_PUSH), SENDING_NONE);
}

static void nobody_is_told_of_what_they_may_not_see(void **state)
{
	(void)state;
	const struct aim aims[] = {{&by_mail, DEE}, {&by_mail, CY}, {&by_mail, BO}};
	struct plan p = plan(aims, 3);

	assert_string_equal(told(&p, DEE)->refusal, "may not see it");
	assert_string_equal(told(&p, CY)->refusal, "may not see it");
	assert_null(told(&p, BO)->refusal);
	assert_false(plan_line_reaches(told(&p, DEE)));
	people[BO].has_account = false;
	p = plan(aims, 3);
	assert_string_equal(told(&p, BO)->refusal, "has no account in use");
}

static void notes_are_for_those_who_work_on_it(void **state)
{
	(void)state;
	const struct aim aims[] = {{&by_mail, DEE}, {&by_mail, ANA}};

	occurrence.incident.reporter_id = DEE;
	struct plan p = plan(aims, 2);
	assert_null(told(&p, DEE)->refusal);
	occurrence.kind = event_kind_find(STR("comment.created"));
	p = plan(aims, 2);
	assert_string_equal(told(&p, DEE)->refusal, "may not see it");
	assert_null(told(&p, ANA)->refusal);
}

static void whoever_did_it_is_not_told(void **state)
{
	(void)state;
	struct notify_rule also = by_sms;
	const struct aim one[] = {{&by_mail, ANA}}, two[] = {{&by_mail, ANA}, {&also, ANA}};

	occurrence.actor_account_id = 10 + ANA;
	struct plan p = plan(one, 1);
	assert_string_equal(told(&p, ANA)->refusal, "did it");
	also.tells_actor = true;
	p = plan(two, 2);
	assert_null(told(&p, ANA)->refusal);
}

static void what_is_switched_off_stays_off_unless_it_is_mandatory(void **state)
{
	(void)state;
	struct notify_rule strict = by_mail;
	const struct aim one[] = {{&by_mail, ANA}}, two[] = {{&by_mail, ANA}, {&strict, ANA}};

	people[ANA].preference.off = STR("incident.mail");
	struct plan p = plan(one, 1);
	assert_int_equal(told(&p, ANA)->channels[CHANNEL_MAIL].sending, SENDING_OFF);
	assert_int_equal(told(&p, ANA)->channels[CHANNEL_INBOX].sending, SENDING_NOW);
	strict.is_mandatory = true;
	p = plan(two, 2);
	assert_int_equal(told(&p, ANA)->channels[CHANNEL_MAIL].sending, SENDING_NOW);
	people[ANA].reachable[CHANNEL_MAIL] = false;
	p = plan(two, 2);
	assert_int_equal(told(&p, ANA)->channels[CHANNEL_MAIL].sending, SENDING_NO_ADDRESS);
}

static void quiet_hours_and_digests_delay_unless_a_rule_breaks_them(void **state)
{
	(void)state;
	struct notify_rule waiting = by_mail, loud = by_mail;
	const struct aim one[] = {{&waiting, ANA}}, two[] = {{&waiting, ANA}, {&loud, ANA}};
	struct notify_preference *preference = &people[ANA].preference;

	waiting.may_wait = true;
	preference->quiet_from = 20 * 60;
	preference->quiet_until = 6 * 60;
	struct plan p = plan(one, 1);
	assert_int_equal(told(&p, ANA)->channels[CHANNEL_MAIL].sending, SENDING_LATER);
	assert_string_equal(told(&p, ANA)->channels[CHANNEL_MAIL].why, "quiet hours");
	assert_int_equal(zone_civil(NULL, told(&p, ANA)->channels[CHANNEL_MAIL].at).hour, 6);
	assert_int_equal(told(&p, ANA)->channels[CHANNEL_INBOX].sending, SENDING_NOW);
	preference->digest = DIGEST_DAILY;
	preference->gathered = STR("incident");
	p = plan(one, 1);
	assert_int_equal(told(&p, ANA)->channels[CHANNEL_MAIL].sending, SENDING_DIGEST);
	/* One rule that may not wait carries the others with it. */
	loud.breaks_quiet = true;
	p = plan(two, 2);
	assert_int_equal(told(&p, ANA)->channels[CHANNEL_MAIL].sending, SENDING_NOW);
}

static void the_time_of_an_anonymous_report_is_not_given_away(void **state)
{
	(void)state;
	struct notify_rule loud = by_mail;
	const struct aim aims[] = {{&loud, ANA}};

	loud.breaks_quiet = true;
	occurrence.incident.reporting = REPORTING_ANONYMOUS;
	struct plan p = plan(aims, 1);
	assert_int_equal(told(&p, ANA)->channels[CHANNEL_MAIL].sending, SENDING_LATER);
	assert_int_equal(told(&p, ANA)->channels[CHANNEL_MAIL].at, now + MINUTES(7));
	assert_int_equal(told(&p, ANA)->shown_at, now + MINUTES(7));
	/* What a handler does with it later is no secret. */
	occurrence.actor_account_id = 10 + BO;
	p = plan(aims, 1);
	assert_int_equal(told(&p, ANA)->channels[CHANNEL_MAIL].sending, SENDING_NOW);
	for (int i = 0; i < 200; i++) {
		moment delay = plan_delay();
		assert_true(delay >= MINUTES(5) && delay <= MINUTES(30));
	}
}

static void the_sandbox_is_told_to_its_list_alone(void **state)
{
	(void)state;
	const struct aim aims[] = {{&by_mail, ANA}, {&by_mail, BO}};

	occurrence.environment = occurrence.incident.environment = ENVIRONMENT_SANDBOX;
	struct plan p = plan(aims, 2);
	assert_string_equal(told(&p, ANA)->refusal, "is not on the list of the sandbox");
	assert_null(told(&p, BO)->refusal);
}

static void a_delegate_is_told_too_and_for_whom(void **state)
{
	(void)state;
	const struct aim aims[] = {{&by_mail, ANA}}, both[] = {{&by_mail, ANA}, {&by_sms, BO}};
	struct notify_preference *preference = &people[ANA].preference;

	preference->absent_from = zone_day(NULL, now);
	preference->delegate_id = BO;
	struct plan p = plan(aims, 1);
	assert_null(told(&p, ANA)->refusal);
	assert_ptr_equal(told(&p, BO)->away, &people[ANA]);
	assert_int_equal(told(&p, BO)->channels[CHANNEL_MAIL].sending, SENDING_NOW);
	/* Told for themselves anyway: once, with both rules. */
	p = plan(both, 2);
	assert_int_equal(p.count, 2);
	assert_null(told(&p, BO)->away);
	assert_int_equal(told(&p, BO)->rule_count, 2);
	/* Standing in opens nothing. */
	preference->delegate_id = DEE;
	p = plan(aims, 1);
	assert_string_equal(told(&p, DEE)->refusal, "may not see it");
	preference->absent_from = zone_day(NULL, now) + 1;
	p = plan(aims, 1);
	assert_int_equal(p.count, 1);
}

static void rules_fit_by_all_their_conditions(void **state)
{
	(void)state;
	static const struct {
		struct notify_rule rule;
		const char *why;
	} cases[] = {
		{{.severity = SEVERITY_MEDIUM}, NULL},
		{{.severity = SEVERITY_CRITICAL}, "not severe enough"},
		{{.reg = REGISTER_SAFETY, .establishment_id = DAYTON}, NULL},
		{{.reg = REGISTER_ENVIRONMENT}, "another register"},
		{{.establishment_id = OMAHA}, "another establishment"},
		{{.environment = ENVIRONMENT_SANDBOX}, "another environment"},
		{{.department_id = 4}, "another department"},
		{{.report_type = REPORT_NEAR_MISS}, "another type of report"},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const char *why = "unset";
		assert_int_equal(notify_rule_fits(&cases[i].rule, &occurrence, &why), cases[i].why == NULL);
		if (cases[i].why)
			assert_string_equal(why, cases[i].why);
	}
}

static void an_organizations_own_rule_takes_the_place_of_ours(void **state)
{
	(void)state;
	const struct notify_rule all[] = {
		{.code = STR_INIT("a"), .organization_id = 1, .is_active = false}, {.code = STR_INIT("a"), .organization_id = 0, .is_active = true},
		{.code = STR_INIT("b"), .organization_id = 0, .is_active = true},
	};
	struct notify_rules rules = notify_rules_effective(arena, all, 3);
	struct notify_rule changed = {.code = STR("b"), .by_sms = true}, added = {.code = STR("c")};

	assert_int_equal(rules.count, 2);
	assert_false(rules.at[0].is_active);
	assert_int_equal(notify_rules_with(arena, rules, &changed).count, 2);
	assert_true(notify_rules_with(arena, rules, &changed).at[1].by_sms);
	assert_false(rules.at[1].by_sms);
	assert_int_equal(notify_rules_with(arena, rules, &added).count, 3);
}

static void words_say_what_the_requirements_ask(void **state)
{
	(void)state;
	static const struct {
		const char *kind, *as, *text;
	} rows[] = {
		{"incident.assigned", "manager", "A new incident INC-20260528-0001 has been assigned to you."},
		{"investigation.assigned", "lead", "You have been assigned to investigate INC-20260528-0001."},
		{"capa.assigned", "responsible", "A new action item has been assigned to you for INC-20260528-0001."},
		{"deadline.approaching", "person", "Your task for INC-20260528-0001 is due in 3 days: Complete the action."},
		{"deadline.escalated", "superior_2", "Incident INC-20260528-0001 is overdue and requires your attention."},
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct notification n;
		record_clear(&notification_record, &n);
		n.kind = str_of(rows[i].kind);
		n.recipients = str_of(rows[i].as);
		n.number = occurrence.number;
		n.what = STR("capa");
		n.created_at = now;
		n.due_at = now + DAYS(3);
		n.is_due_by_day = true;
		assert_str(notification_words(arena, &(struct message_style){0}, FAMILY_SCREEN, &n).text, rows[i].text);
	}
}

static void hours_are_said_where_hours_count(void **state)
{
	(void)state;
	struct notification n;

	record_clear(&notification_record, &n);
	n.kind = STR("deadline.approaching");
	n.recipients = STR("person");
	n.number = STR("X");
	n.what = STR("");
	n.created_at = now;
	n.due_at = now + HOURS(7) + MINUTES(30);
	assert_str(notification_words(arena, &(struct message_style){0}, FAMILY_SCREEN, &n).subject, "X: due in 8 hours");
	n.due_at = now + MINUTES(20);
	assert_str(notification_words(arena, &(struct message_style){0}, FAMILY_SCREEN, &n).subject, "X: due in one hour");
	/* The end of today is where tomorrow begins. */
	n.is_due_by_day = true;
	n.due_at = (now / DAYS(1) + 1) * DAYS(1);
	assert_str(notification_words(arena, &(struct message_style){0}, FAMILY_SCREEN, &n).subject, "X: due today");
}

#define PLAN(test) cmocka_unit_test_setup_teardown(test, setup, unit_arena_free)

int main(void)
{
	const struct CMUnitTest tests[] = {
		PLAN(several_rules_make_one_message_that_names_them_all),
		PLAN(nobody_is_told_of_what_they_may_not_see),
		PLAN(notes_are_for_those_who_work_on_it),
		PLAN(whoever_did_it_is_not_told),
		PLAN(what_is_switched_off_stays_off_unless_it_is_mandatory),
		PLAN(quiet_hours_and_digests_delay_unless_a_rule_breaks_them),
		PLAN(the_time_of_an_anonymous_report_is_not_given_away),
		PLAN(the_sandbox_is_told_to_its_list_alone),
		PLAN(a_delegate_is_told_too_and_for_whom),
		PLAN(rules_fit_by_all_their_conditions),
		PLAN(an_organizations_own_rule_takes_the_place_of_ours),
		PLAN(words_say_what_the_requirements_ask),
		PLAN(hours_are_said_where_hours_count),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
