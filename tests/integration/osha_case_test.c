/* OSHA cases in the database: decided, numbered, lined out and back, with every decision kept. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/random.h"
#include "database.h"
#include "organization/people.h"
#include "osha/case_decide.h"
#include "osha/case_store.h"
#include "osha/case_task.h"

static struct database *d;
static const moment now = SECONDS(1772629200); /* 2026-03-04 13:00 UTC */

static int setup(void **state)
{
	database_setup(state);
	d = *state;
	database_run(d->db, "INSERT INTO organization (id, code, name, zone, created_at) VALUES (1, 'ACME', 'Acme', 'UTC', NOW())");
	database_run(d->db, "INSERT INTO establishment (id, organization_id, uuid, code, name, zone, keeps_records, created_at, updated_at)"
			    " VALUES (1, 1, UUID(), 'DAY1', 'Dayton', 'UTC', 'yes', NOW(), NOW()),"
			    " (2, 1, UUID(), 'SHOP', 'Shop', 'UTC', 'exempt_industry', NOW(), NOW())");
	database_run(d->db, "INSERT INTO incident (id, organization_id, uuid, number, register, status, title, description, occurred_at,"
			    " reported_at, establishment_id, severity, source, created_at, updated_at)"
			    " VALUES (1, 1, UUID(), 'INC-20260302-0001', 'safety', 'new', 'Cut', 'Cut finger', '2026-03-02 10:00',"
			    " '2026-03-02 10:30', 1, 'low', 'wizard', NOW(), NOW())");
	return 0;
}

static struct actor keeper(void)
{
	return (struct actor){.organization_id = 1, .kind = "account", .name = STR("Eva Stern"), .request_id = "r", .now = now};
}

/* A case of a new injured person at an establishment, not stored yet. */
static struct osha_case a_case(int64_t establishment_id)
{
	struct osha_case c;

	database_run(d->db, "INSERT INTO injured_person (organization_id, uuid, incident_id, full_name, created_at, updated_at)"
			    " VALUES (1, UUID(), 1, 'Jo Field', NOW(), NOW())");
	record_clear(&osha_case_record, &c);
	c.organization_id = 1;
	c.incident_id = 1;
	c.injured_person_id = database_number(d->db, "SELECT MAX(id) AS number FROM injured_person");
	c.establishment_id = establishment_id;
	c.year = 2026;
	return c;
}

static struct case_facts facts_with(const char *treatments)
{
	struct case_facts facts;

	record_clear(&case_facts_record, &facts);
	facts.injury_on = day_of(2026, 3, 2);
	facts.treatments = str_of(treatments);
	case_facts_assume(&facts);
	return facts;
}

static enum rc keep(struct osha_case *c, const struct case_facts *facts)
{
	struct actor actor = keeper();
	struct case_change change = {.c = c, .facts = facts, .today = day_of(2026, 3, 4), .reason = STR("")};

	return case_keep(d->db, d->arena, &actor, &change);
}

static void a_recordable_case_gets_the_next_number(void **state)
{
	(void)state;
	struct osha_case first = a_case(1), second = a_case(1);
	struct case_facts facts = facts_with("clean,sutures");
	struct osha_case stored;

	assert_int_equal(keep(&first, &facts), RC_OK);
	assert_int_equal(keep(&second, &facts), RC_OK);
	assert_int_equal(second.case_position, first.case_position + 1);
	assert_int_equal(case_by_uuid(d->db, d->arena, 1, first.uuid, &stored), RC_OK);
	assert_int_equal(stored.recordable, RECORDABLE_YES);
	assert_int_equal(stored.outcome, OSHA_OTHER);
	assert_int_equal(stored.type, OSHA_INJURY);
	assert_true(stored.paragraph.len > 0);
}

