/*
 * The record page over a real database: locks by state, links, duplicates, watchers, drafts, edits of what was
 * reported, and versions of workflows that take a second person.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../cgi-bin/record_parts.h"
#include "audit/audit_pages.h"
#include "incident/draft_pages.h"
#include "incident/incident_comments_pages.h"
#include "incident/incident_configuration_pages.h"
#include "incident/incident_detail_pages.h"
#include "incident/incident_files_pages.h"
#include "incident/incident_link_pages.h"
#include "incident/incident_list_pages.h"
#include "incident/incident_status_pages.h"
#include "incident/incident_watch_pages.h"
#include "incident/report_edit_pages.h"
#include "incident/unmask_pages.h"
#include "incident/work_pages.h"
#include "incident/workflow_admin_pages.h"
#include "organization/names_audit.h"
#include "osha/case_pages.h"
#include "osha/case_report_pages.h"
#include "osha/log_history_pages.h"
#include "osha/log_pages.h"
#include "osha/summary_pages.h"
#include "staff.h"

enum { REPORTER = 1, MANAGER, SPECIALIST, SUPERVISOR, AUDITOR, ADMINISTRATOR, STRANGER, SUPERADMIN, PEOPLE };

static struct staff s;

static const struct route *const routes[] = {
	work_routes,
	incident_list_routes,
	incident_detail_routes,
	incident_status_routes,
	incident_configuration_routes,
	incident_files_routes,
	incident_comments_routes,
	draft_routes,
	incident_link_routes,
	incident_watch_routes,
	report_edit_routes,
	workflow_admin_routes,
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
		[STRANGER] = ROLE_EMPLOYEE,         [SUPERADMIN] = ROLE_SUPERADMIN,
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

#define ONE "/incidents/INC-20241001-0001"
#define TWO "/incidents/INC-20241001-0002"
#define FOUR "/incidents/INC-20241001-0004"
#define FIVE "/incidents/INC-20241001-0005"

static void an_investigation_moves_by_itself_and_locks_the_details(void **state)
{
	(void)state;
	assert_int_equal(staff_get(&s, MANAGER, TWO), 200);
	assert_true(staff_shows(&s, "aria-current=\"step\""));
	assert_true(staff_shows(&s, "An investigation must be required and its lead named first."));
	assert_int_equal(staff_get(&s, ADMINISTRATOR, TWO "/report"), 200);
	assert_int_equal(
		staff_post(
			&s, SPECIALIST, TWO "/configuration",
			"version=2&manager_id=2&severity=high&investigation_required=1&investigation_lead_id=3"
			"&investigation_approver_id=3"),
		422);
	assert_true(staff_shows(&s, "Name somebody else than the lead"));
	/* An administrator may not approve, so the form does not offer one. */
	assert_int_equal(
		staff_post(
			&s, SPECIALIST, TWO "/configuration",
			"version=2&manager_id=2&severity=high&investigation_required=1&investigation_lead_id=3"
			"&investigation_approver_id=6"),
		422);
	assert_int_equal(
		staff_post(
			&s, SPECIALIST, TWO "/configuration",
			"version=2&manager_id=2&severity=high&investigation_required=1&investigation_lead_id=3"
			"&investigation_approver_id=4&likelihood=likely&consequence=major"),
		303);
	assert_int_equal(
		staff_number(&s,
			     "SELECT COUNT(*) AS number FROM incident WHERE number = 'INC-20241001-0002' AND"
			     " status = 'investigation' AND likelihood = 'likely'"),
		1);
	/* The basic details are locked now, in the page and in the form, with the same words. */
	assert_int_equal(staff_get(&s, ADMINISTRATOR, TWO), 200);
	assert_true(staff_shows(&s, "Basic details are locked in this state."));
	assert_true(staff_shows(&s, "Extreme risk (16)"));
	assert_int_equal(staff_post(&s, ADMINISTRATOR, TWO "/report", "version=3&reason=x&title=y"), 423);
	assert_true(staff_shows(&s, "Basic details are locked in this state."));
	/* Nobody takes by hand what waits for the approval. */
	assert_int_equal(
		staff_post(&s, SPECIALIST, TWO "/status/capa_pending", "from=investigation&reason=x"), 404);
}

