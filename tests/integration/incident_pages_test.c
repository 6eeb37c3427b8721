/*
 * The pages of incidents over a real database: who sees and who may, the manager's first look, steps with
 * their reasons, two people at once, messages and notes, and that nobody learns who reported in confidence.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../cgi-bin/record_parts.h"
#include "../unit/http/client.h"
#include "audit/audit_pages.h"
#include "database.h"
#include "identity/password.h"
#include "identity/session.h"
#include "incident/incident_comments_pages.h"
#include "incident/incident_configuration_pages.h"
#include "incident/incident_detail_pages.h"
#include "incident/incident_files_pages.h"
#include "incident/incident_list_pages.h"
#include "incident/incident_status_pages.h"
#include "incident/unmask_pages.h"
#include "incident/work_pages.h"
#include "osha/case_pages.h"
#include "osha/case_report_pages.h"
#include "organization/names_audit.h"
#include "osha/log_history_pages.h"
#include "osha/log_pages.h"
#include "osha/summary_pages.h"

enum { REPORTER = 1, MANAGER, SPECIALIST, SUPERVISOR, AUDITOR, ADMINISTRATOR, STRANGER, PEOPLE };

static struct database *d;
static struct client client;
static struct viewer viewers[PEOPLE];
static const struct viewer *asking;

/* Whoever the test says is signed in. */
static enum rc identify(struct request *rq)
{
	rq->viewer = asking;
	return RC_OK;
}

static const struct route *const routes[] = {
	work_routes,
	incident_list_routes,
	incident_detail_routes,
	incident_status_routes,
	incident_configuration_routes,
	incident_files_routes,
	incident_comments_routes,
	unmask_routes,
	audit_routes,
	case_routes,
	case_report_routes,
	log_routes,
	log_history_routes,
	summary_routes,
	NULL,
};
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

static void add_viewer(int n, enum role role, int place)
{
	struct grant *grant = ARENA_NEW(d->arena, struct grant);

	run("INSERT INTO person (id, organization_id, uuid, employee_number, given_name, family_name,"
	    " created_at, updated_at)"
	    " VALUES (%d, 1, UUID(), 'E%d', 'Given', 'Person%d', NOW(6), NOW(6))",
	    n, n, n);
	run("INSERT INTO account (id, organization_id, person_id, login, created_at) VALUES (%d, 1, %d,"
	    " 'l%d', NOW(6))",
	    n, n, n);
	*grant = (struct grant){role, place, 0};
	viewers[n] = (struct viewer){
		.organization_id = 1,
		.organization_zone = STR("UTC"),
		.account_id = n,
		.person_id = n,
		.name = arena_printf(d->arena, "Given Person%d", n),
		.roles = 1u << role,
		.grants = grant,
		.grant_count = 1,
	};
}

static void add_incident(const char *number, const char *severity, const char *reporting)
{
	run("INSERT INTO incident (organization_id, uuid, number, register, status, title, description,"
	    " occurred_at, reported_at,"
	    " establishment_id, severity, reporting, reporter_id, manager_id, source, created_at,"
	    " updated_at) VALUES (1, UUID(),"
	    " '%s', 'safety', 'new', 'A fall from a ladder', 'Somebody fell.', '2024-10-01', '2024-10-01',"
	    " 1, '%s', '%s', %s, %d,"
	    " 'wizard', '2024-10-01', '2024-10-01')",
	    number, severity, reporting, strcmp(reporting, "anonymous") == 0 ? "NULL" : "1", MANAGER);
	run("INSERT INTO incident_text (incident_id, organization_id, words) SELECT id, 1, 'words' FROM"
	    " incident WHERE number = '%s'",
	    number);
}