static void a_case_that_is_not_recordable_keeps_its_reasons_without_a_line(void **state)
{
	(void)state;
	struct osha_case c = a_case(1);
	struct case_facts facts = facts_with("bandage");
	struct rows decisions;

	assert_int_equal(keep(&c, &facts), RC_OK);
	assert_int_equal(c.recordable, RECORDABLE_NO);
	assert_int_equal(c.case_number.len, 0);
	assert_int_equal(case_decision_list(d->db, d->arena, &c, &decisions), RC_OK);
	assert_int_equal(decisions.count, 1);
	assert_true(str_find(ROW(struct osha_decision, decisions, 0)->answers, STR("1904.7(b)(5)")) >= 0);
}

static void changed_facts_line_it_out_and_bring_it_back_with_its_number(void **state)
{
	(void)state;
	struct osha_case c = a_case(1);
	struct case_facts stitched = facts_with("sutures"), bandaged = facts_with("bandage");
	struct rows decisions;

	assert_int_equal(keep(&c, &stitched), RC_OK);
	struct str number = c.case_number;
	assert_int_equal(keep(&c, &bandaged), RC_OK);
	assert_int_equal(c.recordable, RECORDABLE_NO);
	assert_int_not_equal(c.lined_out_at, MOMENT_NONE);
	assert_int_equal(keep(&c, &stitched), RC_OK);
	assert_int_equal(c.lined_out_at, MOMENT_NONE);
	assert_true(str_equal(c.case_number, number));
	assert_int_equal(case_decision_list(d->db, d->arena, &c, &decisions), RC_OK);
	assert_int_equal(decisions.count, 3);
}

/* 29 CFR 1904.29(b)(3): the log and Form 301. */
static void it_is_recorded_with_its_decision_and_a_complete_form(void **state)
{
	(void)state;
	struct osha_case c = a_case(1);
	struct case_facts stitched = facts_with("sutures"), bandaged = facts_with("bandage");
	struct actor actor = keeper();
	struct case_report report;
	struct case_change change = {.c = &c, .facts = &stitched, .report = &report, .today = day_of(2026, 3, 4), .reason = STR("")};

	record_clear(&case_report_record, &report);
	c.job_title = c.occurred_where = c.description = STR("said");
	report = (struct case_report){.street = STR("1 Main"), .city = STR("Dayton"), .state = STR("OH"), .zip = STR("45402"),
				      .born_on = 5000, .hired_on = 15000, .sex = SEX_FEMALE, .emergency_room = ANSWER_NO,
				      .inpatient = ANSWER_NO, .began_work_at = CLOCK_NONE, .event_at = 600, .before_event = STR("x"),
				      .what_happened = STR("x"), .injury = STR("x"), .completed_by = STR("Eva"),
				      .completed_on = DAY_NONE};
	assert_int_equal(case_keep(d->db, d->arena, &actor, &change), RC_OK);
	assert_int_equal(c.recordable, RECORDABLE_YES);
	assert_int_equal(c.recorded_at, MOMENT_NONE);
	report.completed_on = day_of(2026, 3, 4);
	assert_int_equal(case_keep(d->db, d->arena, &actor, &change), RC_OK);
	assert_int_equal(c.recorded_at, now);
	/* Later changes do not move it, and those of the facts alone leave the form as it is. */
	actor.now = now + DAYS(30);
	change.report = NULL;
	assert_int_equal(case_keep(d->db, d->arena, &actor, &change), RC_OK);
	assert_int_equal(c.recorded_at, now);
	change.report = &report;
	report.inpatient = ANSWER_YES; /* away from the worksite: by whom, and where? */
	assert_int_equal(case_keep(d->db, d->arena, &actor, &change), RC_OK);
	assert_int_equal(c.recorded_at, MOMENT_NONE);
	change.facts = &bandaged;
	assert_int_equal(case_keep(d->db, d->arena, &actor, &change), RC_OK);
	assert_int_equal(c.recordable, RECORDABLE_NO);
	assert_int_equal(c.recorded_at, actor.now);
}

static void an_exempt_establishment_keeps_no_log(void **state)
{
	(void)state;
	struct osha_case c = a_case(2);
	struct case_facts facts = facts_with("sutures");

	assert_int_equal(keep(&c, &facts), RC_OK);
	assert_int_equal(c.recordable, RECORDABLE_NO);
}

