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
#include "audit/audit_pages.h"
#include "incident/incident_comments_pages.h"
#include "incident/mention_pages.h"
#include "incident/incident_configuration_pages.h"
#include "incident/incident_detail_pages.h"
#include "incident/incident_files_pages.h"
#include "incident/incident_list_pages.h"
#include "incident/incident_status_pages.h"
#include "incident/unmask_pages.h"
#include "incident/work_pages.h"
#include "organization/names_audit.h"
#include "osha/case_pages.h"
#include "osha/case_report_pages.h"
#include "osha/log_history_pages.h"
#include "osha/log_pages.h"
#include "osha/summary_pages.h"
#include "staff.h"

enum { REPORTER = 1, MANAGER, SPECIALIST, SUPERVISOR, AUDITOR, ADMINISTRATOR, STRANGER, PEOPLE };

static struct staff s;

static const struct route *const routes[] = {
	work_routes,
	incident_list_routes,
	incident_detail_routes,
	incident_status_routes,
	incident_configuration_routes,
	incident_files_routes,
	incident_comments_routes,
	mention_routes,
	unmask_routes,
	audit_routes,
	case_routes,
	case_report_routes,
	log_routes,
	log_history_routes,
	summary_routes,
	NULL,
};

static int setup(void **state)
{
	static const enum role roles[PEOPLE] = {
		[REPORTER] = ROLE_EMPLOYEE,         [MANAGER] = ROLE_EMPLOYEE,
		[SPECIALIST] = ROLE_EHS_SPECIALIST, [SUPERVISOR] = ROLE_SUPERVISOR,
		[AUDITOR] = ROLE_AUDITOR,           [ADMINISTRATOR] = ROLE_ADMINISTRATOR,
		[STRANGER] = ROLE_EMPLOYEE,
	};
	if (staff_setup(&s, state) != 0)
		return -1;
	record_use(record_parts);
	audit_naming_use(&names_audit);
	staff_organization(&s, 1);
	staff_place(&s, 2, 1);
	/* The clock of the requests lies years before that of the database: what is closed now is not archived at once. */
	staff_run(
		&s,
		"INSERT INTO archive_rule (organization_id, closed_days, updated_at) VALUES (1, 36500, NOW(6))");
	for (int n = 1; n < PEOPLE; n++) {
		staff_viewer_at(&s, n, roles[n], 1, n == SUPERVISOR ? 2 : 0);
		staff_grant(&s, n);
	}
	staff_password(&s, MANAGER, "correct horse battery");
	for (int n = 1; n <= 5; n++)
		staff_incident(&s, n, "new", REPORTER, MANAGER);
	staff_run(&s, "UPDATE incident SET severity = 'high' WHERE id = 2");
	staff_run(&s, "UPDATE incident SET reporting = 'confidential' WHERE id = 3");
	staff_run(&s, "UPDATE incident SET reporting = 'anonymous', reporter_id = NULL WHERE id = 4");
	staff_portal(&s, routes);
	return 0;
}

static uint64_t statements_of(int who, const char *uri)
{
	uint64_t before = db_usage(s.d->db).statements;

	assert_int_equal(staff_get(&s, who, uri), 200);
	return db_usage(s.d->db).statements - before;
}

/* Parts that have nothing there ask nothing; what hangs on the incident is counted together with what stands around it. */
static void the_page_of_an_ordinary_incident_asks_little(void **state)
{
	static const char uri[] = "/incidents/INC-20241001-0005";

	(void)state;
	assert_int_equal(staff_get(&s, SPECIALIST, uri), 200); /* what is kept in the process is loaded */
	assert_in_range(statements_of(SPECIALIST, uri), 2, 4);
	for (size_t i = 0; i < 2; i++) {
		static const char *const states[] = {"under_review", "closed"};
		staff_run(&s, "UPDATE incident SET status = '%s' WHERE number = 'INC-20241001-0005'",
			  states[i]);
		assert_in_range(statements_of(SPECIALIST, uri), 2, 8);
	}
	staff_run(&s, "UPDATE incident SET status = 'under_review' WHERE number = 'INC-20241001-0005'");
	uint64_t without = statements_of(SPECIALIST, uri);
	staff_run(
		&s,
		"INSERT INTO legal_hold (organization_id, uuid, incident_id, reason, placed_at, placed_by_id, placed_by_name)"
		" SELECT 1, UUID(), id, 'Claim 77', NOW(), 2, 'Given' FROM incident WHERE number = 'INC-20241001-0005'");
	assert_int_equal(statements_of(SPECIALIST, uri), without + 1);
	assert_true(staff_shows(&s, "Claim 77"));
	staff_run(&s, "UPDATE legal_hold SET released_at = NOW()");
	assert_int_equal(statements_of(SPECIALIST, uri), without);
	assert_false(staff_shows(&s, "Claim 77"));
	staff_run(&s, "UPDATE incident SET status = 'new' WHERE number = 'INC-20241001-0005'");
}

