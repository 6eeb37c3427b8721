/* Reports become incidents: numbers, assignment, audit entries, events, all or nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/random.h"
#include "database.h"
#include "incident/incident_number.h"
#include "incident/incident_store.h"
#include "organization/people.h"

static struct database *d;
/* 2026-03-04 02:30 UTC: still the evening of the third in Chicago. */
static const moment evening = SECONDS(1772591400);

static int setup(void **state)
{
	database_setup(state);
	d = *state;
	database_run(d->db, "INSERT INTO organization (id, code, name, zone, created_at) VALUES"
			    " (1, 'ACME', 'Acme', 'America/Chicago', NOW()), (2, 'OTHER', 'Other', 'UTC', NOW())");
	database_run(d->db, "INSERT INTO establishment (id, organization_id, uuid, code, name, zone, created_at, updated_at) VALUES"
			    " (1, 1, UUID(), 'DAY1', 'Dayton', 'America/Chicago', NOW(), NOW()),"
			    " (2, 2, UUID(), 'X', 'Elsewhere', 'UTC', NOW(), NOW())");
	database_run(d->db, "INSERT INTO area (id, organization_id, establishment_id, parent_id, code, name) VALUES"
			    " (1, 1, 1, NULL, 'A', 'Hall A'), (2, 1, 1, 1, 'A4', 'Line 4'), (3, 2, 2, NULL, 'Z', 'Theirs')");
	database_run(d->db, "INSERT INTO person (id, organization_id, uuid, employee_number, given_name, family_name,"
			    " created_at, updated_at) VALUES (1, 1, UUID(), '1', 'Ana', 'Ruiz', NOW(), NOW()),"
			    " (2, 1, UUID(), '2', 'Bo', 'Lind', NOW(), NOW())");
	database_run(d->db, "INSERT INTO assignment_rule (organization_id, position, name, area_id, severity, manager_id, is_active)"
			    " VALUES (1, 1, 'Hall A, bad ones', 1, 'high', 1, TRUE), (1, 2, 'Everything else', NULL, NULL, 2, TRUE)");
	return 0;
}

static struct incident_report a_report(void)
{
	struct incident_report report = {0};

	record_clear(&incident_record, &report.incident);
	report.incident.description = STR("Slipped on oil near the press. Nobody had cleaned it.");
	report.incident.occurred_at = evening - HOURS(1);
	report.incident.establishment_id = 1;
	report.incident.reporter_id = 1;
	report.incident.source = SOURCE_WIZARD;
	return report;
}

static struct actor an_actor(void)
{
	return (struct actor){.organization_id = 1, .kind = "account", .name = STR("Ana Ruiz"), .request_id = "r1", .now = evening};
}

static void a_report_becomes_an_incident(void **state)
{
	(void)state;
	struct incident_report report = a_report();
	struct injured_person hurt;
	struct witness saw;
	struct actor actor = an_actor();
	struct incident made;

	record_clear(&injured_person_record, &hurt);
	hurt.full_name = STR("Ana Ruiz");
	hurt.care = CARE_HOSPITAL;
	record_clear(&witness_record, &saw);
	saw.full_name = STR("Bo Lind");
	report.injured = &hurt;
	report.injured_count = 1;
	report.witnesses = &saw;
	report.witness_count = 1;
	report.incident.area_id = 2;
	assert_int_equal(incident_create_prepare(d->db, &actor), RC_OK);
	assert_int_equal(incident_create(d->db, d->arena, &actor, &report, &made), RC_OK);

	assert_string_equal(made.number.at, "INC-20260303-0001");
	assert_string_equal(made.title.at, "Slipped on oil near the press");
	assert_int_equal(made.severity, SEVERITY_HIGH);
	assert_int_equal(made.status, STATUS_NEW);
	assert_int_equal(made.manager_id, 1);
	assert_string_equal(made.assigned_by.at, "Hall A, bad ones (area, severity)");
	assert_int_equal(database_number(d->db, "SELECT COUNT(*) AS number FROM injured_person WHERE care = 'hospital'"), 1);
	assert_int_equal(database_number(d->db, "SELECT COUNT(*) AS number FROM witness"), 1);
	assert_int_equal(database_number(d->db, "SELECT COUNT(*) AS number FROM audit_entry"), 3);
	assert_int_equal(database_number(d->db, "SELECT COUNT(*) AS number FROM event"), 2);
	assert_int_equal(database_number(d->db, "SELECT COUNT(*) AS number FROM incident_text WHERE words LIKE '%press%'"), 1);
	/* The names of people are not among what everybody can search for. */
	assert_int_equal(database_number(d->db, "SELECT COUNT(*) AS number FROM incident_text WHERE words LIKE '%ruiz%'"), 0);
}

static void places_of_others_are_refused(void **state)
{
	(void)state;
	struct actor actor = an_actor();
	struct incident made;
	int64_t before = database_number(d->db, "SELECT COUNT(*) AS number FROM incident");
	struct incident_report report = a_report();

	report.incident.establishment_id = 2;
	assert_int_equal(incident_create(d->db, d->arena, &actor, &report, &made), RC_INVALID);
	report = a_report();
	report.incident.area_id = 3;
	assert_int_equal(incident_create(d->db, d->arena, &actor, &report, &made), RC_INVALID);
	assert_int_equal(database_number(d->db, "SELECT COUNT(*) AS number FROM incident"), before);
}

