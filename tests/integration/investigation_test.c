/*
 * Investigations over a real database and their real pages: who writes, who signs, rejection and rework, what an approval
 * locks and moves along, hashes of evidence, two people at once, repeated forms, other organizations.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "../../cgi-bin/record_parts.h"
#include "identity/password.h"
#include "incident/attachment_file.h"
#include "incident/draft_pages.h"
#include "incident/incident_list_pages.h"
#include "investigation/approval_pages.h"
#include "investigation/cause_store.h"
#include "investigation/conclusion_pages.h"
#include "investigation/entry_pages.h"
#include "investigation/evidence_pages.h"
#include "investigation/frame_pages.h"
#include "investigation/move_pages.h"
#include "staff.h"

enum { LEAD = 1, MEMBER, APPROVER, SPECIALIST, ADMINISTRATOR, OUTSIDER, REPORTER, MANAGER, FOREIGNER, PEOPLE };

static struct staff s;

static const struct route *const routes[] = {
	approval_routes, conclusion_routes,    entry_routes,          evidence_routes, frame_routes,
	move_routes,     incident_list_routes, incident_files_routes, draft_routes,    NULL,
};

static int setup(void **state)
{
	static const enum role roles[PEOPLE] = {
		[LEAD] = ROLE_INVESTIGATOR,     [MEMBER] = ROLE_INVESTIGATOR,
		[APPROVER] = ROLE_SUPERVISOR,   [SPECIALIST] = ROLE_EHS_SPECIALIST,
		[ADMINISTRATOR] = ROLE_ADMINISTRATOR, [OUTSIDER] = ROLE_INVESTIGATOR,
		[REPORTER] = ROLE_EMPLOYEE,     [MANAGER] = ROLE_SUPERVISOR,
		[FOREIGNER] = ROLE_EHS_SPECIALIST,
	};
	if (staff_setup(&s, state) != 0)
		return -1;
	record_use(record_parts);
	s.accounts_from = 100; /* whoever takes one number for the other is found out */
	staff_organization(&s, 1);
	staff_organization(&s, 2);
	for (int n = 1; n < PEOPLE; n++) {
		staff_viewer(&s, n, roles[n], n == FOREIGNER ? 2 : 1);
		staff_password(&s, n, "a good password");
	}
	for (int i = 1; i <= 4; i++)
		staff_incident(&s, i, "investigation", REPORTER, MANAGER);
	staff_run(
		&s,
		"UPDATE incident SET severity = 'high', investigation_required = TRUE, investigation_lead_id = %d,"
		" investigation_approver_id = %d",
		LEAD, APPROVER);
	staff_run(
		&s,
		"INSERT INTO incident_member (organization_id, person_id, incident_id) SELECT 1, %d, id FROM incident",
		APPROVER);
	staff_portal(&s, routes);
	return 0;
}

#define TAB(n) "/incidents/INC-20241001-000" #n "/investigation"

/* The uuid of the newest row of a table, as an address below the tab of incident 1. */
static const char *newest(const char *tab, const char *part, const char *table, const char *behind)
{
	struct rows rows;
	static const struct field fields[] = {{.kind = FIELD_UUID, .name = "uuid", .offset = 0}, FIELD_END};
	static const struct record record = {"uuid_row", sizeof(struct str), fields};
	const struct statement *statement =
		db_compose("newest", &record,
			   arena_printf(s.d->arena, "SELECT uuid FROM %s ORDER BY id DESC LIMIT 1", table));

	assert_int_equal(db_list(s.d->db, s.d->arena, statement, NO_PARAMS, &rows), RC_OK);
	return arena_printf(s.d->arena, "%s/%s/%s%s", tab, part, ROW(struct str, rows, 0)->at, behind).at;
}