static void reports_are_edited_by_administrators_with_a_reason(void **state)
{
	(void)state;
	const char *form = "version=1&report_type=incident&title=A+slip&description=Somebody+slipped."
			   "&occurred_at=2024-10-01T08:00&is_time_known=1&reason=The+reporter+asked";

	assert_int_equal(staff_post(&s, SPECIALIST, ONE "/report", form), 403);
	assert_int_equal(staff_post(&s, ADMINISTRATOR, ONE "/report", "version=1&title=A+slip&reason="), 422);
	assert_int_equal(staff_post(&s, ADMINISTRATOR, ONE "/report", form), 303);
	assert_int_equal(
		staff_number(
			&s,
			"SELECT COUNT(*) AS number FROM audit_entry WHERE action = 'incident.report_edited'"
			" AND reason = 'The reporter asked'"),
		1);
	assert_int_equal(
		staff_post(&s, ADMINISTRATOR, ONE "/report",
			   "version=1&report_type=incident&title=Another+title&description=Somebody+slipped."
			   "&occurred_at=2024-10-01T08:00&is_time_known=1&reason=x"),
		409);
	assert_true(staff_shows(&s, "A slip"));
	assert_true(staff_shows(&s, "Another title"));
	assert_true(staff_shows(&s, "Somebody else has changed this meanwhile"));
}

static void links_hold_both_ways_and_show_no_more_than_is_seen(void **state)
{
	(void)state;
	assert_int_equal(staff_post(&s, SPECIALIST, ONE "/links", "kind=led_to&number=INC-20241001-0001"),
			 422);
	assert_int_equal(staff_post(&s, SPECIALIST, ONE "/links", "kind=led_to&number=INC-20241001-0099"),
			 422);
	assert_int_equal(staff_post(&s, STRANGER, ONE "/links", "kind=led_to&number=INC-20241001-0002"), 404);
	assert_int_equal(staff_post(&s, SPECIALIST, ONE "/links", "kind=led_to&number=INC-20241001-0002"),
			 303);
	assert_int_equal(staff_post(&s, SPECIALIST, TWO "/links", "kind=related&number=INC-20241001-0001"),
			 303);
	assert_int_equal(staff_post(&s, SPECIALIST, ONE "/links", "kind=related&number=INC-20241001-0002"),
			 303);
	assert_int_equal(staff_number(&s, "SELECT COUNT(*) AS number FROM incident_link"), 2);
	assert_int_equal(staff_get(&s, SPECIALIST, TWO), 200);
	assert_true(staff_shows(&s, "Came from"));
	assert_true(staff_shows(&s, "Related to"));
	assert_int_equal(staff_post(&s, SPECIALIST, FOUR "/links/1/remove", ""), 404);
	assert_int_equal(staff_post(&s, SPECIALIST, TWO "/links/1/remove", ""), 303);
	assert_int_equal(staff_get(&s, SPECIALIST, ONE), 200);
	assert_false(staff_shows(&s, "Led to"));
}

static void a_duplicate_is_locked_and_can_be_separated(void **state)
{
	(void)state;
	assert_int_equal(staff_post(&s, SPECIALIST, FIVE "/merge", "number=INC-20241001-0005&reason=x"), 422);
	assert_int_equal(
		staff_post(&s, SPECIALIST, FIVE "/merge", "number=INC-20241001-0001&reason=The+same+fall"),
		303);
	assert_int_equal(staff_post(&s, SPECIALIST, FOUR "/merge", "number=INC-20241001-0005&reason=x"), 422);
	assert_int_equal(staff_post(&s, SPECIALIST, ONE "/merge", "number=INC-20241001-0002&reason=x"), 422);
	assert_int_equal(staff_get(&s, SPECIALIST, "/incidents"), 200);
	assert_false(staff_shows(&s, "INC-20241001-0005"));
	assert_int_equal(staff_get(&s, SPECIALIST, "/incidents?merged=1"), 200);
	assert_true(staff_shows(&s, "INC-20241001-0005"));
	assert_int_equal(staff_post(&s, SPECIALIST, FIVE "/comments", "audience=internal&body=x"), 423);
	assert_int_equal(staff_post(&s, SPECIALIST, FIVE "/configuration", "version=2&severity=low"), 423);
	assert_int_equal(staff_post(&s, MANAGER, FIVE "/status/under_review", "from=new"), 423);
	assert_true(staff_shows(&s, "It was merged into another incident"));
	/* Its reporter reads the state of the one that goes on. */
	staff_run(&s, "UPDATE incident SET status = 'capa_pending' WHERE number = 'INC-20241001-0001'");
	assert_int_equal(staff_get(&s, REPORTER, FIVE), 200);
	assert_true(staff_shows(&s, "CAPA Pending"));
	staff_run(&s, "UPDATE incident SET status = 'under_review' WHERE number = 'INC-20241001-0001'");
	assert_int_equal(staff_post(&s, SPECIALIST, FIVE "/separate", "reason="), 422);
	assert_int_equal(staff_post(&s, SPECIALIST, FIVE "/separate", "reason=Two+falls"), 303);
	assert_int_equal(
		staff_number(&s, "SELECT COUNT(*) AS number FROM incident WHERE merged_into_id IS NOT NULL"),
		0);
	assert_int_equal(
		staff_number(
			&s,
			"SELECT COUNT(*) AS number FROM audit_entry WHERE action LIKE 'incident.duplicate%'"
			" OR action IN ('incident.merged', 'incident.separated')"),
		4);
	/* Every figure was taken off with the merge and added again. */
	assert_int_equal(staff_number(&s, "SELECT CAST(SUM(sign) AS SIGNED) AS number FROM figure_change"),
			 5);
}