static void an_override_stands_beside_the_verdict_of_the_rules(void **state)
{
	(void)state;
	struct osha_case c = a_case(1);
	struct case_facts facts = facts_with("bandage");

	c.override = ANSWER_YES;
	c.override_reason = STR("The clinic confirmed stitches by phone");
	assert_int_equal(keep(&c, &facts), RC_OK);
	assert_int_equal(c.recordable, RECORDABLE_YES);
	assert_int_equal(c.outcome, OSHA_OTHER);
	assert_true(c.case_number.len > 0);
}

static void two_at_once_do_not_overwrite_each_other(void **state)
{
	(void)state;
	struct osha_case c = a_case(1), stale;
	struct case_facts facts = facts_with("sutures");

	assert_int_equal(keep(&c, &facts), RC_OK);
	stale = c;
	assert_int_equal(keep(&c, &facts), RC_OK);
	assert_int_equal(keep(&stale, &facts), RC_CONFLICT);
}

static void facts_come_back_as_they_were_given(void **state)
{
	(void)state;
	struct osha_case c = a_case(1);
	struct case_facts facts = facts_with("sutures,rx"), stored;

	facts.away = STR("2026-03-03..2026-03-08");
	facts.hospitalized_at = now - HOURS(40);
	facts.hospitalized_for_care = ANSWER_NO;
	assert_int_equal(keep(&c, &facts), RC_OK);
	assert_int_equal(c.days_away, 6);
	assert_int_equal(case_facts_load(d->db, d->arena, &c, &stored), RC_OK);
	stored.keeps_records = facts.keeps_records;
	assert_string_equal(record_diff(d->arena, &case_facts_record, &facts, &stored).at, "{}");
}

static void a_running_absence_is_counted_to_the_present_day(void **state)
{
	(void)state;
	struct osha_case c = a_case(1), stored;
	struct case_facts facts = facts_with("sutures");
	struct worker_call call = {.arena = d->arena, .db = d->db, .now = now + DAYS(10)};

	facts.away = STR("2026-03-03..");
	assert_int_equal(keep(&c, &facts), RC_OK);
	assert_int_equal(c.days_away, 2);
	assert_int_equal(case_task.run(&call), RC_OK);
	assert_int_equal(case_by_uuid(d->db, d->arena, 1, c.uuid, &stored), RC_OK);
	assert_int_equal(stored.days_away, 12);
	assert_int_equal(stored.version, c.version + 1);
	/* Nothing changed since: nothing is written. */
	assert_int_equal(case_task.run(&call), RC_OK);
	assert_int_equal(case_by_uuid(d->db, d->arena, 1, c.uuid, &stored), RC_OK);
	assert_int_equal(stored.version, c.version + 1);
}

static void old_years_are_closed(void **state)
{
	(void)state;
	struct osha_case c = a_case(1);
	struct case_facts facts = facts_with("sutures");

	c.year = 2020;
	assert_int_equal(keep(&c, &facts), RC_DENIED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_recordable_case_gets_the_next_number),
		cmocka_unit_test(a_case_that_is_not_recordable_keeps_its_reasons_without_a_line),
		cmocka_unit_test(changed_facts_line_it_out_and_bring_it_back_with_its_number),
		cmocka_unit_test(it_is_recorded_with_its_decision_and_a_complete_form),
		cmocka_unit_test(an_exempt_establishment_keeps_no_log),
		cmocka_unit_test(an_override_stands_beside_the_verdict_of_the_rules),
		cmocka_unit_test(two_at_once_do_not_overwrite_each_other),
		cmocka_unit_test(facts_come_back_as_they_were_given),
		cmocka_unit_test(a_running_absence_is_counted_to_the_present_day),
		cmocka_unit_test(old_years_are_closed),
	};
	return cmocka_run_group_tests(tests, setup, database_teardown);
}