static void an_anonymous_report_keeps_only_its_day(void **state)
{
	(void)state;
	struct incident_report report = a_report();
	struct actor actor = {.organization_id = 1, .kind = "anonymous", .name = STR(""), .now = evening};
	struct incident made;

	report.incident.reporting = REPORTING_ANONYMOUS;
	assert_int_equal(incident_create(d->db, d->arena, &actor, &report, &made), RC_OK);
	assert_int_equal(made.reporter_id, 0);
	assert_int_equal(made.reported_at % DAYS(1), 0);
	assert_int_equal(made.created_at % DAYS(1), 0);
	/* The day is that of UTC: the local one would tell the part of the day. */
	assert_true(str_starts(made.number, STR("INC-20260304-")));
	assert_int_equal(database_number(d->db, "SELECT COUNT(*) AS number FROM audit_entry WHERE actor_kind = 'anonymous'"
					 " AND (TIME(recorded_at) <> 0 OR request_id <> '')"), 0);
	/* A version 7 id begins with milliseconds: here those of midnight. */
	struct str midnight = uuid_new(d->arena, evening - evening % DAYS(1));
	assert_true(str_equal(str_slice(made.uuid, 0, 13), str_slice(midnight, 0, 13)));
	assert_int_equal(database_number(d->db, "SELECT COUNT(*) AS number FROM event WHERE TIME(created_at) <> 0"
					 " AND subject_id = (SELECT MAX(id) FROM incident)"), 0);
}

static void the_number_of_an_anonymous_report_tells_no_order(void **state)
{
	(void)state;
	struct incident_report named = a_report(), report = a_report();
	struct actor clerk = an_actor(), nobody = {.organization_id = 1, .kind = "anonymous", .name = STR(""), .now = evening};
	struct incident first, made, second;
	day on;
	int64_t before, serial, after;

	report.incident.reporting = REPORTING_ANONYMOUS;
	assert_int_equal(incident_create(d->db, d->arena, &clerk, &named, &first), RC_OK);
	for (int i = 0; i < 3; i++) {
		assert_int_equal(incident_create(d->db, d->arena, &nobody, &report, &made), RC_OK);
		assert_true(incident_number_parse(made.number, &on, &serial));
		assert_true(serial >= 100000 && serial <= 999999);
	}
	assert_int_equal(incident_create(d->db, d->arena, &clerk, &named, &second), RC_OK);
	assert_true(incident_number_parse(first.number, &on, &before) && incident_number_parse(second.number, &on, &after));
	assert_int_equal(after, before + 1);
}

static void the_trail_of_a_confidential_report_does_not_name_its_reporter(void **state)
{
	(void)state;
	struct incident_report report = a_report();
	struct actor actor = an_actor();
	struct incident made;

	report.incident.reporting = REPORTING_CONFIDENTIAL;
	actor.account_id = 77;
	assert_int_equal(incident_create(d->db, d->arena, &actor, &report, &made), RC_OK);
	assert_int_equal(made.reporter_id, 1);
	assert_int_equal(database_number(d->db, "SELECT COUNT(*) AS number FROM audit_entry WHERE actor_id = 77"), 0);
	assert_int_equal(database_number(d->db, "SELECT COUNT(*) AS number FROM audit_entry WHERE subject = 'incident'"
					 " AND subject_id = (SELECT MAX(id) FROM incident) AND actor_name LIKE '%Ruiz%'"), 0);
}

enum { PROCESSES = 6, EACH = 40 };

static void file_many(void)
{
	struct arena *arena = arena_new(0);
	struct db *db = database_connect(d);
	struct actor actor = an_actor();
	struct incident_report report = a_report();
	struct incident made;

	actor.now += DAYS(10);
	for (int i = 0; i < EACH; i++) {
		bool is_prepared = i % 4 != 3; /* some leave it out */
		if (is_prepared && incident_create_prepare(db, &actor) != RC_OK)
			_exit(1);
		if (incident_create(db, arena, &actor, &report, &made) != RC_OK)
			_exit(1);
	}
	_exit(0);
}

static void processes_never_give_a_number_twice(void **state)
{
	(void)state;
	int64_t before = database_number(d->db, "SELECT COUNT(*) AS number FROM incident");

	for (int i = 0; i < PROCESSES; i++)
		if (fork() == 0)
			file_many();
	for (int i = 0, status; i < PROCESSES; i++) {
		assert_true(wait(&status) > 0);
		assert_int_equal(status, 0);
	}
	/* The unique key would have refused a second one, and with it the report. */
	assert_int_equal(database_number(d->db, "SELECT COUNT(*) AS number FROM incident"), before + PROCESSES * EACH);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_report_becomes_an_incident),
		cmocka_unit_test(places_of_others_are_refused),
		cmocka_unit_test(an_anonymous_report_keeps_only_its_day),
		cmocka_unit_test(the_number_of_an_anonymous_report_tells_no_order),
		cmocka_unit_test(the_trail_of_a_confidential_report_does_not_name_its_reporter),
		cmocka_unit_test(processes_never_give_a_number_twice),
	};
	return cmocka_run_group_tests(tests, setup, database_teardown);
}