static void watching_begins_and_ends(void **state)
{
	(void)state;
	assert_int_equal(staff_post(&s, REPORTER, ONE "/watch", ""), 403);
	assert_int_equal(staff_post(&s, SPECIALIST, ONE "/watch", ""), 303);
	assert_int_equal(staff_post(&s, SPECIALIST, ONE "/watch", ""), 303);
	assert_int_equal(staff_get(&s, MANAGER, ONE), 200);
	assert_true(staff_shows(&s, "Given Person3"));
	assert_int_equal(staff_number(&s, "SELECT COUNT(*) AS number FROM incident_watcher"), 1);
	assert_int_equal(staff_post(&s, SPECIALIST, ONE "/watch", "end=1"), 303);
	assert_int_equal(staff_number(&s, "SELECT COUNT(*) AS number FROM incident_watcher"), 0);
}

static void drafts_wait_for_their_author(void **state)
{
	(void)state;
	assert_int_equal(staff_post(&s, MANAGER, "/drafts?form=" ONE "/comments",
				    "body=Half+a+thought&csrf=c&password=secret"),
			 204);
	assert_int_equal(
		staff_number(&s, "SELECT COUNT(*) AS number FROM draft WHERE answers LIKE '%secret%'"), 0);
	assert_int_equal(staff_get(&s, MANAGER, ONE "/comments"), 200);
	assert_true(staff_shows(&s, "Half a thought"));
	assert_int_equal(staff_get(&s, SPECIALIST, ONE "/comments"), 200);
	assert_false(staff_shows(&s, "Half a thought"));
	assert_int_equal(staff_post(&s, MANAGER, ONE "/comments",
				    "audience=reporter&body=A+whole+thought&keep_draft=1"),
			 303);
	assert_int_equal(
		staff_number(&s, "SELECT COUNT(*) AS number FROM comment WHERE body = 'A whole thought'"), 0);
	assert_int_equal(staff_get(&s, MANAGER, ONE "/comments"), 200);
	assert_true(staff_shows(&s, "A whole thought") && staff_shows(&s, "value=\"reporter\" checked"));
	assert_int_equal(staff_post(&s, MANAGER, ONE "/comments", "audience=internal&body=A+whole+thought"),
			 303);
	assert_int_equal(staff_number(&s, "SELECT COUNT(*) AS number FROM draft"), 0);
	assert_int_equal(staff_post(&s, MANAGER, "/drafts?form=//elsewhere.example", "body=x"), 400);
	assert_int_equal(staff_post(&s, MANAGER, "/drafts?form=" ONE "/comments", "body=x"), 204);
	assert_int_equal(staff_post(&s, MANAGER, "/drafts/discard?form=" ONE "/comments", ""), 303);
	assert_int_equal(staff_number(&s, "SELECT COUNT(*) AS number FROM draft"), 0);
}