static void what_is_not_visible_is_not_there(void **state)
{
	(void)state;
	static const char *const pages[] = {"",       "/files",         "/comments",
					    "/audit", "/configuration", "/status/under_review"};

	for (size_t i = 0; i < sizeof pages / sizeof pages[0]; i++) {
		const char *uri = arena_printf(s.d->arena, "/incidents/INC-20241001-0002%s", pages[i]).at;
		assert_int_equal(staff_get(&s, STRANGER, uri), 404);
		assert_int_equal(staff_get(&s, SUPERVISOR, uri), 404);
	}
	assert_int_equal(
		staff_post(&s, STRANGER, "/incidents/INC-20241001-0002/comments", "audience=internal&body=x"),
		404);
	assert_int_equal(staff_get(&s, SPECIALIST, "/incidents/INC-19990101-0001"), 404);
	assert_int_equal(staff_get(&s, STRANGER, "/incidents"), 200);
	assert_false(staff_shows(&s, "INC-2024"));
}

static void what_may_not_be_done_is_forbidden(void **state)
{
	(void)state;
	assert_int_equal(staff_get(&s, REPORTER, "/incidents/INC-20241001-0002"), 200);
	assert_int_equal(staff_get(&s, REPORTER, "/incidents/INC-20241001-0002/configuration"), 403);
	assert_int_equal(staff_get(&s, REPORTER, "/incidents/INC-20241001-0002/audit"), 403);
	assert_int_equal(staff_get(&s, AUDITOR, "/incidents/INC-20241001-0002/audit"), 200);
	assert_int_equal(staff_get(&s, AUDITOR, "/incidents/INC-20241001-0002/configuration"), 403);
	assert_int_equal(
		staff_post(&s, AUDITOR, "/incidents/INC-20241001-0002/comments", "audience=internal&body=x"),
		403);
	assert_int_equal(
		staff_post(&s, AUDITOR, "/incidents/INC-20241001-0002/status/under_review", "from=new&note="),
		403);
}

static const char new_ones[] =
	"SELECT COUNT(*) AS number FROM incident WHERE number = 'INC-20241001-0001' AND status = 'new'";