static int setup(void **state)
{
	static const enum role roles[PEOPLE] = {
		[REPORTER] = ROLE_EMPLOYEE,         [MANAGER] = ROLE_EMPLOYEE,
		[SPECIALIST] = ROLE_EHS_SPECIALIST, [SUPERVISOR] = ROLE_SUPERVISOR,
		[AUDITOR] = ROLE_AUDITOR,           [ADMINISTRATOR] = ROLE_ADMINISTRATOR,
		[STRANGER] = ROLE_EMPLOYEE,
	};
	struct server *server;

	database_setup(state);
	d = *state;
	record_use(record_parts);
	audit_naming_use(&names_audit);
	run("INSERT INTO organization (id, code, name, created_at) VALUES (1, 'one', 'One', NOW(6))");
	/* The clock of the requests lies years before that of the database: what is closed now is not archived at once. */
	run("INSERT INTO archive_rule (organization_id, closed_days, updated_at) VALUES (1, 36500, NOW(6))");
	for (int i = 1; i <= 2; i++)
		run("INSERT INTO establishment (id, organization_id, uuid, code, name, zone, created_at,"
		    " updated_at)"
		    " VALUES (%d, 1, UUID(), 'P%d', 'Place %d', 'UTC', NOW(6), NOW(6))",
		    i, i, i);
	for (int n = 1; n < PEOPLE; n++)
		add_viewer(n, roles[n], n == SUPERVISOR ? 2 : 0);
	for (int n = 1; n < PEOPLE; n++)
		run("INSERT INTO role_grant (organization_id, account_id, role, until_on, created_at)"
		    " VALUES (1, %d, '%s', '2199-01-01', NOW(6))",
		    n, codes_code(&role_codes, roles[n]));
	struct str hash = password_hash(d->arena, STR("correct horse battery"));
	run("UPDATE account SET password_hash = '%.*s', password_set_at = NOW(6) WHERE id = %d", STR_ARG(hash), MANAGER);
	add_incident("INC-20241001-0001", "low", "named");
	add_incident("INC-20241001-0002", "high", "named");
	add_incident("INC-20241001-0003", "low", "confidential");
	add_incident("INC-20241001-0004", "low", "anonymous");
	add_incident("INC-20241001-0005", "low", "named");
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

static int64_t number_of(const char *sql)
{
	return database_number(d->db, sql);
}

static uint64_t statements_of(int who, const char *uri)
{
	uint64_t before = db_usage(d->db).statements;

	assert_int_equal(get(who, uri), 200);
	return db_usage(d->db).statements - before;
}

/* Parts that have nothing there ask nothing; what hangs on the incident is counted together with what stands around it. */
static void the_page_of_an_ordinary_incident_asks_little(void **state)
{
	static const char uri[] = "/incidents/INC-20241001-0005";

	(void)state;
	assert_int_equal(get(SPECIALIST, uri), 200); /* what is kept in the process is loaded */
	assert_in_range(statements_of(SPECIALIST, uri), 2, 4);
	for (size_t i = 0; i < 2; i++) {
		static const char *const states[] = {"under_review", "closed"};
		run("UPDATE incident SET status = '%s' WHERE number = 'INC-20241001-0005'", states[i]);
		assert_in_range(statements_of(SPECIALIST, uri), 2, 8);
	}
	run("UPDATE incident SET status = 'under_review' WHERE number = 'INC-20241001-0005'");
	uint64_t without = statements_of(SPECIALIST, uri);
	run("INSERT INTO legal_hold (organization_id, uuid, incident_id, reason, placed_at, placed_by_id, placed_by_name)"
	    " SELECT 1, UUID(), id, 'Claim 77', NOW(), 2, 'Given' FROM incident WHERE number = 'INC-20241001-0005'");
	assert_int_equal(statements_of(SPECIALIST, uri), without + 1);
	assert_true(says("Claim 77"));
	run("UPDATE legal_hold SET released_at = NOW()");
	assert_int_equal(statements_of(SPECIALIST, uri), without);
	assert_false(says("Claim 77"));
	run("UPDATE incident SET status = 'new' WHERE number = 'INC-20241001-0005'");
}

static void what_is_not_visible_is_not_there(void **state)
{
	(void)state;
	static const char *const pages[] = {"",       "/files",         "/comments",
					    "/audit", "/configuration", "/status/under_review"};

	for (size_t i = 0; i < sizeof pages / sizeof pages[0]; i++) {
		const char *uri = arena_printf(d->arena, "/incidents/INC-20241001-0002%s", pages[i]).at;
		assert_int_equal(get(STRANGER, uri), 404);
		assert_int_equal(get(SUPERVISOR, uri), 404);
	}
	assert_int_equal(post(STRANGER, "/incidents/INC-20241001-0002/comments", "audience=internal&body=x"),
			 404);
	assert_int_equal(get(SPECIALIST, "/incidents/INC-19990101-0001"), 404);
	assert_int_equal(get(STRANGER, "/incidents"), 200);
	assert_false(says("INC-2024"));
}

static void what_may_not_be_done_is_forbidden(void **state)
{
	(void)state;
	assert_int_equal(get(REPORTER, "/incidents/INC-20241001-0002"), 200);
	assert_int_equal(get(REPORTER, "/incidents/INC-20241001-0002/configuration"), 403);
	assert_int_equal(get(REPORTER, "/incidents/INC-20241001-0002/audit"), 403);
	assert_int_equal(get(AUDITOR, "/incidents/INC-20241001-0002/audit"), 200);
	assert_int_equal(get(AUDITOR, "/incidents/INC-20241001-0002/configuration"), 403);
	assert_int_equal(post(AUDITOR, "/incidents/INC-20241001-0002/comments", "audience=internal&body=x"),
			 403);
	assert_int_equal(post(AUDITOR, "/incidents/INC-20241001-0002/status/under_review", "from=new&note="),
			 403);
}

static const char new_ones[] =
	"SELECT COUNT(*) AS number FROM incident WHERE number = 'INC-20241001-0001' AND status = 'new'";

static void the_managers_first_look_begins_the_review(void **state)
{
	(void)state;
	assert_int_equal(get(SPECIALIST, "/incidents/INC-20241001-0001"), 200);
	assert_int_equal(number_of(new_ones), 1);
	assert_int_equal(get(MANAGER, "/incidents/INC-20241001-0001"), 200);
	assert_int_equal(number_of(new_ones), 0);
	assert_true(says("data-status=\"under_review\""));
	assert_int_equal(get(MANAGER, "/incidents/INC-20241001-0001"), 200);
	assert_int_equal(
		number_of(
			"SELECT COUNT(*) AS number FROM audit_entry a JOIN incident i ON i.id = a.incident_id"
			" WHERE i.number = 'INC-20241001-0001' AND a.action = 'incident.status_changed'"),
		1);
	assert_int_equal(
		number_of("SELECT COUNT(*) AS number FROM event e JOIN incident i ON i.id = e.subject_id"
			  " WHERE i.number = 'INC-20241001-0001' AND e.kind = 'incident.status_changed'"),
		1);
}

static void closing_asks_for_a_reason_and_happens_once(void **state)
{
	(void)state;
	const char *uri = "/incidents/INC-20241001-0001/status/closed";
	const char *form = "from=under_review&reason=Floor+repaired&password=correct+horse+battery&accepts_policy=1"
			   "&submission=01920000-0000-7000-8000-000000000001";

	/* Nobody has answered the reporter: the page and the form refuse it with the same words. */
	assert_int_equal(get(MANAGER, "/incidents/INC-20241001-0001"), 200);
	assert_true(says("Nobody has answered the reporter."));
	assert_int_equal(post(MANAGER, uri, form), 423);
	assert_true(says("Nobody has answered the reporter."));
	assert_int_equal(post(MANAGER, "/incidents/INC-20241001-0001/comments",
			      "audience=reporter&body=The+floor+is+repaired"),
			 303);
	assert_int_equal(get(MANAGER, uri), 200);
	assert_int_equal(post(MANAGER, uri, "from=under_review&reason=Floor&password=secret&keep_draft=1"), 303);
	assert_int_equal(number_of("SELECT COUNT(*) AS number FROM draft WHERE answers NOT LIKE '%secret%'"), 1);
	assert_int_equal(get(MANAGER, uri), 200);
	assert_true(says("Floor</textarea>"));
	assert_int_equal(post(MANAGER, uri, "from=under_review&reason="), 422);
	assert_int_equal(post(MANAGER, uri, "from=under_review&reason=x&password=wrong&accepts_policy=1"), 422);
	assert_int_equal(number_of("SELECT COUNT(*) AS number FROM incident WHERE status = 'closed'"), 0);
	assert_int_equal(post(MANAGER, uri, form), 303);
	assert_int_equal(number_of("SELECT COUNT(*) AS number FROM draft"), 0);
	assert_int_equal(post(MANAGER, uri, form), 303);
	assert_int_equal(
		number_of("SELECT COUNT(*) AS number FROM audit_entry WHERE reason = 'Floor repaired'"
			  " AND action = 'incident.status_changed'"), 1);
	assert_int_equal(
		number_of("SELECT COUNT(*) AS number FROM incident WHERE status = 'closed' AND closed_at IS"
			  " NOT NULL"),
		1);
	assert_int_equal(number_of("SELECT COUNT(*) AS number FROM signature WHERE kind = 'incident' AND meaning ="
				   " 'closed'"),
			 1);
	assert_int_equal(get(MANAGER, "/incidents/INC-20241001-0001"), 200);
	assert_true(says("Closing signature"));
	assert_false(says("changed since"));
	/* One that comes later finds another state. */
	assert_int_equal(post(SPECIALIST, uri, "from=under_review&reason=Again"), 409);
	assert_int_equal(post(MANAGER, "/incidents/INC-20241001-0001/status/under_review",
			      "from=closed&reason=Reopen"),
			 403);
	assert_int_equal(post(SPECIALIST, "/incidents/INC-20241001-0001/status/under_review",
			      "from=closed&reason=Reopen"),
			 303);
	assert_int_equal(number_of("SELECT COUNT(*) AS number FROM incident WHERE closed_at IS NOT NULL"), 0);
}

static void steps_without_a_row_are_refused(void **state)
{
	(void)state;
	assert_int_equal(
		post(ADMINISTRATOR, "/incidents/INC-20241001-0002/status/archived", "from=new&reason=x"),
		404);
	assert_int_equal(
		post(ADMINISTRATOR, "/incidents/INC-20241001-0002/status/nowhere", "from=new&reason=x"), 404);
	assert_int_equal(
		post(ADMINISTRATOR, "/incidents/INC-20241001-0002/status/closed", "from=new&reason=x"), 404);
	get(MANAGER, "/incidents/INC-20241001-0002");
	assert_int_equal(
		post(MANAGER, "/incidents/INC-20241001-0002/status/closed", "from=under_review&reason=x"),
		403);
}

static void two_people_at_once_see_both_versions(void **state)
{
	(void)state;
	const char *uri = "/incidents/INC-20241001-0005/configuration";

	assert_int_equal(get(SPECIALIST, uri), 200);
	assert_true(says("name=\"version\" value=\"1\""));
	assert_int_equal(post(SPECIALIST, uri, "version=1&manager_id=2&severity=medium&tags=ladder"), 303);
	assert_int_equal(post(ADMINISTRATOR, uri, "version=1&manager_id=3&severity=high&tags=height"), 409);
	assert_true(says("height"));
	assert_true(says("ladder"));
	assert_true(says("name=\"version\" value=\"2\""));
	assert_true(says("Given Person3"));
	assert_int_equal(
		number_of("SELECT COUNT(*) AS number FROM incident WHERE tags = 'ladder' AND severity ="
			  " 'medium'"),
		1);
	assert_int_equal(post(ADMINISTRATOR, uri, "version=2&manager_id=3&severity=high&tags=height"), 303);
	assert_int_equal(number_of("SELECT COUNT(*) AS number FROM event WHERE kind = 'incident.assigned'"),
			 1);
	/* A person of nowhere is no choice; an investigation needs its lead. */
	assert_int_equal(post(SPECIALIST, uri, "version=3&manager_id=999&severity=high"), 422);
	assert_int_equal(post(SPECIALIST, uri, "version=3&severity=high&investigation_required=1"), 422);
}

static void notes_stay_inside_and_messages_reach_the_reporter(void **state)
{
	(void)state;
	const char *uri = "/incidents/INC-20241001-0002/comments";

	assert_int_equal(post(SPECIALIST, uri, "audience=internal&body=Between+us"), 303);
	assert_int_equal(post(SPECIALIST, uri, "audience=reporter&body=Thank+you"), 303);
	assert_int_equal(post(SPECIALIST, uri, "audience=from_reporter&body=Forged"), 422);
	assert_int_equal(post(SPECIALIST, uri, "audience=internal&body=+"), 422);
	assert_int_equal(post(REPORTER, uri, "audience=internal&body=There+is+more"), 303);
	assert_int_equal(get(REPORTER, uri), 200);
	assert_true(says("Thank you"));
	assert_true(says("There is more"));
	assert_false(says("Between us"));
	assert_int_equal(get(SPECIALIST, uri), 200);
	assert_true(says("Between us"));
	assert_true(says("There is more"));
	assert_int_equal(number_of("SELECT COUNT(*) AS number FROM comment WHERE audience = 'from_reporter'"),
			 1);
	/* What was said is found. */
	assert_int_equal(get(SPECIALIST, "/incidents?q=INC-20241001-0002"), 200);
	assert_true(says("INC-20241001-0002"));
}

/* Whose name is anywhere in the page? */
static bool names_reporter(void)
{
	return says("Person1<") || says("Given Person1");
}

static void nobody_learns_who_reported_in_confidence(void **state)
{
	(void)state;
	static const char *const pages[] = {"", "/files", "/comments", "/audit"};

	assert_int_equal(post(REPORTER, "/incidents/INC-20241001-0003/comments", "body=It+was+me"), 303);
	for (size_t i = 0; i < sizeof pages / sizeof pages[0]; i++) {
		const char *uri = arena_printf(d->arena, "/incidents/INC-20241001-0003%s", pages[i]).at;
		for (int who = MANAGER; who <= ADMINISTRATOR; who++) {
			int status = get(who, uri);
			assert_int_equal(status, who == SUPERVISOR ? 404 : 200);
			assert_false(names_reporter());
		}
	}
	assert_int_equal(
		number_of(
			"SELECT COUNT(*) AS number FROM audit_entry a JOIN incident i ON i.id = a.incident_id"
			" WHERE i.number = 'INC-20241001-0003' AND (a.actor_id = 1 OR a.actor_name LIKE"
			" '%Person1%'"
			" OR (a.subject = 'comment' AND a.changes LIKE '%[null,1]%'))"),
		0);
	assert_int_equal(get(SPECIALIST, "/incidents?reporter=E1"), 200);
	assert_true(says("INC-20241001-0002"));
	assert_false(says("INC-20241001-0003"));
	assert_int_equal(get(REPORTER, "/incidents?reporter=E1"), 200);
	assert_true(says("INC-20241001-0003"));
	assert_int_equal(get(REPORTER, "/incidents/INC-20241001-0003"), 200);
}

static void reporters_do_not_decide_about_their_own_name(void **state)
{
	(void)state;
	const char *uuid = "01920000-0000-7000-8000-00000000000b";
	const char *uri = "/incidents/INC-20241001-0005/reporter";
	const char *request = arena_printf(d->arena, "%s/%s", uri, uuid).at;

	run("UPDATE incident SET reporting = 'confidential' WHERE number = 'INC-20241001-0005'");
	run("INSERT INTO unmask_request (organization_id, uuid, incident_id, requested_by_id, reason, requested_at)"
	    " SELECT 1, '%s', id, %d, 'A threat', NOW(6) FROM incident WHERE number = 'INC-20241001-0005'", uuid,
	    SPECIALIST);
	run("UPDATE incident SET reporter_id = %d WHERE number = 'INC-20241001-0005'", ADMINISTRATOR);
	assert_int_equal(get(ADMINISTRATOR, uri), 200);
	assert_int_equal(post(ADMINISTRATOR, request, "decision=refuse"), 403);
	assert_int_equal(post(ADMINISTRATOR, uri, "reason=Curious"), 403);
	assert_int_equal(number_of("SELECT COUNT(*) AS number FROM unmask_request WHERE decided_by_id IS NOT NULL"), 0);
	run("UPDATE incident SET reporter_id = %d WHERE number = 'INC-20241001-0005'", REPORTER);
	assert_int_equal(post(SPECIALIST, request, "decision=approve"), 403);
	assert_int_equal(post(ADMINISTRATOR, request, "decision=approve"), 303);
	assert_int_equal(number_of("SELECT COUNT(*) AS number FROM unmask_request WHERE decided_by_id IS NOT NULL"), 1);
}

static void the_front_page_shows_what_waits(void **state)
{
	(void)state;
	run("UPDATE incident SET manager_id = NULL WHERE number = 'INC-20241001-0004'");
	assert_int_equal(get(MANAGER, "/"), 200);
	assert_true(says("INC-20241001-0002"));
	assert_false(says("INC-20241001-0004"));
	assert_int_equal(get(ADMINISTRATOR, "/"), 200);
	assert_true(says("INC-20241001-0004"));
	assert_int_equal(get(REPORTER, "/"), 200);
	assert_true(says("INC-20241001-0001"));
	assert_int_equal(get(STRANGER, "/"), 200);
	assert_false(says("INC-2024"));
}

static void files_are_for_those_who_see_the_incident(void **state)
{
	(void)state;
	const char *uuid = "01920000-0000-7000-8000-00000000000a";
	const char *uri = arena_printf(d->arena, "/incidents/INC-20241001-0002/files/%s", uuid).at;
	const char *other = arena_printf(d->arena, "/incidents/INC-20241001-0001/files/%s", uuid).at;

	run("INSERT INTO attachment (organization_id, uuid, incident_id, sha256, name, type, size,"
	    " added_by_id, created_at)"
	    " SELECT 1, '%s', id, UNHEX(REPEAT('ab', 32)), 'plan.pdf', 'application/pdf', 4, 3, NOW(6)"
	    " FROM incident"
	    " WHERE number = 'INC-20241001-0002'",
	    uuid);
	assert_int_equal(get(STRANGER, uri), 404);
	assert_int_equal(get(SPECIALIST, other), 404);
	assert_int_equal(get(SPECIALIST, "/incidents/INC-20241001-0002/files"), 200);
	assert_true(says("plan.pdf"));
	const char *withdraw = arena_printf(d->arena, "%s/withdraw", uri).at;
	assert_int_equal(post(REPORTER, withdraw, "reason=x"), 403);
	assert_int_equal(post(MANAGER, withdraw, "reason="), 422);
	assert_int_equal(post(MANAGER, withdraw, "reason=Wrong+plan"), 303);
	assert_int_equal(get(SPECIALIST, uri), 404);
	assert_int_equal(
		number_of("SELECT COUNT(*) AS number FROM audit_entry WHERE action = 'attachment.withdrawn'"
			  " AND reason = 'Wrong plan'"),
		1);
}

static void the_trail_names_what_it_tells_of(void **state)
{
	(void)state;
	run("INSERT INTO audit_entry (organization_id, recorded_at, actor_kind, action, subject, subject_id, changes, software)"
	    " VALUES (1, NOW(6), 'command', 'osha.certified', 'osha_certification', 1, '{\"establishment_id\":[null,2],"
	    "\"year\":[null,2024],\"figures\":[\"{\\\\\"total_deaths\\\\\":0,\\\\\"total_hours_worked\\\\\":5000}\","
	    "\"{\\\\\"total_deaths\\\\\":0,\\\\\"total_hours_worked\\\\\":7001}\"]}', 'test')");
	assert_int_equal(get(AUDITOR, "/admin/audit?subject=osha_certification"), 200);
	assert_true(says("Place 2"));
	assert_true(says("Total hours worked by all employees"));
	assert_true(says("5000"));
	assert_true(says("7001"));
	assert_false(says("Total number of deaths"));
	assert_false(says("total_deaths"));
}

static bool finds(int who, const char *word)
{
	get(who, arena_printf(d->arena, "/incidents?q=%s", word).at);
	return says("INC-20241001-0002");
}

static void reporters_do_not_find_words_of_internal_notes(void **state)
{
	(void)state;
	const char *uri = "/incidents/INC-20241001-0002/comments";

	assert_int_equal(post(SPECIALIST, uri, "audience=reporter&body=Barricade+ordered"), 303);
	assert_int_equal(post(SPECIALIST, uri, "audience=internal&body=Suspected+negligence"), 303);
	assert_int_equal(post(REPORTER, uri, "body=Another+witness+remembers"), 303);
	assert_true(finds(REPORTER, "barricade"));
	assert_true(finds(REPORTER, "remembers"));
	assert_false(finds(REPORTER, "negligence"));
	assert_false(finds(REPORTER, "barricade+negligence"));
	static const int workers[] = {MANAGER, SPECIALIST, AUDITOR};
	for (size_t i = 0; i < sizeof workers / sizeof *workers; i++) {
		assert_true(finds(workers[i], "negligence"));
		assert_true(finds(workers[i], "barricade+negligence+remembers"));
	}
}

/* --- names of privacy cases --- */

#define INJURED "/incidents/INC-20241001-0005/people/0192a000-0000-7000-8000-000000000001/case"

static void add_privacy_case(void)
{
	run("INSERT INTO injured_person (id, organization_id, uuid, incident_id, person_id, full_name, injury, care, is_private,"
	    " created_at, updated_at) SELECT 1, 1, '0192a000-0000-7000-8000-000000000001', id, 7, 'Zelda Quill', 'Needle stick',"
	    " 'medical', TRUE, NOW(6), NOW(6) FROM incident WHERE number = 'INC-20241001-0005'");
	run("INSERT INTO osha_case (id, organization_id, uuid, incident_id, injured_person_id, establishment_id, year, case_number,"
	    " case_position, injury_on, recordable, outcome, type, is_privacy, created_at, updated_at)"
	    " SELECT 1, 1, UUID(), id, 1, 1, 2024, '1', 1, '2024-10-01', 'yes', 'other', 'injury', TRUE, NOW(6), NOW(6)"
	    " FROM incident WHERE number = 'INC-20241001-0005'");
	run("INSERT INTO osha_case_report (case_id, organization_id, street, born_on) VALUES (1, 1, '77 Larkspur Lane', '1984-03-02')");
	run("INSERT INTO audit_entry (organization_id, recorded_at, actor_kind, action, subject, subject_id, incident_id, changes,"
	    " software) SELECT 1, NOW(6), 'command', 'injured_person.created', 'injured_person', 1, id,"
	    " '{\"person_id\":[null,7],\"full_name\":[null,\"sealed\"]}', 'test' FROM incident WHERE number = 'INC-20241001-0005'");
}

static const char *const telling_pages[] = {
	"/", "/incidents", "/incidents?q=Zelda", "/incidents?q=Quill", "/incidents/INC-20241001-0005",
	"/incidents/INC-20241001-0005/files", "/incidents/INC-20241001-0005/comments",
	"/incidents/INC-20241001-0005/audit", "/incidents/INC-20241001-0005/osha", INJURED, INJURED "/report",
	INJURED "/urgent", "/osha", "/osha/P1/2024/log", "/osha/P1/2024/log?as_of=2099-01-01", "/osha/P1/2024/history?from=2024-01-01", "/admin/audit", "/admin/audit?subject=injured_person",
	"/admin/audit.csv",
};

/* Reads every page there is for that person; how many of them tell the name or what would give it away. */
static int telling(int who)
{
	int count = 0;

	for (size_t i = 0; i < sizeof telling_pages / sizeof *telling_pages; i++) {
		int status = get(who, telling_pages[i]);
		assert_true(status == 200 || status == 403 || status == 404);
		if (status == 200 && !str_starts(str_of(telling_pages[i]), STR("/incidents?q=")))
			count += says("Zelda") || says("Larkspur") || says("1984-03-02") || says("Given Person7");
	}
	return count;
}

static void the_name_of_a_privacy_case_is_for_those_who_keep_the_log(void **state)
{
	static const int others[] = {REPORTER, AUDITOR, ADMINISTRATOR, SUPERVISOR};

	(void)state;
	add_privacy_case();
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		assert_int_equal(telling(others[i]), 0);
	get(AUDITOR, "/incidents/INC-20241001-0005");
	assert_true(says("Privacy case"));
	get(AUDITOR, INJURED "/report");
	assert_true(says("Privacy case"));
	assert_true(telling(SPECIALIST) >= 3);
	assert_int_equal(get(SPECIALIST, "/incidents/INC-20241001-0005"), 200);
	assert_true(says("Zelda Quill"));
	/* The incident manager works with the person, and the person knows who they are. */
	run("UPDATE incident SET manager_id = %d WHERE number = 'INC-20241001-0005'", MANAGER);
	get(MANAGER, "/incidents/INC-20241001-0005");
	assert_true(says("Zelda Quill"));
	/* The same pages name the person when it is an ordinary case. */
	run("UPDATE injured_person SET is_private = FALSE");
	get(AUDITOR, "/incidents/INC-20241001-0005");
	assert_true(says("Zelda Quill"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_page_of_an_ordinary_incident_asks_little),
		cmocka_unit_test(what_is_not_visible_is_not_there),
		cmocka_unit_test(what_may_not_be_done_is_forbidden),
		cmocka_unit_test(the_managers_first_look_begins_the_review),
		cmocka_unit_test(closing_asks_for_a_reason_and_happens_once),
		cmocka_unit_test(steps_without_a_row_are_refused),
		cmocka_unit_test(two_people_at_once_see_both_versions),
		cmocka_unit_test(notes_stay_inside_and_messages_reach_the_reporter),
		cmocka_unit_test(nobody_learns_who_reported_in_confidence),
		cmocka_unit_test(files_are_for_those_who_see_the_incident),
		cmocka_unit_test(reporters_do_not_decide_about_their_own_name),
		cmocka_unit_test(the_front_page_shows_what_waits),
		cmocka_unit_test(the_trail_names_what_it_tells_of),
		cmocka_unit_test(reporters_do_not_find_words_of_internal_notes),
		cmocka_unit_test(the_name_of_a_privacy_case_is_for_those_who_keep_the_log),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