/* Everything that a submission needs. */
static void write_complete(const char *tab)
{
	const char *at = arena_printf(s.d->arena, "%s/", tab).at;

#define TO(part) arena_printf(s.d->arena, "%s%s", at, part).at
	assert_int_equal(staff_post(&s, LEAD, TO("settings"), "effect=A+fall&has_whys=1&version=1"), 303);
	assert_int_equal(staff_post(&s, LEAD, TO("evidence"), "title=Rung&kind=physical"), 303);
	assert_int_equal(staff_post(&s, LEAD, TO("problems"), "problem=The+rung+broke"), 303);
	const char *chain = newest(tab, "", "why_chain", "");
	const char *form = arena_printf(s.d->arena, "chain=%s&answer=Nobody+looks+at+ladders&evidence=1",
					strrchr(chain, '/') + 1)
				   .at;
	assert_int_equal(staff_post(&s, LEAD, TO("whys"), form), 303);
	assert_int_equal(staff_post(&s, LEAD, newest(tab, "whys", "why", "/root"), ""), 303);
	assert_int_equal(
		staff_post(&s, LEAD, newest(tab, "causes", "cause", ""),
			   "version=1&text=No+inspection&kind=root&factor=maintenance.inspection&evidence=1"),
		303);
	assert_int_equal(staff_post(&s, LEAD, TO("conclusion"),
				    "version=1&conclusion=Ladders+are+not+inspected.&action=save"),
			 303);
#undef TO
}

#define SIGN "password=a+good+password&accepts_policy=1"

static void only_those_named_write(void **state)
{
	(void)state;
	static const int readers[] = {APPROVER, MANAGER, ADMINISTRATOR};

	assert_int_equal(staff_get(&s, LEAD, TAB(1)), 200);
	for (size_t i = 0; i < sizeof readers / sizeof *readers; i++) {
		assert_int_equal(staff_get(&s, readers[i], TAB(1)), 200);
		assert_int_equal(staff_post(&s, readers[i], TAB(1) "/problems", "problem=x"), 403);
		assert_int_equal(staff_post(&s, readers[i], TAB(1) "/conclusion",
					    "conclusion=x&version=1&action=save"),
				 403);
	}
	assert_int_equal(staff_get(&s, REPORTER, TAB(1)), 403);
	assert_int_equal(staff_post(&s, REPORTER, TAB(1) "/problems", "problem=x"), 403);
	assert_int_equal(staff_get(&s, OUTSIDER, TAB(1)), 404);
	assert_int_equal(staff_post(&s, OUTSIDER, TAB(1) "/problems", "problem=x"), 404);
	assert_int_equal(staff_get(&s, FOREIGNER, TAB(1)), 404);
	assert_int_equal(staff_post(&s, FOREIGNER, TAB(1) "/problems", "problem=x"), 404);
	assert_int_equal(staff_number(&s, "SELECT COUNT(*) AS number FROM why_chain"), 0);
	assert_int_equal(staff_get(&s, LEAD, TAB(1) "/nothing"), 404);
}

static void the_team_sees_and_writes(void **state)
{
	(void)state;
	assert_int_equal(staff_get(&s, MEMBER, TAB(1)), 404);
	assert_int_equal(staff_post(&s, LEAD, TAB(1) "/team", "person=E3"), 422); /* the approver */
	assert_int_equal(staff_post(&s, LEAD, TAB(1) "/team", "person=E2"), 303);
	assert_int_equal(staff_get(&s, MEMBER, TAB(1)), 200);
	assert_int_equal(staff_get(&s, MEMBER, "/incidents"), 200);
	assert_true(staff_shows(&s, "INC-20241001-0001"));
	assert_false(staff_shows(&s, "INC-20241001-0002"));
	assert_int_equal(staff_post(&s, MEMBER, TAB(1) "/evidence", "title=Photo&kind=observation"), 303);
	assert_int_equal(staff_post(&s, LEAD, TAB(1) "/team", "remove=2"), 303);
	assert_int_equal(staff_get(&s, MEMBER, TAB(1)), 404);
	assert_int_equal(
		staff_number(&s,
			     "SELECT COUNT(*) AS number FROM event WHERE kind = 'investigation.assigned'"),
		1);
}