static void the_managers_first_look_begins_the_review(void **state)
{
	(void)state;
	assert_int_equal(staff_get(&s, SPECIALIST, "/incidents/INC-20241001-0001"), 200);
	assert_int_equal(staff_number(&s, new_ones), 1);
	assert_int_equal(staff_get(&s, MANAGER, "/incidents/INC-20241001-0001"), 200);
	assert_int_equal(staff_number(&s, new_ones), 0);
	assert_true(staff_shows(&s, "data-status=\"under_review\""));
	assert_int_equal(staff_get(&s, MANAGER, "/incidents/INC-20241001-0001"), 200);
	assert_int_equal(
		staff_number(
			&s,
			"SELECT COUNT(*) AS number FROM audit_entry a JOIN incident i ON i.id = a.incident_id"
			" WHERE i.number = 'INC-20241001-0001' AND a.action = 'incident.status_changed'"),
		1);
	assert_int_equal(
		staff_number(&s,
			     "SELECT COUNT(*) AS number FROM event e JOIN incident i ON i.id = e.subject_id"
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
	assert_int_equal(staff_get(&s, MANAGER, "/incidents/INC-20241001-0001"), 200);
	assert_true(staff_shows(&s, "Nobody has answered the reporter."));
	assert_int_equal(staff_post(&s, MANAGER, uri, form), 423);
	assert_true(staff_shows(&s, "Nobody has answered the reporter."));
	assert_int_equal(staff_post(&s, MANAGER, "/incidents/INC-20241001-0001/comments",
				    "audience=reporter&body=The+floor+is+repaired"),
			 303);
	assert_int_equal(staff_get(&s, MANAGER, uri), 200);
	assert_int_equal(
		staff_post(&s, MANAGER, uri, "from=under_review&reason=Floor&password=secret&keep_draft=1"),
		303);
	assert_int_equal(
		staff_number(&s, "SELECT COUNT(*) AS number FROM draft WHERE answers NOT LIKE '%secret%'"),
		1);
	assert_int_equal(staff_get(&s, MANAGER, uri), 200);
	assert_true(staff_shows(&s, "Floor</textarea>"));
	assert_int_equal(staff_post(&s, MANAGER, uri, "from=under_review&reason="), 422);
	assert_int_equal(
		staff_post(&s, MANAGER, uri, "from=under_review&reason=x&password=wrong&accepts_policy=1"),
		422);
	assert_int_equal(staff_number(&s, "SELECT COUNT(*) AS number FROM incident WHERE status = 'closed'"),
			 0);
	assert_int_equal(staff_post(&s, MANAGER, uri, form), 303);
	assert_int_equal(staff_number(&s, "SELECT COUNT(*) AS number FROM draft"), 0);
	assert_int_equal(staff_post(&s, MANAGER, uri, form), 303);
	assert_int_equal(
		staff_number(&s, "SELECT COUNT(*) AS number FROM audit_entry WHERE reason = 'Floor repaired'"
				 " AND action = 'incident.status_changed'"),
		1);
	assert_int_equal(
		staff_number(
			&s, "SELECT COUNT(*) AS number FROM incident WHERE status = 'closed' AND closed_at IS"
			    " NOT NULL"),
		1);
	assert_int_equal(
		staff_number(&s,
			     "SELECT COUNT(*) AS number FROM signature WHERE kind = 'incident' AND meaning ="
			     " 'closed'"),
		1);
	assert_int_equal(staff_get(&s, MANAGER, "/incidents/INC-20241001-0001"), 200);
	assert_true(staff_shows(&s, "Closing signature"));
	assert_false(staff_shows(&s, "changed since"));
	/* One that comes later finds another state. */
	assert_int_equal(staff_post(&s, SPECIALIST, uri, "from=under_review&reason=Again"), 409);
	assert_int_equal(staff_post(&s, MANAGER, "/incidents/INC-20241001-0001/status/under_review",
				    "from=closed&reason=Reopen"),
			 403);
	assert_int_equal(staff_post(&s, SPECIALIST, "/incidents/INC-20241001-0001/status/under_review",
				    "from=closed&reason=Reopen"),
			 303);
	assert_int_equal(
		staff_number(&s, "SELECT COUNT(*) AS number FROM incident WHERE closed_at IS NOT NULL"), 0);
}

static void steps_without_a_row_are_refused(void **state)
{
	(void)state;
	assert_int_equal(staff_post(&s, ADMINISTRATOR, "/incidents/INC-20241001-0002/status/archived",
				    "from=new&reason=x"),
			 404);
	assert_int_equal(staff_post(&s, ADMINISTRATOR, "/incidents/INC-20241001-0002/status/nowhere",
				    "from=new&reason=x"),
			 404);
	assert_int_equal(staff_post(&s, ADMINISTRATOR, "/incidents/INC-20241001-0002/status/closed",
				    "from=new&reason=x"),
			 404);
	staff_get(&s, MANAGER, "/incidents/INC-20241001-0002");
	assert_int_equal(staff_post(&s, MANAGER, "/incidents/INC-20241001-0002/status/closed",
				    "from=under_review&reason=x"),
			 403);
}

static void two_people_at_once_see_both_versions(void **state)
{
	(void)state;
	const char *uri = "/incidents/INC-20241001-0005/configuration";

	assert_int_equal(staff_get(&s, SPECIALIST, uri), 200);
	assert_true(staff_shows(&s, "name=\"version\" value=\"1\""));
	assert_int_equal(
		staff_post(&s, SPECIALIST, uri, "version=1&manager_id=2&severity=medium&tags=ladder"), 303);
	assert_int_equal(
		staff_post(&s, ADMINISTRATOR, uri, "version=1&manager_id=3&severity=high&tags=height"), 409);
	assert_true(staff_shows(&s, "height"));
	assert_true(staff_shows(&s, "ladder"));
	assert_true(staff_shows(&s, "name=\"version\" value=\"2\""));
	assert_true(staff_shows(&s, "Given Person3"));
	assert_int_equal(
		staff_number(&s,
			     "SELECT COUNT(*) AS number FROM incident WHERE tags = 'ladder' AND severity ="
			     " 'medium'"),
		1);
	assert_int_equal(
		staff_post(&s, ADMINISTRATOR, uri, "version=2&manager_id=3&severity=high&tags=height"), 303);
	assert_int_equal(
		staff_number(&s, "SELECT COUNT(*) AS number FROM event WHERE kind = 'incident.assigned'"), 1);
	/* A person of nowhere is no choice; an investigation needs its lead. */
	assert_int_equal(staff_post(&s, SPECIALIST, uri, "version=3&manager_id=999&severity=high"), 422);
	assert_int_equal(staff_post(&s, SPECIALIST, uri, "version=3&severity=high&investigation_required=1"),
			 422);
}

static void notes_stay_inside_and_messages_reach_the_reporter(void **state)
{
	(void)state;
	const char *uri = "/incidents/INC-20241001-0002/comments";

	assert_int_equal(staff_post(&s, SPECIALIST, uri, "audience=internal&body=Between+us"), 303);
	assert_int_equal(staff_post(&s, SPECIALIST, uri, "audience=reporter&body=Thank+you"), 303);
	assert_int_equal(staff_post(&s, SPECIALIST, uri, "audience=from_reporter&body=Forged"), 422);
	assert_int_equal(staff_post(&s, SPECIALIST, uri, "audience=internal&body=+"), 422);
	assert_int_equal(staff_post(&s, REPORTER, uri, "audience=internal&body=There+is+more"), 303);
	assert_int_equal(staff_get(&s, REPORTER, uri), 200);
	assert_true(staff_shows(&s, "Thank you"));
	assert_true(staff_shows(&s, "There is more"));
	assert_false(staff_shows(&s, "Between us"));
	assert_int_equal(staff_get(&s, SPECIALIST, uri), 200);
	assert_true(staff_shows(&s, "Between us"));
	assert_true(staff_shows(&s, "There is more"));
	assert_int_equal(
		staff_number(&s, "SELECT COUNT(*) AS number FROM comment WHERE audience = 'from_reporter'"),
		1);
	/* What was said is found. */
	assert_int_equal(staff_get(&s, SPECIALIST, "/incidents?q=INC-20241001-0002"), 200);
	assert_true(staff_shows(&s, "INC-20241001-0002"));
}

/* The manager has no role that shows it, the supervisor one for its place, the stranger none. */
static void notes_name_those_who_may_read_them(void **state)
{
	(void)state;
	const char *uri = "/incidents/INC-20241001-0002/comments";
	const char *told = "SELECT COUNT(*) AS number FROM event WHERE kind = 'comment.mentioned'";
	int64_t notes = staff_number(&s, "SELECT COUNT(*) AS number FROM comment");

	assert_int_equal(staff_post(&s, SPECIALIST, uri, "audience=internal&body=Please+%40l7+look"), 422);
	assert_true(staff_shows(&s, "Nobody who may read this is called l7."));
	assert_int_equal(staff_post(&s, SPECIALIST, uri, "audience=internal&body=Please+%40nobody+look"), 422);
	assert_true(staff_shows(&s, "Nobody who may read this is called nobody."));
	/* Not even to the reporter, who sees messages only. */
	assert_int_equal(staff_post(&s, SPECIALIST, uri, "audience=reporter&body=Please+%40l1"), 422);
	assert_int_equal(staff_number(&s, "SELECT COUNT(*) AS number FROM comment"), notes);
	assert_int_equal(staff_number(&s, told), 0);

	assert_int_equal(staff_post(&s, SPECIALIST, uri, "audience=internal&body=%40l4,+%40%22Given+Person2%22+%3Cb%3E+%40l4+12+%40+3,+x%40l7"), 303);
	assert_int_equal(staff_number(&s, "SELECT COUNT(*) AS number FROM comment_mention WHERE person_id IN (2, 4)"), 2);
	assert_int_equal(staff_number(&s, told), 2);
	assert_int_equal(staff_get(&s, SPECIALIST, uri), 200);
	assert_true(staff_shows(&s, "manager=4\">@l4</a>, <a class=\"mention\""));
	assert_true(staff_shows(&s, "@Given Person2</a> &lt;b&gt; <a"));
	assert_true(staff_shows(&s, "x@l7"));
	assert_int_equal(staff_get(&s, ADMINISTRATOR, uri), 200);
	assert_true(staff_shows(&s, "/admin/people/4\">@l4</a>"));

	/* Reporters write addresses and signs as they like, and look nobody up. */
	assert_int_equal(staff_post(&s, REPORTER, uri, "body=%40l4+or+%40nobody"), 303);
	assert_int_equal(staff_number(&s, told), 2);
	assert_int_equal(staff_get(&s, REPORTER, "/incidents/INC-20241001-0002/mentions?q=Given"), 403);
	assert_int_equal(staff_get(&s, STRANGER, "/incidents/INC-20241001-0002/mentions?q=Given"), 404);
	assert_int_equal(staff_get(&s, SPECIALIST, "/incidents/INC-20241001-0002/mentions?q=person4"), 200);
	assert_true(staff_shows(&s, "{\"found\":[{\"name\":\"Given Person4\",\"mark\":\"@\\\"Given Person4\\\"\"}]}"));
	assert_int_equal(staff_get(&s, SPECIALIST, "/incidents/INC-20241001-0002/mentions?q=person7"), 200);
	assert_true(staff_shows(&s, "{\"found\":[]}"));
}

/* Whose name is anywhere in the page? */
static bool names_reporter(void)
{
	return staff_shows(&s, "Person1<") || staff_shows(&s, "Given Person1");
}

static void nobody_learns_who_reported_in_confidence(void **state)
{
	(void)state;
	static const char *const pages[] = {"", "/files", "/comments", "/audit"};

	assert_int_equal(staff_post(&s, REPORTER, "/incidents/INC-20241001-0003/comments", "body=It+was+me"),
			 303);
	for (size_t i = 0; i < sizeof pages / sizeof pages[0]; i++) {
		const char *uri = arena_printf(s.d->arena, "/incidents/INC-20241001-0003%s", pages[i]).at;
		for (int who = MANAGER; who <= ADMINISTRATOR; who++) {
			int status = staff_get(&s, who, uri);
			assert_int_equal(status, who == SUPERVISOR ? 404 : 200);
			assert_false(names_reporter());
		}
	}
	assert_int_equal(
		staff_number(
			&s,
			"SELECT COUNT(*) AS number FROM audit_entry a JOIN incident i ON i.id = a.incident_id"
			" WHERE i.number = 'INC-20241001-0003' AND (a.actor_id = 1 OR a.actor_name LIKE"
			" '%Person1%'"
			" OR (a.subject = 'comment' AND a.changes LIKE '%[null,1]%'))"),
		0);
	assert_int_equal(staff_get(&s, SPECIALIST, "/incidents?reporter=E1"), 200);
	assert_true(staff_shows(&s, "INC-20241001-0002"));
	assert_false(staff_shows(&s, "INC-20241001-0003"));
	assert_int_equal(staff_get(&s, REPORTER, "/incidents?reporter=E1"), 200);
	assert_true(staff_shows(&s, "INC-20241001-0003"));
	assert_int_equal(staff_get(&s, REPORTER, "/incidents/INC-20241001-0003"), 200);
}

static void reporters_do_not_decide_about_their_own_name(void **state)
{
	(void)state;
	const char *uuid = "01920000-0000-7000-8000-00000000000b";
	const char *uri = "/incidents/INC-20241001-0005/reporter";
	const char *request = arena_printf(s.d->arena, "%s/%s", uri, uuid).at;

	staff_run(&s, "UPDATE incident SET reporting = 'confidential' WHERE number = 'INC-20241001-0005'");
	staff_run(
		&s,
		"INSERT INTO unmask_request (organization_id, uuid, incident_id, requested_by_id, reason, requested_at)"
		" SELECT 1, '%s', id, %d, 'A threat', NOW(6) FROM incident WHERE number = 'INC-20241001-0005'",
		uuid, SPECIALIST);
	staff_run(&s, "UPDATE incident SET reporter_id = %d WHERE number = 'INC-20241001-0005'",
		  ADMINISTRATOR);
	assert_int_equal(staff_get(&s, ADMINISTRATOR, uri), 200);
	assert_int_equal(staff_post(&s, ADMINISTRATOR, request, "decision=refuse"), 403);
	assert_int_equal(staff_post(&s, ADMINISTRATOR, uri, "reason=Curious"), 403);
	assert_int_equal(
		staff_number(&s,
			     "SELECT COUNT(*) AS number FROM unmask_request WHERE decided_by_id IS NOT NULL"),
		0);
	staff_run(&s, "UPDATE incident SET reporter_id = %d WHERE number = 'INC-20241001-0005'", REPORTER);
	assert_int_equal(staff_post(&s, SPECIALIST, request, "decision=approve"), 403);
	assert_int_equal(staff_post(&s, ADMINISTRATOR, request, "decision=approve"), 303);
	assert_int_equal(
		staff_number(&s,
			     "SELECT COUNT(*) AS number FROM unmask_request WHERE decided_by_id IS NOT NULL"),
		1);
}

static void the_front_page_shows_what_waits(void **state)
{
	(void)state;
	staff_run(&s, "UPDATE incident SET manager_id = NULL WHERE number = 'INC-20241001-0004'");
	assert_int_equal(staff_get(&s, MANAGER, "/"), 200);
	assert_true(staff_shows(&s, "INC-20241001-0002"));
	assert_false(staff_shows(&s, "INC-20241001-0004"));
	assert_int_equal(staff_get(&s, ADMINISTRATOR, "/"), 200);
	assert_true(staff_shows(&s, "INC-20241001-0004"));
	assert_int_equal(staff_get(&s, REPORTER, "/"), 200);
	assert_true(staff_shows(&s, "INC-20241001-0001"));
	assert_int_equal(staff_get(&s, STRANGER, "/"), 200);
	assert_false(staff_shows(&s, "INC-2024"));
}

static void files_are_for_those_who_see_the_incident(void **state)
{
	(void)state;
	const char *uuid = "01920000-0000-7000-8000-00000000000a";
	const char *uri = arena_printf(s.d->arena, "/incidents/INC-20241001-0002/files/%s", uuid).at;
	const char *other = arena_printf(s.d->arena, "/incidents/INC-20241001-0001/files/%s", uuid).at;

	staff_run(&s,
		  "INSERT INTO attachment (organization_id, uuid, incident_id, sha256, name, type, size,"
		  " added_by_id, created_at)"
		  " SELECT 1, '%s', id, UNHEX(REPEAT('ab', 32)), 'plan.pdf', 'application/pdf', 4, 3, NOW(6)"
		  " FROM incident"
		  " WHERE number = 'INC-20241001-0002'",
		  uuid);
	assert_int_equal(staff_get(&s, STRANGER, uri), 404);
	assert_int_equal(staff_get(&s, SPECIALIST, other), 404);
	assert_int_equal(staff_get(&s, SPECIALIST, "/incidents/INC-20241001-0002/files"), 200);
	assert_true(staff_shows(&s, "plan.pdf"));
	const char *withdraw = arena_printf(s.d->arena, "%s/withdraw", uri).at;
	assert_int_equal(staff_post(&s, REPORTER, withdraw, "reason=x"), 403);
	assert_int_equal(staff_post(&s, MANAGER, withdraw, "reason="), 422);
	assert_int_equal(staff_post(&s, MANAGER, withdraw, "reason=Wrong+plan"), 303);
	assert_int_equal(staff_get(&s, SPECIALIST, uri), 404);
	assert_int_equal(
		staff_number(
			&s, "SELECT COUNT(*) AS number FROM audit_entry WHERE action = 'attachment.withdrawn'"
			    " AND reason = 'Wrong plan'"),
		1);
}

static void the_trail_names_what_it_tells_of(void **state)
{
	(void)state;
	staff_run(
		&s,
		"INSERT INTO audit_entry (organization_id, recorded_at, actor_kind, action, subject, subject_id, changes, software)"
		" VALUES (1, NOW(6), 'command', 'osha.certified', 'osha_certification', 1, '{\"establishment_id\":[null,2],"
		"\"year\":[null,2024],\"figures\":[\"{\\\\\"total_deaths\\\\\":0,\\\\\"total_hours_worked\\\\\":5000}\","
		"\"{\\\\\"total_deaths\\\\\":0,\\\\\"total_hours_worked\\\\\":7001}\"]}', 'test')");
	assert_int_equal(staff_get(&s, AUDITOR, "/admin/audit?subject=osha_certification"), 200);
	assert_true(staff_shows(&s, "Place 2"));
	assert_true(staff_shows(&s, "Total hours worked by all employees"));
	assert_true(staff_shows(&s, "5000"));
	assert_true(staff_shows(&s, "7001"));
	assert_false(staff_shows(&s, "Total number of deaths"));
	assert_false(staff_shows(&s, "total_deaths"));
}

static bool finds(int who, const char *word)
{
	staff_get(&s, who, arena_printf(s.d->arena, "/incidents?q=%s", word).at);
	return staff_shows(&s, "INC-20241001-0002");
}

static void reporters_do_not_find_words_of_internal_notes(void **state)
{
	(void)state;
	const char *uri = "/incidents/INC-20241001-0002/comments";

	assert_int_equal(staff_post(&s, SPECIALIST, uri, "audience=reporter&body=Barricade+ordered"), 303);
	assert_int_equal(staff_post(&s, SPECIALIST, uri, "audience=internal&body=Suspected+negligence"), 303);
	assert_int_equal(staff_post(&s, REPORTER, uri, "body=Another+witness+remembers"), 303);
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
	staff_run(
		&s,
		"INSERT INTO injured_person (id, organization_id, uuid, incident_id, person_id, full_name, injury, care, is_private,"
		" created_at, updated_at) SELECT 1, 1, '0192a000-0000-7000-8000-000000000001', id, 7, 'Zelda Quill', 'Needle stick',"
		" 'medical', TRUE, NOW(6), NOW(6) FROM incident WHERE number = 'INC-20241001-0005'");
	staff_run(
		&s,
		"INSERT INTO osha_case (id, organization_id, uuid, incident_id, injured_person_id, establishment_id, year, case_number,"
		" case_position, injury_on, recordable, outcome, type, is_privacy, created_at, updated_at)"
		" SELECT 1, 1, UUID(), id, 1, 1, 2024, '1', 1, '2024-10-01', 'yes', 'other', 'injury', TRUE, NOW(6), NOW(6)"
		" FROM incident WHERE number = 'INC-20241001-0005'");
	staff_run(
		&s,
		"INSERT INTO osha_case_report (case_id, organization_id, street, born_on) VALUES (1, 1, '77 Larkspur Lane', '1984-03-02')");
	staff_run(
		&s,
		"INSERT INTO audit_entry (organization_id, recorded_at, actor_kind, action, subject, subject_id, incident_id, changes,"
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
		int status = staff_get(&s, who, telling_pages[i]);
		assert_true(status == 200 || status == 403 || status == 404);
		if (status == 200 && !str_starts(str_of(telling_pages[i]), STR("/incidents?q=")))
			count += staff_shows(&s, "Zelda") || staff_shows(&s, "Larkspur") ||
				 staff_shows(&s, "1984-03-02") || staff_shows(&s, "Given Person7");
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
	staff_get(&s, AUDITOR, "/incidents/INC-20241001-0005");
	assert_true(staff_shows(&s, "Privacy case"));
	staff_get(&s, AUDITOR, INJURED "/report");
	assert_true(staff_shows(&s, "Privacy case"));
	assert_true(telling(SPECIALIST) >= 3);
	assert_int_equal(staff_get(&s, SPECIALIST, "/incidents/INC-20241001-0005"), 200);
	assert_true(staff_shows(&s, "Zelda Quill"));
	/* The incident manager works with the person, and the person knows who they are. */
	staff_run(&s, "UPDATE incident SET manager_id = %d WHERE number = 'INC-20241001-0005'", MANAGER);
	staff_get(&s, MANAGER, "/incidents/INC-20241001-0005");
	assert_true(staff_shows(&s, "Zelda Quill"));
	/* The same pages name the person when it is an ordinary case. */
	staff_run(&s, "UPDATE injured_person SET is_private = FALSE");
	staff_get(&s, AUDITOR, "/incidents/INC-20241001-0005");
	assert_true(staff_shows(&s, "Zelda Quill"));
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
		cmocka_unit_test(notes_name_those_who_may_read_them),
		cmocka_unit_test(nobody_learns_who_reported_in_confidence),
		cmocka_unit_test(files_are_for_those_who_see_the_incident),
		cmocka_unit_test(reporters_do_not_decide_about_their_own_name),
		cmocka_unit_test(the_front_page_shows_what_waits),
		cmocka_unit_test(the_trail_names_what_it_tells_of),
		cmocka_unit_test(reporters_do_not_find_words_of_internal_notes),
		cmocka_unit_test(the_name_of_a_privacy_case_is_for_those_who_keep_the_log),
	};
	return cmocka_run_group_tests(tests, setup, staff_teardown);
}
