/*
 * The pages of releases over a real database: what is added up and what is not, that neighbours are compared anew,
 * the duty that follows, the contact log with corrections, withdrawal, one event, who may, other organizations.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../cgi-bin/record_parts.h"
#include "environment/release_duty_store.h"
#include "environment/release_pages.h"
#include "environment/release_store.h"
#include "environment/releases_pages.h"
#include "staff.h"

enum { REPORTER = 1, SPECIALIST, SUPERVISOR, AUDITOR, STRANGER, FOREIGNER, PEOPLE };

static struct staff s;

static const struct route *const routes[] = {releases_routes, release_routes, NULL};

/* Incidents 1, 2 and 5 at the first place; 3 elsewhere; 4 a drill. */
static int setup(void **state)
{
	if (staff_setup(&s, state) != 0)
		return -1;
	record_use(record_parts);
	staff_organization(&s, 1);
	staff_organization(&s, 2);
	staff_place(&s, 3, 1);
	staff_viewer(&s, REPORTER, ROLE_EMPLOYEE, 1);
	staff_viewer(&s, SPECIALIST, ROLE_EHS_SPECIALIST, 1);
	staff_viewer_at(&s, SUPERVISOR, ROLE_SUPERVISOR, 1, 3);
	staff_viewer(&s, AUDITOR, ROLE_AUDITOR, 1);
	staff_viewer(&s, STRANGER, ROLE_EMPLOYEE, 1);
	staff_viewer(&s, FOREIGNER, ROLE_EHS_SPECIALIST, 2);
	for (int n = 1; n <= 5; n++)
		staff_incident(&s, n, "under_investigation", REPORTER, REPORTER);
	staff_run(&s, "UPDATE incident SET register = 'environment', severity = 'high', manager_id = NULL,"
		      " title = 'Chlorine', description = 'A valve leaked.'");
	staff_run(&s, "UPDATE incident SET establishment_id = 3 WHERE id = 3");
	staff_run(&s, "UPDATE incident SET environment = 'sandbox' WHERE id = 4");
	staff_portal(&s, routes);
	return 0;
}

/* An address below the releases of an incident. */
static const char *at(int incident, const char *behind)
{
	return arena_printf(s.d->arena, "/incidents/INC-20241001-000%d/releases%s", incident, behind).at;
}

static struct str enter_form(const char *pounds, const char *from)
{
	return arena_printf(
		s.d->arena,
		"name=Chlorine&amount=%s&unit=lb&certainty=confirmed&released_from=%s&known_at=2024-10-02T23:00&to_air=1"
		"&is_off_site=yes&part.0.substance=7782-50-5",
		pounds, from);
}

/* Chlorine: 10 lb have to be reported under both laws. */
static int enter(int who, int incident, const char *pounds, const char *from)
{
	return staff_post(&s, who, at(incident, "/new"), enter_form(pounds, from).at);
}

static bool is_reportable(int incident)
{
	return staff_number(
		       &s,
		       arena_printf(s.d->arena,
				    "SELECT COUNT(*) AS number FROM incident_material WHERE incident_id = %d"
				    " AND cercla = 'report' AND epcra = 'report' AND withdrawn_at IS NULL",
				    incident)
			       .at) > 0;
}

static const char *uuid_of(const char *table, int incident)
{
	return staff_read(
		&s,
		arena_printf(s.d->arena,
			     "SELECT CAST(uuid AS CHAR) FROM %s WHERE incident_id = %d ORDER BY id LIMIT 1",
			     table, incident)
			.at);
}

static void only_a_day_at_one_facility_is_added_up(void **state)
{
	(void)state;
	assert_int_equal(enter(SPECIALIST, 1, "6", "2024-10-01T20:00"), 303);
	assert_int_equal(enter(SPECIALIST, 3, "5", "2024-10-02T06:00"), 303);
	assert_int_equal(enter(SPECIALIST, 4, "5", "2024-10-02T06:00"), 303);
	assert_int_equal(enter(SPECIALIST, 5, "4", "2024-10-02T20:01"), 303);
	for (int n = 1; n <= 5; n++)
		assert_false(is_reportable(n));
	assert_int_equal(
		staff_number(&s, "SELECT COUNT(*) AS number FROM event WHERE kind = 'release.rq_exceeded'"),
		0);
}