static void gaps_keep_it_back(void **state)
{
	(void)state;
	assert_int_equal(staff_get(&s, LEAD, TAB(1)), 200);
	assert_true(staff_shows(&s, "No root cause is named"));
	assert_int_equal(staff_post(&s, LEAD, TAB(1) "/submit", SIGN), 422);
	assert_true(staff_shows(&s, "The conclusion is empty"));
	assert_int_equal(
		staff_number(&s, "SELECT COUNT(*) AS number FROM investigation WHERE state <> 'in_progress'"),
		0);
}

static void rejection_and_rework_then_approval_locks_and_moves_on(void **state)
{
	(void)state;
	write_complete(TAB(2));
	assert_int_equal(staff_get(&s, LEAD, TAB(2)), 200);
	assert_true(staff_shows(&s, "Nothing is missing."));
	/* Only the lead submits, with the right password. */
	assert_int_equal(staff_post(&s, SPECIALIST, TAB(2) "/submit", SIGN), 403);
	assert_int_equal(staff_post(&s, LEAD, TAB(2) "/submit", "password=wrong+password&accepts_policy=1"),
			 422);
	assert_int_equal(staff_post(&s, LEAD, TAB(2) "/submit", SIGN), 303);
	assert_int_equal(
		staff_number(
			&s,
			"SELECT COUNT(*) AS number FROM investigation WHERE state = 'pending_approval' AND round = 1"),
		1);
	/* Frozen. */
	assert_int_equal(staff_post(&s, LEAD, TAB(2) "/problems", "problem=late"), 423);
	assert_int_equal(staff_post(&s, LEAD, TAB(2) "/conclusion", "conclusion=late&version=2&action=save"),
			 423);
	/* Nobody but the approver decides; a rejection needs comments. */
	assert_int_equal(staff_post(&s, LEAD, TAB(2) "/decision", SIGN "&decision=approved"), 403);
	assert_int_equal(staff_post(&s, SPECIALIST, TAB(2) "/decision", SIGN "&decision=approved"), 403);
	assert_int_equal(staff_post(&s, MANAGER, TAB(2) "/decision", SIGN "&decision=approved"), 403);
	assert_int_equal(staff_post(&s, FOREIGNER, TAB(2) "/decision", SIGN "&decision=approved"), 404);
	assert_int_equal(staff_post(&s, APPROVER, TAB(2) "/decision", SIGN "&decision=rejected"), 422);
	assert_int_equal(staff_post(&s, APPROVER, TAB(2) "/decision",
				    SIGN "&decision=rejected&comments=Ask+the+second+shift"),
			 303);
	assert_int_equal(staff_get(&s, LEAD, TAB(2)), 200);
	assert_true(staff_shows(&s, "Ask the second shift"));
	/* Rework: the first change makes it "in progress", the second round is signed anew. */
	assert_int_equal(staff_post(&s, LEAD, TAB(2) "/conclusion",
				    "conclusion=Nobody+inspects+ladders.&version=2&action=save"),
			 303);
	assert_int_equal(
		staff_number(
			&s,
			"SELECT COUNT(*) AS number FROM investigation WHERE state = 'in_progress' AND round = 1"),
		1);
	assert_int_equal(staff_get(&s, LEAD, TAB(2)), 200);
	assert_true(staff_shows(&s, "changed since"));
	assert_int_equal(staff_post(&s, LEAD, TAB(2) "/submit", SIGN), 303);
	assert_int_equal(staff_post(&s, APPROVER, TAB(2) "/decision",
				    SIGN
				    "&decision=approved&submission=0190a000-0000-7000-8000-000000000001"),
			 303);
	/* Once, however often it is sent. */
	assert_int_equal(staff_post(&s, APPROVER, TAB(2) "/decision",
				    SIGN
				    "&decision=approved&submission=0190a000-0000-7000-8000-000000000001"),
			 423);
	assert_int_equal(
		staff_number(
			&s,
			"SELECT COUNT(*) AS number FROM signature WHERE kind = 'investigation' AND incident_id = 2"),
		4);
	assert_int_equal(
		staff_number(
			&s,
			"SELECT COUNT(*) AS number FROM incident WHERE id = 2 AND status = 'capa_pending'"),
		1);
	assert_int_equal(staff_post(&s, LEAD, TAB(2) "/problems", "problem=late"), 423);
	assert_int_equal(staff_post(&s, LEAD, TAB(2) "/evidence", "title=late&kind=physical"), 423);
	assert_int_equal(staff_post(&s, LEAD, TAB(2) "/team", "person=E2"), 423);
	assert_int_equal(staff_post(&s, SPECIALIST, TAB(2) "/reopen", "reason=x"), 423);
	assert_int_equal(
		staff_number(
			&s,
			"SELECT COUNT(*) AS number FROM event WHERE kind LIKE 'investigation.%' AND subject_id = 2"),
		4);
}

