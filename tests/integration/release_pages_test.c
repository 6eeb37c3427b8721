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
#include "../unit/http/client.h"
#include "database.h"
#include "environment/release_duty_store.h"
#include "environment/release_pages.h"
#include "environment/release_store.h"
#include "environment/releases_pages.h"
#include "identity/session.h"

enum { REPORTER = 1, SPECIALIST, SUPERVISOR, AUDITOR, STRANGER, FOREIGNER, PEOPLE };

static struct database *d;
static struct client client;
static struct viewer viewers[PEOPLE];
static const struct viewer *asking;

static enum rc identify(struct request *rq)
{
	rq->viewer = asking;
	return RC_OK;
}

static const struct route *const routes[] = {releases_routes, release_routes, NULL};
static const struct program program = {.name = "portal",
				       .routes = routes,
				       .identify = identify,
				       .authorise = session_authorise,
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

static int64_t number_of(const char *format, ...) __attribute__((format(printf, 1, 2)));
static int64_t number_of(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	struct str sql = arena_vprintf(d->arena, format, args);
	va_end(args);
	return database_number(d->db, sql.at);
}

static void add_viewer(int n, enum role role, int org, int place)
{
	struct grant *grant = ARENA_NEW(d->arena, struct grant);

	run("INSERT INTO person (id, organization_id, uuid, employee_number, given_name, family_name, created_at, updated_at)"
	    " VALUES (%d, %d, UUID(), 'E%d', 'Given', 'Person%d', NOW(6), NOW(6))",
	    n, org, n, n);
	run("INSERT INTO account (id, organization_id, person_id, login, created_at) VALUES (%d, %d, %d, 'l%d', NOW(6))", n, org,
	    n, n);
	*grant = (struct grant){role, place, 0};
	viewers[n] = (struct viewer){
		.organization_id = org,
		.organization_zone = STR("UTC"),
		.account_id = n,
		.person_id = n,
		.name = arena_printf(d->arena, "Given Person%d", n),
		.roles = 1u << role,
		.grants = grant,
		.grant_count = 1,
	};
}

static void add_incident(int id, int place, const char *environment)
{
	run("INSERT INTO incident (id, organization_id, uuid, number, register, environment, status, title, description,"
	    " occurred_at, reported_at, establishment_id, severity, reporting, reporter_id, source, created_at, updated_at)"
	    " VALUES (%d, 1, UUID(), 'INC-20241001-000%d', 'environment', '%s', 'under_investigation', 'Chlorine',"
	    " 'A valve leaked.', '2024-10-01', '2024-10-01', %d, 'high', 'named', %d, 'wizard', '2024-10-01', '2024-10-01')",
	    id, id, environment, place, REPORTER);
	run("INSERT INTO incident_text (incident_id, organization_id, words) VALUES (%d, 1, 'words')", id);
}

/* Incidents 1, 2 and 5 at the first place; 3 elsewhere; 4 a drill. */
static int setup(void **state)
{
	struct server *server;

	database_setup(state);
	d = *state;
	record_use(record_parts);
	for (int org = 1; org <= 2; org++)
		run("INSERT INTO organization (id, code, name, zone, created_at) VALUES (%d, 'o%d', 'O', 'UTC', NOW(6))", org, org);
	for (int n = 1; n <= 3; n++)
		run("INSERT INTO establishment (id, organization_id, uuid, code, name, zone, created_at, updated_at)"
		    " VALUES (%d, %d, UUID(), 'P%d', 'Place %d', 'UTC', NOW(6), NOW(6))",
		    n, n == 3 ? 2 : 1, n, n);
	add_viewer(REPORTER, ROLE_EMPLOYEE, 1, 0);
	add_viewer(SPECIALIST, ROLE_EHS_SPECIALIST, 1, 0);
	add_viewer(SUPERVISOR, ROLE_SUPERVISOR, 1, 2);
	add_viewer(AUDITOR, ROLE_AUDITOR, 1, 0);
	add_viewer(STRANGER, ROLE_EMPLOYEE, 1, 0);
	add_viewer(FOREIGNER, ROLE_EHS_SPECIALIST, 2, 0);
	for (int n = 1; n <= 5; n++)
		add_incident(n, n == 3 ? 2 : 1, n == 4 ? "sandbox" : "prod");
	assert_int_equal(server_open(d->arena, &program, d->config, d->db, &server), RC_OK);
	client.server = *server;
	return 0;
}

static int teardown(void **state)
{
	arena_free(client.arena);
	return database_teardown(state);
}

static int get(int who, int incident, const char *behind)
{
	asking = &viewers[who];
	return client_get(&client, arena_printf(d->arena, "/incidents/INC-20241001-000%d/releases%s", incident, behind).at);
}

static int post(int who, int incident, const char *behind, const char *form)
{
	asking = &viewers[who];
	return client_post(&client, arena_printf(d->arena, "/incidents/INC-20241001-000%d/releases%s", incident, behind).at,
			   form);
}

static struct str enter_form(const char *pounds, const char *from)
{
	return arena_printf(d->arena,
			    "name=Chlorine&amount=%s&unit=lb&certainty=confirmed&released_from=%s&known_at=2024-10-02T23:00&to_air=1"
			    "&is_off_site=yes&part.0.substance=7782-50-5",
			    pounds, from);
}

/* Chlorine: 10 lb have to be reported under both laws. */
static int enter(int who, int incident, const char *pounds, const char *from)
{
	return post(who, incident, "/new", enter_form(pounds, from).at);
}

static bool is_reportable(int incident)
{
	return number_of("SELECT COUNT(*) AS number FROM incident_material WHERE incident_id = %d AND cercla = 'report'"
			 " AND epcra = 'report' AND withdrawn_at IS NULL",
			 incident) > 0;
}

static const char *uuid_of(const char *table, int incident)
{
	enum { LENGTH = 36 };
	char *uuid = arena_alloc(d->arena, LENGTH + 1, 1);

	/* One character after the other: the harness gives numbers. */
	for (int i = 0; i < LENGTH; i++)
		uuid[i] = (char)number_of("SELECT ASCII(SUBSTR(uuid, %d, 1)) AS number FROM %s WHERE incident_id = %d"
					  " ORDER BY id LIMIT 1",
					  i + 1, table, incident);
	uuid[LENGTH] = '\0';
	return uuid;
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
	assert_int_equal(number_of("SELECT COUNT(*) AS number FROM event WHERE kind = 'release.rq_exceeded'"), 0);
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
	assert_int_equal(get(SPECIALIST, 1, ""), 200);
	assert_true(str_find(client_text(&client), STR("INC-20241001-0002")) >= 0);
	assert_true(str_find(client_text(&client), STR("1-800-424-8802")) >= 0);
}

static void every_comparison_is_kept_and_the_event_goes_out_once(void **state)
{
	static const char events[] = "SELECT COUNT(*) AS number FROM event WHERE kind = 'release.rq_exceeded' AND subject_id = %d";
	struct rows decisions;
	int64_t material = number_of("SELECT id AS number FROM incident_material WHERE incident_id = 1");
	const char *behind = arena_printf(d->arena, "/%s", uuid_of("incident_material", 2)).at;

	(void)state;
	assert_int_equal(release_decisions(d->db, d->arena, 1, material, &decisions), RC_OK);
	assert_int_equal(decisions.count, 2);
	assert_string_equal(ROW(struct release_decision, decisions, 0)->cause.at, "another_release");
	assert_string_equal(ROW(struct release_decision, decisions, 1)->cause.at, "entered");
	assert_int_equal(ROW(struct release_decision, decisions, 1)->cercla, RELEASE_NO);
	assert_int_equal(number_of(events, 1), 1);
	assert_int_equal(number_of(events, 2), 1);
	/* A change that leaves it reportable is another comparison and no other event. */
	struct str form = arena_printf(d->arena, "%.*s&version=%lld", STR_ARG(enter_form("5.5", "2024-10-02T06:00")),
				       (long long)number_of("SELECT version AS number FROM incident_material WHERE incident_id = 2"));
	assert_int_equal(post(SPECIALIST, 2, behind, form.at), 303);
	assert_int_equal(release_decisions(d->db, d->arena, 1, material, &decisions), RC_OK);
	assert_int_equal(decisions.count, 3);
	assert_int_equal(number_of(events, 1), 1);
	assert_int_equal(number_of(events, 2), 1);
}

static struct release_duty duty_of(int incident)
{
	struct release_duty duty;

	assert_int_equal(release_duty_find(d->db, d->arena, 1, incident, &duty), RC_OK);
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
	assert_int_equal(post(SPECIALIST, 2, "/notices", "agency=nrc" TOLD "23:09&reference=1234567"), 303);
	assert_int_equal(duty_of(2).nrc_told_at, first);
	struct str correction =
		arena_printf(d->arena, "agency=nrc" TOLD "23:19&reference=7654321&corrects=%s", uuid_of("release_notice", 2));
	assert_int_equal(post(SPECIALIST, 1, "/notices", correction.at), 400);
	assert_int_equal(post(SPECIALIST, 2, "/notices", correction.at), 303);
	assert_int_equal(duty_of(2).nrc_told_at, corrected);
	assert_int_not_equal(post(SPECIALIST, 2, "/notices", correction.at), 303);
	assert_int_equal(number_of("SELECT COUNT(*) AS number FROM release_notice WHERE incident_id = 2"), 2);
	assert_int_equal(get(SPECIALIST, 2, ""), 200);
	assert_true(str_find(client_text(&client), STR("1234567")) >= 0);
	/* What an agency answers or does is kept with it and is no notice to it. */
	assert_int_equal(post(SPECIALIST, 2, "/notices", "agency=state&kind=answer&told_by=x&told_at=2024-10-02T23:20"), 303);
	assert_int_equal(post(SPECIALIST, 2, "/notices", "agency=local&kind=inspection&told_by=x&told_at=2024-10-02T23:20"), 303);
	assert_int_equal(duty_of(2).state_told_at, MOMENT_NONE);
	assert_int_equal(duty_of(2).local_told_at, MOMENT_NONE);
	assert_int_equal(post(SPECIALIST, 2, "/notices", "agency=state" TOLD "23:30"), 303);
	assert_int_equal(post(SPECIALIST, 2, "/notices", "agency=emergency" TOLD "23:31"), 303);
	assert_true(duty_of(2).is_open);
	assert_int_equal(post(SPECIALIST, 2, "/notices", "agency=state&kind=written&told_by=x&told_at=2024-10-03T08:00"), 303);
	assert_true(duty_of(2).is_open);
	assert_int_equal(post(SPECIALIST, 2, "/notices", "agency=local&kind=written&told_by=x&told_at=2024-10-03T08:00"), 303);
	assert_false(duty_of(2).is_open);
	assert_true(duty_of(1).is_open);
}

static void who_works_on_it_may_and_nobody_else(void **state)
{
	(void)state;
	assert_int_equal(get(REPORTER, 1, ""), 404);
	assert_int_equal(get(STRANGER, 1, ""), 404);
	assert_int_equal(get(SUPERVISOR, 1, ""), 404);
	assert_int_equal(get(FOREIGNER, 1, ""), 404);
	assert_int_equal(get(AUDITOR, 1, ""), 200);
	assert_int_equal(enter(REPORTER, 1, "1", "2024-10-01T20:00"), 403);
	assert_int_equal(enter(AUDITOR, 1, "1", "2024-10-01T20:00"), 403);
	assert_int_equal(enter(STRANGER, 1, "1", "2024-10-01T20:00"), 404);
	assert_int_equal(enter(FOREIGNER, 1, "1", "2024-10-01T20:00"), 404);
	assert_int_equal(enter(SUPERVISOR, 3, "1", "2024-09-01T20:00"), 303);
	assert_int_equal(post(AUDITOR, 1, "/notices", "agency=nrc" TOLD "23:09"), 403);
	assert_int_equal(post(FOREIGNER, 1, "/notices", "agency=nrc" TOLD "23:09"), 404);
	assert_int_equal(post(AUDITOR, 1, "/followup", "health_risks=x"), 403);
	assert_int_equal(number_of("SELECT COUNT(*) AS number FROM incident_material WHERE incident_id = 1"), 1);
}

static void other_organizations_see_nothing_of_it(void **state)
{
	int64_t material = number_of("SELECT id AS number FROM incident_material WHERE incident_id = 1");
	struct release release;
	struct release_duty duty;
	struct rows rows;

	(void)state;
	assert_int_equal(release_by_id(d->db, d->arena, 2, material, &release), RC_NOT_FOUND);
	assert_int_equal(release_duty_find(d->db, d->arena, 2, 1, &duty), RC_NOT_FOUND);
	assert_int_equal(release_list(d->db, d->arena, 2, 1, &rows), RC_OK);
	assert_int_equal(rows.count, 0);
	assert_int_equal(release_decisions(d->db, d->arena, 2, material, &rows), RC_OK);
	assert_int_equal(rows.count, 0);
	assert_int_equal(release_due_list(d->db, d->arena, 2, &rows), RC_OK);
	assert_int_equal(rows.count, 0);
	assert_int_equal(release_due_list(d->db, d->arena, 1, &rows), RC_OK);
	assert_int_equal(rows.count, 1);
}

static void what_was_entered_in_error_no_longer_counts(void **state)
{
	const char *behind = arena_printf(d->arena, "/%s/withdraw", uuid_of("incident_material", 2)).at;

	(void)state;
	assert_int_equal(post(SPECIALIST, 2, behind, "withdrawn_reason="), 422);
	assert_true(is_reportable(1));
	assert_int_equal(post(SPECIALIST, 2, behind, "withdrawn_reason=Another+tank"), 303);
	assert_false(is_reportable(2));
	assert_false(is_reportable(1));
	assert_int_equal(duty_of(1).is_open, false);
	assert_int_equal(duty_of(1).due_on, DAY_NONE);
	assert_int_equal(get(SPECIALIST, 2, arena_printf(d->arena, "/%s", uuid_of("incident_material", 2)).at), 404);
	assert_int_equal(number_of("SELECT COUNT(*) AS number FROM release_decision WHERE incident_id = 1"), 4);
	assert_int_equal(number_of("SELECT COUNT(*) AS number FROM audit_entry WHERE action = 'incident_material.withdrawn'"), 1);
}

static void a_locked_state_keeps_materials_and_lets_agencies_be_told(void **state)
{
	(void)state;
	run("UPDATE incident SET status = 'closed' WHERE id = 1");
	assert_int_equal(enter(SPECIALIST, 1, "50", "2024-10-01T20:00"), 423);
	assert_int_equal(post(SPECIALIST, 1, "/notices", "agency=other" TOLD "23:50"), 303);
	run("UPDATE incident SET status = 'under_investigation' WHERE id = 1");
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
	return cmocka_run_group_tests_name("release pages", tests, setup, teardown);
}