static void the_one_that_reaches_it_makes_the_other_reportable(void **state)
{
	(void)state;
	assert_int_equal(enter(SPECIALIST, 2, "5", "2024-10-02T06:00"), 303);
	assert_true(is_reportable(1));
	assert_true(is_reportable(2));
	assert_false(is_reportable(3));
	assert_false(is_reportable(4));
	assert_false(is_reportable(5));
	assert_int_equal(staff_get(&s, SPECIALIST, at(1, "")), 200);
	assert_true(str_find(client_text(&s.client), STR("INC-20241001-0002")) >= 0);
	assert_true(str_find(client_text(&s.client), STR("1-800-424-8802")) >= 0);
}

/* Times that a reportable quantity was told of. */
static int64_t events_of(int incident)
{
	return staff_number(&s, arena_printf(s.d->arena,
					     "SELECT COUNT(*) AS number FROM event"
					     " WHERE kind = 'release.rq_exceeded' AND subject_id = %d",
					     incident)
					.at);
}

static void every_comparison_is_kept_and_the_event_goes_out_once(void **state)
{
	struct rows decisions;
	int64_t material =
		staff_number(&s, "SELECT id AS number FROM incident_material WHERE incident_id = 1");
	const char *behind = arena_printf(s.d->arena, "/%s", uuid_of("incident_material", 2)).at;

	(void)state;
	assert_int_equal(release_decisions(s.d->db, s.d->arena, 1, material, &decisions), RC_OK);
	assert_int_equal(decisions.count, 2);
	assert_string_equal(ROW(struct release_decision, decisions, 0)->cause.at, "another_release");
	assert_string_equal(ROW(struct release_decision, decisions, 1)->cause.at, "entered");
	assert_int_equal(ROW(struct release_decision, decisions, 1)->cercla, RELEASE_NO);
	assert_int_equal(events_of(1), 1);
	assert_int_equal(events_of(2), 1);
	/* A change that leaves it reportable is another comparison and no other event. */
	struct str form = arena_printf(
		s.d->arena, "%.*s&version=%lld", STR_ARG(enter_form("5.5", "2024-10-02T06:00")),
		(long long)staff_number(
			&s, "SELECT version AS number FROM incident_material WHERE incident_id = 2"));
	assert_int_equal(staff_post(&s, SPECIALIST, at(2, behind), form.at), 303);
	assert_int_equal(release_decisions(s.d->db, s.d->arena, 1, material, &decisions), RC_OK);
	assert_int_equal(decisions.count, 3);
	assert_int_equal(events_of(1), 1);
	assert_int_equal(events_of(2), 1);
}

static struct release_duty duty_of(int incident)
{
	struct release_duty duty;

	assert_int_equal(release_duty_find(s.d->db, s.d->arena, 1, incident, &duty), RC_OK);
	return duty;
}