static void an_approver_who_joins_the_work_approves_no_more(void **state)
{
	(void)state;
	write_complete(TAB(3));
	assert_int_equal(staff_post(&s, LEAD, TAB(3) "/submit", SIGN), 303);
	staff_run(&s, "UPDATE incident SET investigation_team = '%d' WHERE id = 3", APPROVER);
	assert_int_equal(staff_post(&s, APPROVER, TAB(3) "/decision", SIGN "&decision=approved"), 403);
	/* Nor does the one who submitted it, after another lead was named. */
	staff_run(
		&s,
		"UPDATE incident SET investigation_team = '', investigation_lead_id = %d, investigation_approver_id = %d WHERE id = 3",
		SPECIALIST, LEAD);
	s.viewers[LEAD].roles |= 1u << ROLE_SUPERADMIN;
	assert_int_equal(staff_post(&s, LEAD, TAB(3) "/decision", SIGN "&decision=approved"), 403);
	s.viewers[LEAD].roles = 1u << ROLE_INVESTIGATOR;
	assert_int_equal(
		staff_number(
			&s,
			"SELECT COUNT(*) AS number FROM investigation WHERE incident_id = 3 AND state = 'pending_approval'"),
		1);
}

static void two_at_once_lose_nothing(void **state)
{
	(void)state;
	assert_int_equal(staff_post(&s, LEAD, TAB(4) "/timeline",
				    "kind=event&happened_at=2024-10-01T10:00&what=First"),
			 303);
	const char *event = newest(TAB(4), "timeline", "sequence_event", "");
	assert_int_equal(
		staff_post(&s, LEAD, event, "version=1&kind=event&happened_at=2024-10-01T10:00&what=Second"),
		303);
	assert_int_equal(staff_post(&s, SPECIALIST, event,
				    "version=1&kind=event&happened_at=2024-10-01T10:00&what=Mine"),
			 409);
	assert_true(staff_shows(&s, "Second") && staff_shows(&s, "Mine"));
	assert_int_equal(staff_post(&s, SPECIALIST, event,
				    "version=2&kind=event&happened_at=2024-10-01T10:00&what=Mine"),
			 303);
	assert_int_equal(staff_post(&s, LEAD, TAB(4) "/conclusion", "conclusion=One&version=1&action=save"),
			 303);
	assert_int_equal(
		staff_post(&s, SPECIALIST, TAB(4) "/conclusion", "conclusion=Two&version=1&action=save"),
		409);
	assert_true(staff_shows(&s, "One") && staff_shows(&s, "Two"));
	/* Looking at it does not make an old text new. */
	assert_int_equal(
		staff_post(&s, SPECIALIST, TAB(4) "/conclusion", "conclusion=Two&version=1&action=preview"),
		200);
	assert_true(staff_shows(&s, "name=\"version\" value=\"1\""));
}