/* The form of a draft as the page sends it, but without one guard of one step. */
static const char *draft_form(const char *go, bool with_answer)
{
	static const char *const steps[] = {"under_review.closed", "capa_pending.closed"};
	struct text form = TEXT_IN(s.d->arena);

	text_printf(&form, "go=%s&note=Supervisors+close+up+to+medium&lock.closed.messages=1", go);
	text_cstr(&form, "&step.new.under_review.label=Look+at+it&step.new.under_review.permit.manager=critical"
			 "&step.new.under_review.is_active=1&step.under_review.investigation.label=Start+investigation"
			 "&step.under_review.investigation.guard.investigation=1"
			 "&step.under_review.investigation.is_automatic=1&step.under_review.investigation.is_active=1"
			 "&step.investigation.capa_pending.label=Investigation+approved"
			 "&step.investigation.capa_pending.guard.investigation_approved=1"
			 "&step.investigation.capa_pending.is_automatic=1&step.investigation.capa_pending.is_active=1"
			 "&step.closed.archived.label=Archive&step.closed.archived.guard.retention_over=1"
			 "&step.closed.archived.is_automatic=1&step.closed.archived.is_active=1");
	for (size_t i = 0; i < 2; i++)
		text_printf(&form,
			    "&step.%s.label=Close&step.%s.permit.supervisor=medium&step.%s.guard.no_investigation=1"
			    "&step.%s.guard.no_open_actions=1&step.%s.needs_signature=1&step.%s.is_active=1%s%s%s",
			    steps[i], steps[i], steps[i], steps[i], steps[i], steps[i],
			    with_answer ? "&step." : "", with_answer ? steps[i] : "",
			    with_answer ? ".guard.reporter_answered=1" : "");
	return text_str(&form).at;
}

static void workflows_change_by_two_people(void **state)
{
	(void)state;
	assert_int_equal(staff_get(&s, SPECIALIST, "/admin/workflows"), 403);
	assert_int_equal(staff_get(&s, SUPERADMIN, "/admin/workflows"), 200);
	assert_int_equal(staff_post(&s, SUPERADMIN, "/admin/workflows", "register=safety"), 403);
	assert_int_equal(staff_post(&s, ADMINISTRATOR, "/admin/workflows", "register=safety"), 303);
	int64_t id = staff_number(&s, "SELECT MAX(id) AS number FROM workflow_version");
	const char *uri = arena_printf(s.d->arena, "/admin/workflows/%lld", (long long)id).at;
	assert_int_equal(staff_get(&s, ADMINISTRATOR, uri), 200);
	assert_true(staff_shows(&s, "Nothing differs."));
	assert_int_equal(staff_post(&s, SUPERADMIN, uri, "go=approve"), 403);
	/* Without the answer to the reporter it is not even proposed. */
	assert_int_equal(staff_post(&s, ADMINISTRATOR, uri, draft_form("propose", false)), 422);
	assert_true(staff_shows(&s, "The reporter has an answer"));
	assert_int_equal(staff_post(&s, ADMINISTRATOR, uri, draft_form("propose", true)), 303);
	assert_int_equal(staff_post(&s, ADMINISTRATOR, uri, "go=approve"), 403);
	assert_int_equal(staff_get(&s, SUPERADMIN, uri), 200);
	assert_true(staff_shows(&s, "Look at it"));
	assert_int_equal(staff_post(&s, SUPERADMIN, uri, "go=refuse"), 422);
	assert_int_equal(staff_post(&s, SUPERADMIN, uri, "go=approve"), 303);
	assert_int_equal(
		staff_number(&s,
			     "SELECT COUNT(*) AS number FROM workflow_version WHERE stage = 'approved' AND"
			     " organization_id = 1 AND decided_by_id <> proposed_by_id"),
		1);
	/* What is approved stays as it is; incidents that run keep theirs. */
	assert_int_equal(staff_post(&s, ADMINISTRATOR, uri, draft_form("save", true)), 403);
	assert_int_equal(staff_get(&s, MANAGER, FOUR), 200);
	assert_int_equal(staff_get(&s, SUPERADMIN, "/admin/workflows"), 200);
	assert_true(staff_shows(&s, "Holds for new incidents"));
	staff_run(
		&s,
		"UPDATE incident SET workflow_version_id = %lld, status = 'new', manager_id = NULL WHERE number ="
		" 'INC-20241001-0004'",
		(long long)id);
	assert_int_equal(staff_get(&s, SPECIALIST, FOUR), 200);
	assert_true(staff_shows(&s, "Look at it"));
	assert_int_equal(staff_get(&s, SPECIALIST, FIVE), 200);
	assert_true(staff_shows(&s, "Start review"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_investigation_moves_by_itself_and_locks_the_details),
		cmocka_unit_test(reports_are_edited_by_administrators_with_a_reason),
		cmocka_unit_test(links_hold_both_ways_and_show_no_more_than_is_seen),
		cmocka_unit_test(a_duplicate_is_locked_and_can_be_separated),
		cmocka_unit_test(watching_begins_and_ends),
		cmocka_unit_test(drafts_wait_for_their_author),
		cmocka_unit_test(workflows_change_by_two_people),
	};
	return cmocka_run_group_tests_name("record", tests, setup, staff_teardown);
}