#define TOLD "&kind=call&told_by=Eva+Stern&told_at=2024-10-02T"
static void the_contact_log_answers_the_duty_and_is_corrected(void **state)
{
	day known;
	moment corrected, first;

	(void)state;
	assert_true(day_parse(STR("2024-10-02"), &known));
	assert_true(moment_parse(STR("2024-10-02T23:09:00Z"), &first));
	assert_true(moment_parse(STR("2024-10-02T23:19:00Z"), &corrected));
	struct release_duty duty = duty_of(2);
	assert_true(duty.is_open);
	assert_int_equal(duty.due_on, known + 30);
	assert_int_equal(duty.nrc_told_at, MOMENT_NONE);
	assert_int_equal(
		staff_post(&s, SPECIALIST, at(2, "/notices"), "agency=nrc" TOLD "23:09&reference=1234567"),
		303);
	assert_int_equal(duty_of(2).nrc_told_at, first);
	struct str correction =
		arena_printf(s.d->arena, "agency=nrc" TOLD "23:19&reference=7654321&corrects=%s",
			     uuid_of("release_notice", 2));
	assert_int_equal(staff_post(&s, SPECIALIST, at(1, "/notices"), correction.at), 400);
	assert_int_equal(staff_post(&s, SPECIALIST, at(2, "/notices"), correction.at), 303);
	assert_int_equal(duty_of(2).nrc_told_at, corrected);
	assert_int_not_equal(staff_post(&s, SPECIALIST, at(2, "/notices"), correction.at), 303);
	assert_int_equal(
		staff_number(&s, "SELECT COUNT(*) AS number FROM release_notice WHERE incident_id = 2"), 2);
	assert_int_equal(staff_get(&s, SPECIALIST, at(2, "")), 200);
	assert_true(str_find(client_text(&s.client), STR("1234567")) >= 0);
	/* What an agency answers or does is kept with it and is no notice to it. */
	assert_int_equal(staff_post(&s, SPECIALIST, at(2, "/notices"),
				    "agency=state&kind=answer&told_by=x&told_at=2024-10-02T23:20"),
			 303);
	assert_int_equal(staff_post(&s, SPECIALIST, at(2, "/notices"),
				    "agency=local&kind=inspection&told_by=x&told_at=2024-10-02T23:20"),
			 303);
	assert_int_equal(duty_of(2).state_told_at, MOMENT_NONE);
	assert_int_equal(duty_of(2).local_told_at, MOMENT_NONE);
	assert_int_equal(staff_post(&s, SPECIALIST, at(2, "/notices"), "agency=state" TOLD "23:30"), 303);
	assert_int_equal(staff_post(&s, SPECIALIST, at(2, "/notices"), "agency=emergency" TOLD "23:31"), 303);
	assert_true(duty_of(2).is_open);
	assert_int_equal(staff_post(&s, SPECIALIST, at(2, "/notices"),
				    "agency=state&kind=written&told_by=x&told_at=2024-10-03T08:00"),
			 303);
	assert_true(duty_of(2).is_open);
	assert_int_equal(staff_post(&s, SPECIALIST, at(2, "/notices"),
				    "agency=local&kind=written&told_by=x&told_at=2024-10-03T08:00"),
			 303);
	assert_false(duty_of(2).is_open);
	assert_true(duty_of(1).is_open);
}

static void who_works_on_it_may_and_nobody_else(void **state)
{
	(void)state;
	assert_int_equal(staff_get(&s, REPORTER, at(1, "")), 404);
	assert_int_equal(staff_get(&s, STRANGER, at(1, "")), 404);
	assert_int_equal(staff_get(&s, SUPERVISOR, at(1, "")), 404);
	assert_int_equal(staff_get(&s, FOREIGNER, at(1, "")), 404);
	assert_int_equal(staff_get(&s, AUDITOR, at(1, "")), 200);
	assert_int_equal(enter(REPORTER, 1, "1", "2024-10-01T20:00"), 403);
	assert_int_equal(enter(AUDITOR, 1, "1", "2024-10-01T20:00"), 403);
	assert_int_equal(enter(STRANGER, 1, "1", "2024-10-01T20:00"), 404);
	assert_int_equal(enter(FOREIGNER, 1, "1", "2024-10-01T20:00"), 404);
	assert_int_equal(enter(SUPERVISOR, 3, "1", "2024-09-01T20:00"), 303);
	assert_int_equal(staff_post(&s, AUDITOR, at(1, "/notices"), "agency=nrc" TOLD "23:09"), 403);
	assert_int_equal(staff_post(&s, FOREIGNER, at(1, "/notices"), "agency=nrc" TOLD "23:09"), 404);
	assert_int_equal(staff_post(&s, AUDITOR, at(1, "/followup"), "health_risks=x"), 403);
	assert_int_equal(
		staff_number(&s, "SELECT COUNT(*) AS number FROM incident_material WHERE incident_id = 1"),
		1);
}