static void a_draft_of_it_waits_and_never_hides_a_newer_text(void **state)
{
	static const char form[] = TAB(4) "/conclusion";

	(void)state;
	assert_int_equal(staff_post(&s, SPECIALIST, form, "conclusion=Half+a+thought&version=2&keep_draft=1"),
			 303);
	assert_int_equal(staff_post(&s, REPORTER, form, "conclusion=x&version=2&keep_draft=1"), 403);
	assert_int_equal(staff_number(&s, "SELECT COUNT(*) AS number FROM draft"), 1);
	assert_int_equal(staff_get(&s, SPECIALIST, form), 200);
	assert_true(staff_shows(&s, "Half a thought</textarea>") &&
		    staff_shows(&s, "name=\"version\" value=\"2\""));
	assert_int_equal(staff_get(&s, LEAD, form), 200);
	assert_false(staff_shows(&s, "Half a thought"));
	assert_int_equal(staff_post(&s, LEAD, form, "conclusion=Newer&version=2&action=save"), 303);
	assert_int_equal(staff_get(&s, SPECIALIST, form), 200);
	assert_true(staff_shows(&s, "Half a thought</textarea>") &&
		    staff_shows(&s, "name=\"version\" value=\"2\""));
	assert_int_equal(staff_post(&s, SPECIALIST, form, "conclusion=Half+a+thought&version=2&action=save"),
			 409);
	assert_true(staff_shows(&s, "Newer") && staff_shows(&s, "Half a thought</textarea>") &&
		    staff_shows(&s, "name=\"version\" value=\"3\""));
	assert_int_equal(staff_number(&s, "SELECT COUNT(*) AS number FROM draft"), 1);
	assert_int_equal(staff_post(&s, SPECIALIST, form, "conclusion=A+whole+thought&version=3&action=save"),
			 303);
	assert_int_equal(staff_number(&s, "SELECT COUNT(*) AS number FROM draft"), 0);
	assert_int_equal(staff_post(&s, SPECIALIST, form, "conclusion=One&version=4&action=save"), 303);
}

static void filling_never_replaces_what_was_typed(void **state)
{
	(void)state;
	assert_int_equal(staff_post(&s, LEAD, TAB(4) "/conclusion", "conclusion=&version=5&action=fill"),
			 200);
	assert_true(staff_shows(&s, "## What is explained"));
	assert_int_equal(
		staff_post(&s, LEAD, TAB(4) "/conclusion", "conclusion=My+own&version=5&action=fill"), 200);
	assert_true(staff_shows(&s, "My own</textarea>") && staff_shows(&s, "value=\"fill-append\""));
	assert_int_equal(
		staff_post(&s, LEAD, TAB(4) "/conclusion", "conclusion=My+own&version=5&action=fill-append"),
		200);
	assert_true(staff_shows(&s, "My own\n\n## What is explained"));
	assert_int_equal(
		staff_number(
			&s,
			"SELECT COUNT(*) AS number FROM investigation WHERE incident_id = 4 AND conclusion = 'One'"),
		1);
}

static void a_form_sent_twice_counts_once(void **state)
{
	(void)state;
	const char *form = "problem=Once&submission=0190a000-0000-7000-8000-00000000000a";

	assert_int_equal(staff_post(&s, LEAD, TAB(4) "/problems", form), 303);
	assert_int_equal(staff_post(&s, LEAD, TAB(4) "/problems", form), 303);
	assert_int_equal(staff_number(&s, "SELECT COUNT(*) AS number FROM why_chain WHERE problem = 'Once'"),
			 1);
}

static void the_fishbone_moves_by_form(void **state)
{
	(void)state;
	assert_int_equal(staff_post(&s, LEAD, TAB(4) "/fishbone", "text=First&branch=man"), 303);
	assert_int_equal(staff_post(&s, LEAD, TAB(4) "/fishbone", "text=Second&branch=man"), 303);
	const char *second = newest(TAB(4), "fishbone", "fishbone_item", "/move");
	assert_int_equal(staff_post(&s, LEAD, second, "to=up"), 303);
	assert_int_equal(
		staff_number(
			&s,
			"SELECT COUNT(*) AS number FROM fishbone_item a JOIN fishbone_item b ON a.text = 'Second'"
			" AND b.text = 'First' AND a.position < b.position"),
		1);
	assert_int_equal(staff_post(&s, LEAD, second, "to=machine"), 303);
	assert_int_equal(
		staff_number(&s, "SELECT COUNT(*) AS number FROM fishbone_item WHERE branch = 'machine'"), 1);
	assert_int_equal(staff_post(&s, LEAD, second, "to=nowhere"), 400);
	/* What stands behind goes along. */
	struct str parent = arena_printf(
		s.d->arena, "text=Behind&branch=man&parent_id=%lld",
		(long long)staff_number(&s, "SELECT id AS number FROM fishbone_item WHERE text = 'Second'"));
	assert_int_equal(staff_post(&s, LEAD, TAB(4) "/fishbone", parent.at), 303);
	assert_int_equal(
		staff_number(&s, "SELECT COUNT(*) AS number FROM fishbone_item WHERE branch = 'machine'"), 2);
	assert_int_equal(staff_post(&s, LEAD, second, "to=method"), 303);
	assert_int_equal(
		staff_number(&s, "SELECT COUNT(*) AS number FROM fishbone_item WHERE branch = 'method'"), 2);
	assert_int_equal(staff_post(&s, MANAGER, second, "to=man"), 403);
	assert_int_equal(staff_get(&s, LEAD, TAB(4) "/fishbone"), 200);
	assert_true(staff_shows(&s, "<svg class=\"fishbone\""));
}

static void evidence_shows_when_its_file_changed(void **state)
{
	(void)state;
	struct attachment file;

	record_clear(&attachment_record, &file);
	assert_int_equal(attachment_file_keep(s.d->arena, s.d->config, STR("what was seen"), "text/plain",
					      STR("note.txt"), &file),
			 RC_OK);
	staff_run(
		&s,
		"INSERT INTO attachment (id, organization_id, uuid, incident_id, sha256, name, type, size, created_at)"
		" VALUES (77, 1, UUID(), 4, UNHEX(SHA2('what was seen', 256)), 'note.txt', 'text/plain', 13, NOW(6))");
	assert_int_equal(staff_post(&s, LEAD, TAB(4) "/evidence", "title=Note&kind=file"), 422);
	assert_int_equal(staff_post(&s, LEAD, TAB(4) "/evidence", "title=Note&kind=file&attachment_id=77"),
			 303);
	const char *verify = newest(TAB(4), "evidence", "evidence", "/verify");
	assert_int_equal(staff_post(&s, APPROVER, verify, ""), 303);
	struct str path =
		arena_printf(s.d->arena, "%s/%s", config_path(s.d->arena, s.d->config, "paths.var").at,
			     attachment_file_path(s.d->arena, file.sha256).at);
	FILE *stored = fopen(path.at, "a");
	assert_non_null(stored);
	fputs("!", stored);
	fclose(stored);
	assert_int_equal(staff_post(&s, APPROVER, verify, ""), 303);
	remove(path.at);
	assert_int_equal(staff_post(&s, APPROVER, verify, ""), 303);
	assert_int_equal(
		staff_number(
			&s,
			"SELECT COUNT(*) AS number FROM evidence_check WHERE (id = 1 AND result = 'equal')"
			" OR (id = 2 AND result = 'changed') OR (id = 3 AND result = 'missing')"),
		3);
	assert_int_equal(staff_get(&s, APPROVER, newest(TAB(4), "evidence", "evidence", "")), 200);
	assert_true(staff_shows(&s, "Cannot be read"));
	/* A file of another incident cannot be registered. */
	assert_int_equal(
		staff_post(&s, SPECIALIST, TAB(1) "/evidence", "title=Note&kind=file&attachment_id=77"), 422);
	/* The chain of custody only grows. */
	const char *custody = newest(TAB(4), "evidence", "evidence", "/custody");
	assert_int_equal(staff_post(&s, LEAD, custody,
				    "action=handed_over&happened_at=2024-10-02T10:00&from_name=A&to_name=B"),
			 303);
	assert_int_equal(staff_post(&s, MANAGER, custody, "action=handed_over&happened_at=2024-10-02T10:00"),
			 403);
}