static void other_organizations_see_nothing_of_it(void **state)
{
	int64_t material =
		staff_number(&s, "SELECT id AS number FROM incident_material WHERE incident_id = 1");
	struct release release;
	struct release_duty duty;
	struct rows rows;

	(void)state;
	assert_int_equal(release_by_id(s.d->db, s.d->arena, 2, material, &release), RC_NOT_FOUND);
	assert_int_equal(release_duty_find(s.d->db, s.d->arena, 2, 1, &duty), RC_NOT_FOUND);
	assert_int_equal(release_list(s.d->db, s.d->arena, 2, 1, &rows), RC_OK);
	assert_int_equal(rows.count, 0);
	assert_int_equal(release_decisions(s.d->db, s.d->arena, 2, material, &rows), RC_OK);
	assert_int_equal(rows.count, 0);
	assert_int_equal(release_due_list(s.d->db, s.d->arena, 2, &rows), RC_OK);
	assert_int_equal(rows.count, 0);
	assert_int_equal(release_due_list(s.d->db, s.d->arena, 1, &rows), RC_OK);
	assert_int_equal(rows.count, 1);
}

static void what_was_entered_in_error_no_longer_counts(void **state)
{
	const char *behind = arena_printf(s.d->arena, "/%s/withdraw", uuid_of("incident_material", 2)).at;

	(void)state;
	assert_int_equal(staff_post(&s, SPECIALIST, at(2, behind), "withdrawn_reason="), 422);
	assert_true(is_reportable(1));
	assert_int_equal(staff_post(&s, SPECIALIST, at(2, behind), "withdrawn_reason=Another+tank"), 303);
	assert_false(is_reportable(2));
	assert_false(is_reportable(1));
	assert_int_equal(duty_of(1).is_open, false);
	assert_int_equal(duty_of(1).due_on, DAY_NONE);
	assert_int_equal(
		staff_get(&s, SPECIALIST,
			  at(2, arena_printf(s.d->arena, "/%s", uuid_of("incident_material", 2)).at)),
		404);
	assert_int_equal(
		staff_number(&s, "SELECT COUNT(*) AS number FROM release_decision WHERE incident_id = 1"), 4);
	assert_int_equal(
		staff_number(
			&s,
			"SELECT COUNT(*) AS number FROM audit_entry WHERE action = 'incident_material.withdrawn'"),
		1);
}

static void a_locked_state_keeps_materials_and_lets_agencies_be_told(void **state)
{
	(void)state;
	staff_run(&s, "UPDATE incident SET status = 'closed' WHERE id = 1");
	assert_int_equal(enter(SPECIALIST, 1, "50", "2024-10-01T20:00"), 423);
	assert_int_equal(staff_post(&s, SPECIALIST, at(1, "/notices"), "agency=other" TOLD "23:50"), 303);
	staff_run(&s, "UPDATE incident SET status = 'under_investigation' WHERE id = 1");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_a_day_at_one_facility_is_added_up),
		cmocka_unit_test(the_one_that_reaches_it_makes_the_other_reportable),
		cmocka_unit_test(every_comparison_is_kept_and_the_event_goes_out_once),
		cmocka_unit_test(the_contact_log_answers_the_duty_and_is_corrected),
		cmocka_unit_test(who_works_on_it_may_and_nobody_else),
		cmocka_unit_test(other_organizations_see_nothing_of_it),
		cmocka_unit_test(what_was_entered_in_error_no_longer_counts),
		cmocka_unit_test(a_locked_state_keeps_materials_and_lets_agencies_be_told),
	};
	return cmocka_run_group_tests_name("release pages", tests, setup, staff_teardown);
}