static void what_is_needed_stays(void **state)
{
	(void)state;
	assert_int_equal(
		staff_post(&s, LEAD, TAB(4) "/whys", "chain=0190a000-0000-7000-8000-0000000000ff&answer=x"),
		404);
	write_complete(TAB(1));
	assert_int_equal(staff_post(&s, LEAD, newest(TAB(1), "whys", "why", "/remove"), "version=1"), 422);
	assert_int_equal(
		staff_post(&s, LEAD, newest(TAB(1), "problems", "why_chain", "/remove"), "version=1"), 422);
	assert_int_equal(staff_post(&s, LEAD, newest(TAB(1), "causes", "cause", "/remove"), "version=2"),
			 303);
	struct rows causes;
	assert_int_equal(cause_list(s.d->db, s.d->arena, 1, 1, &causes), RC_OK);
	assert_int_equal(causes.count, 0);
	assert_int_equal(staff_post(&s, LEAD, newest(TAB(1), "whys", "why", "/remove"), "version=1"), 303);
	assert_int_equal(
		staff_number(&s, "SELECT COUNT(*) AS number FROM audit_entry WHERE action = 'why.removed'"),
		1);
}

static void reopened_after_a_step_back(void **state)
{
	(void)state;
	staff_run(&s, "UPDATE incident SET status = 'under_review' WHERE id = 2");
	assert_int_equal(staff_post(&s, LEAD, TAB(2) "/reopen", "reason=x"), 403);
	assert_int_equal(staff_post(&s, SPECIALIST, TAB(2) "/reopen", "reason="), 422);
	assert_int_equal(staff_post(&s, SPECIALIST, TAB(2) "/reopen", "reason=New+facts"), 303);
	assert_int_equal(staff_get(&s, LEAD, TAB(2)), 200);
	assert_int_equal(
		staff_post(&s, LEAD, TAB(2) "/conclusion", "conclusion=New+facts.&version=3&action=save"),
		303);
	assert_int_equal(staff_get(&s, LEAD, TAB(2)), 200);
	assert_true(staff_shows(&s, "Signed version 2; changed since"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_those_named_write),
		cmocka_unit_test(the_team_sees_and_writes),
		cmocka_unit_test(gaps_keep_it_back),
		cmocka_unit_test(rejection_and_rework_then_approval_locks_and_moves_on),
		cmocka_unit_test(an_approver_who_joins_the_work_approves_no_more),
		cmocka_unit_test(two_at_once_lose_nothing),
		cmocka_unit_test(a_draft_of_it_waits_and_never_hides_a_newer_text),
		cmocka_unit_test(filling_never_replaces_what_was_typed),
		cmocka_unit_test(a_form_sent_twice_counts_once),
		cmocka_unit_test(the_fishbone_moves_by_form),
		cmocka_unit_test(evidence_shows_when_its_file_changed),
		cmocka_unit_test(what_is_needed_stays),
		cmocka_unit_test(reopened_after_a_step_back),
	};
	return cmocka_run_group_tests_name("investigation", tests, setup, staff_teardown);
}
