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
#include "../unit/http/client.h"
#include "database.h"
#include "identity/password.h"
#include "identity/session.h"
#include "incident/attachment_file.h"
#include "incident/incident_list_pages.h"
#include "investigation/approval_pages.h"
#include "investigation/cause_store.h"
#include "incident/draft_pages.h"
#include "investigation/conclusion_pages.h"
#include "investigation/entry_pages.h"
#include "investigation/evidence_pages.h"
#include "investigation/frame_pages.h"
#include "investigation/move_pages.h"

enum { LEAD = 1, MEMBER, APPROVER, SPECIALIST, ADMINISTRATOR, OUTSIDER, REPORTER, MANAGER, FOREIGNER, PEOPLE };

static struct database *d;
static struct client client;
static struct viewer viewers[PEOPLE];
static const struct viewer *asking;

static enum rc identify(struct request *rq)
{
	rq->viewer = asking;
	return RC_OK;
}

static const struct route *const routes[] = {
	approval_routes, conclusion_routes, entry_routes,        evidence_routes, frame_routes,
	move_routes,     incident_list_routes, incident_files_routes, draft_routes, NULL,
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

static int64_t number_of(const char *sql)
{
	return database_number(d->db, sql);
}

static void add_viewer(int n, enum role role, int org)
{
	struct grant *grant = ARENA_NEW(d->arena, struct grant);
	struct str hash = password_hash(d->arena, STR("a good password"));

	run("INSERT INTO person (id, organization_id, uuid, employee_number, given_name, family_name, created_at, updated_at)"
	    " VALUES (%d, %d, UUID(), 'E%d', 'Given', 'Person%d', NOW(6), NOW(6))",
	    n, org, n, n);
	run("INSERT INTO account (id, organization_id, person_id, login, password_hash, created_at)"
	    " VALUES (%d, %d, %d, 'l%d', '%s', NOW(6))",
	    n + 100, org, n, n, hash.at);
	*grant = (struct grant){role, 0, 0};
	viewers[n] = (struct viewer){
		.organization_id = org,
		.organization_zone = STR("UTC"),
		.account_id = n + 100,
		.person_id = n,
		.name = arena_printf(d->arena, "Given Person%d", n),
		.auth_method = STR("password"),
		.roles = 1u << role,
		.grants = grant,
		.grant_count = 1,
	};
}

static void add_incident(int id, const char *number)
{
	run("INSERT INTO incident (id, organization_id, uuid, number, register, status, title, description, occurred_at,"
	    " reported_at, establishment_id, severity, reporting, reporter_id, manager_id, investigation_required,"
	    " investigation_lead_id, investigation_approver_id, source, created_at, updated_at) VALUES (%d, 1, UUID(), '%s',"
	    " 'safety', 'investigation', 'A fall from a ladder', 'Somebody fell.', '2024-10-01', '2024-10-01', 1, 'high',"
	    " 'named', %d, %d, TRUE, %d, %d, 'wizard', '2024-10-01', '2024-10-01')",
	    id, number, REPORTER, MANAGER, LEAD, APPROVER);
	run("INSERT INTO incident_text (incident_id, organization_id, words) VALUES (%d, 1, 'words')", id);
	run("INSERT INTO incident_member (organization_id, person_id, incident_id) VALUES (1, %d, %d)", APPROVER, id);
}

static int setup(void **state)
{
	static const enum role roles[PEOPLE] = {
		[LEAD] = ROLE_INVESTIGATOR,     [MEMBER] = ROLE_INVESTIGATOR,
		[APPROVER] = ROLE_SUPERVISOR,   [SPECIALIST] = ROLE_EHS_SPECIALIST,
		[ADMINISTRATOR] = ROLE_ADMINISTRATOR, [OUTSIDER] = ROLE_INVESTIGATOR,
		[REPORTER] = ROLE_EMPLOYEE,     [MANAGER] = ROLE_SUPERVISOR,
		[FOREIGNER] = ROLE_EHS_SPECIALIST,
	};
	struct server *server;

	database_setup(state);
	d = *state;
	record_use(record_parts);
	for (int org = 1; org <= 2; org++) {
		run("INSERT INTO organization (id, code, name, created_at) VALUES (%d, 'o%d', 'O', NOW(6))", org, org);
		run("INSERT INTO establishment (id, organization_id, uuid, code, name, zone, created_at, updated_at)"
		    " VALUES (%d, %d, UUID(), 'P', 'Place', 'UTC', NOW(6), NOW(6))",
		    org, org);
	}
	for (int n = 1; n < PEOPLE; n++)
		add_viewer(n, roles[n], n == FOREIGNER ? 2 : 1);
	for (int i = 1; i <= 4; i++)
		add_incident(i, arena_printf(d->arena, "INC-20241001-000%d", i).at);
	assert_int_equal(server_open(d->arena, &program, d->config, d->db, &server), RC_OK);
	client.server = *server;
	return 0;
}

static int teardown(void **state)
{
	arena_free(client.arena);
	return database_teardown(state);
}

#define TAB(n) "/incidents/INC-20241001-000" #n "/investigation"

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

/* The uuid of the newest row of a table, as an address below the tab of incident 1. */
static const char *newest(const char *tab, const char *part, const char *table, const char *behind)
{
	struct rows rows;
	static const struct field fields[] = {{.kind = FIELD_UUID, .name = "uuid", .offset = 0}, FIELD_END};
	static const struct record record = {"uuid_row", sizeof(struct str), fields};
	const struct statement *statement =
		db_compose("newest", &record, arena_printf(d->arena, "SELECT uuid FROM %s ORDER BY id DESC LIMIT 1", table));

	assert_int_equal(db_list(d->db, d->arena, statement, NO_PARAMS, &rows), RC_OK);
	return arena_printf(d->arena, "%s/%s/%s%s", tab, part, ROW(struct str, rows, 0)->at, behind).at;
}

/* Everything that a submission needs. */
static void write_complete(const char *tab)
{
	const char *at = arena_printf(d->arena, "%s/", tab).at;

#define TO(part) arena_printf(d->arena, "%s%s", at, part).at
	assert_int_equal(post(LEAD, TO("settings"), "effect=A+fall&has_whys=1&version=1"), 303);
	assert_int_equal(post(LEAD, TO("evidence"), "title=Rung&kind=physical"), 303);
	assert_int_equal(post(LEAD, TO("problems"), "problem=The+rung+broke"), 303);
	const char *chain = newest(tab, "", "why_chain", "");
	const char *form = arena_printf(d->arena, "chain=%s&answer=Nobody+looks+at+ladders&evidence=1",
					strrchr(chain, '/') + 1).at;
	assert_int_equal(post(LEAD, TO("whys"), form), 303);
	assert_int_equal(post(LEAD, newest(tab, "whys", "why", "/root"), ""), 303);
	assert_int_equal(post(LEAD, newest(tab, "causes", "cause", ""),
			      "version=1&text=No+inspection&kind=root&factor=maintenance.inspection&evidence=1"),
			 303);
	assert_int_equal(post(LEAD, TO("conclusion"), "version=1&conclusion=Ladders+are+not+inspected.&action=save"), 303);
#undef TO
}

#define SIGN "password=a+good+password&accepts_policy=1"

static void only_those_named_write(void **state)
{
	(void)state;
	static const int readers[] = {APPROVER, MANAGER, ADMINISTRATOR};

	assert_int_equal(get(LEAD, TAB(1)), 200);
	for (size_t i = 0; i < sizeof readers / sizeof *readers; i++) {
		assert_int_equal(get(readers[i], TAB(1)), 200);
		assert_int_equal(post(readers[i], TAB(1) "/problems", "problem=x"), 403);
		assert_int_equal(post(readers[i], TAB(1) "/conclusion", "conclusion=x&version=1&action=save"), 403);
	}
	assert_int_equal(get(REPORTER, TAB(1)), 403);
	assert_int_equal(post(REPORTER, TAB(1) "/problems", "problem=x"), 403);
	assert_int_equal(get(OUTSIDER, TAB(1)), 404);
	assert_int_equal(post(OUTSIDER, TAB(1) "/problems", "problem=x"), 404);
	assert_int_equal(get(FOREIGNER, TAB(1)), 404);
	assert_int_equal(post(FOREIGNER, TAB(1) "/problems", "problem=x"), 404);
	assert_int_equal(number_of("SELECT COUNT(*) AS number FROM why_chain"), 0);
	assert_int_equal(get(LEAD, TAB(1) "/nothing"), 404);
}

static void the_team_sees_and_writes(void **state)
{
	(void)state;
	assert_int_equal(get(MEMBER, TAB(1)), 404);
	assert_int_equal(post(LEAD, TAB(1) "/team", "person=E3"), 422); /* the approver */
	assert_int_equal(post(LEAD, TAB(1) "/team", "person=E2"), 303);
	assert_int_equal(get(MEMBER, TAB(1)), 200);
	assert_int_equal(get(MEMBER, "/incidents"), 200);
	assert_true(says("INC-20241001-0001"));
	assert_false(says("INC-20241001-0002"));
	assert_int_equal(post(MEMBER, TAB(1) "/evidence", "title=Photo&kind=observation"), 303);
	assert_int_equal(post(LEAD, TAB(1) "/team", "remove=2"), 303);
	assert_int_equal(get(MEMBER, TAB(1)), 404);
	assert_int_equal(number_of("SELECT COUNT(*) AS number FROM event WHERE kind = 'investigation.assigned'"), 1);
}

static void gaps_keep_it_back(void **state)
{
	(void)state;
	assert_int_equal(get(LEAD, TAB(1)), 200);
	assert_true(says("No root cause is named"));
	assert_int_equal(post(LEAD, TAB(1) "/submit", SIGN), 422);
	assert_true(says("The conclusion is empty"));
	assert_int_equal(number_of("SELECT COUNT(*) AS number FROM investigation WHERE state <> 'in_progress'"), 0);
}

static void rejection_and_rework_then_approval_locks_and_moves_on(void **state)
{
	(void)state;
	write_complete(TAB(2));
	assert_int_equal(get(LEAD, TAB(2)), 200);
	assert_true(says("Nothing is missing."));
	/* Only the lead submits, with the right password. */
	assert_int_equal(post(SPECIALIST, TAB(2) "/submit", SIGN), 403);
	assert_int_equal(post(LEAD, TAB(2) "/submit", "password=wrong+password&accepts_policy=1"), 422);
	assert_int_equal(post(LEAD, TAB(2) "/submit", SIGN), 303);
	assert_int_equal(number_of("SELECT COUNT(*) AS number FROM investigation WHERE state = 'pending_approval' AND round = 1"), 1);
	/* Frozen. */
	assert_int_equal(post(LEAD, TAB(2) "/problems", "problem=late"), 423);
	assert_int_equal(post(LEAD, TAB(2) "/conclusion", "conclusion=late&version=2&action=save"), 423);
	/* Nobody but the approver decides; a rejection needs comments. */
	assert_int_equal(post(LEAD, TAB(2) "/decision", SIGN "&decision=approved"), 403);
	assert_int_equal(post(SPECIALIST, TAB(2) "/decision", SIGN "&decision=approved"), 403);
	assert_int_equal(post(MANAGER, TAB(2) "/decision", SIGN "&decision=approved"), 403);
	assert_int_equal(post(FOREIGNER, TAB(2) "/decision", SIGN "&decision=approved"), 404);
	assert_int_equal(post(APPROVER, TAB(2) "/decision", SIGN "&decision=rejected"), 422);
	assert_int_equal(post(APPROVER, TAB(2) "/decision", SIGN "&decision=rejected&comments=Ask+the+second+shift"), 303);
	assert_int_equal(get(LEAD, TAB(2)), 200);
	assert_true(says("Ask the second shift"));
	/* Rework: the first change makes it "in progress", the second round is signed anew. */
	assert_int_equal(post(LEAD, TAB(2) "/conclusion", "conclusion=Nobody+inspects+ladders.&version=2&action=save"), 303);
	assert_int_equal(number_of("SELECT COUNT(*) AS number FROM investigation WHERE state = 'in_progress' AND round = 1"), 1);
	assert_int_equal(get(LEAD, TAB(2)), 200);
	assert_true(says("changed since"));
	assert_int_equal(post(LEAD, TAB(2) "/submit", SIGN), 303);
	assert_int_equal(post(APPROVER, TAB(2) "/decision", SIGN "&decision=approved&submission=0190a000-0000-7000-8000-000000000001"), 303);
	/* Once, however often it is sent. */
	assert_int_equal(post(APPROVER, TAB(2) "/decision", SIGN "&decision=approved&submission=0190a000-0000-7000-8000-000000000001"), 423);
	assert_int_equal(number_of("SELECT COUNT(*) AS number FROM signature WHERE kind = 'investigation' AND incident_id = 2"), 4);
	assert_int_equal(number_of("SELECT COUNT(*) AS number FROM incident WHERE id = 2 AND status = 'capa_pending'"), 1);
	assert_int_equal(post(LEAD, TAB(2) "/problems", "problem=late"), 423);
	assert_int_equal(post(LEAD, TAB(2) "/evidence", "title=late&kind=physical"), 423);
	assert_int_equal(post(LEAD, TAB(2) "/team", "person=E2"), 423);
	assert_int_equal(post(SPECIALIST, TAB(2) "/reopen", "reason=x"), 423);
	assert_int_equal(number_of("SELECT COUNT(*) AS number FROM event WHERE kind LIKE 'investigation.%' AND subject_id = 2"), 4);
}

static void an_approver_who_joins_the_work_approves_no_more(void **state)
{
	(void)state;
	write_complete(TAB(3));
	assert_int_equal(post(LEAD, TAB(3) "/submit", SIGN), 303);
	run("UPDATE incident SET investigation_team = '%d' WHERE id = 3", APPROVER);
	assert_int_equal(post(APPROVER, TAB(3) "/decision", SIGN "&decision=approved"), 403);
	/* Nor does the one who submitted it, after another lead was named. */
	run("UPDATE incident SET investigation_team = '', investigation_lead_id = %d, investigation_approver_id = %d WHERE id = 3",
	    SPECIALIST, LEAD);
	viewers[LEAD].roles |= 1u << ROLE_SUPERADMIN;
	assert_int_equal(post(LEAD, TAB(3) "/decision", SIGN "&decision=approved"), 403);
	viewers[LEAD].roles = 1u << ROLE_INVESTIGATOR;
	assert_int_equal(number_of("SELECT COUNT(*) AS number FROM investigation WHERE incident_id = 3 AND state = 'pending_approval'"), 1);
}

static void two_at_once_lose_nothing(void **state)
{
	(void)state;
	assert_int_equal(post(LEAD, TAB(4) "/timeline", "kind=event&happened_at=2024-10-01T10:00&what=First"), 303);
	const char *event = newest(TAB(4), "timeline", "sequence_event", "");
	assert_int_equal(post(LEAD, event, "version=1&kind=event&happened_at=2024-10-01T10:00&what=Second"), 303);
	assert_int_equal(post(SPECIALIST, event, "version=1&kind=event&happened_at=2024-10-01T10:00&what=Mine"), 409);
	assert_true(says("Second") && says("Mine"));
	assert_int_equal(post(SPECIALIST, event, "version=2&kind=event&happened_at=2024-10-01T10:00&what=Mine"), 303);
	assert_int_equal(post(LEAD, TAB(4) "/conclusion", "conclusion=One&version=1&action=save"), 303);
	assert_int_equal(post(SPECIALIST, TAB(4) "/conclusion", "conclusion=Two&version=1&action=save"), 409);
	assert_true(says("One") && says("Two"));
	/* Looking at it does not make an old text new. */
	assert_int_equal(post(SPECIALIST, TAB(4) "/conclusion", "conclusion=Two&version=1&action=preview"), 200);
	assert_true(says("name=\"version\" value=\"1\""));
}

static void a_draft_of_it_waits_and_never_hides_a_newer_text(void **state)
{
	static const char form[] = TAB(4) "/conclusion";

	(void)state;
	assert_int_equal(post(SPECIALIST, form, "conclusion=Half+a+thought&version=2&keep_draft=1"), 303);
	assert_int_equal(post(REPORTER, form, "conclusion=x&version=2&keep_draft=1"), 403);
	assert_int_equal(number_of("SELECT COUNT(*) AS number FROM draft"), 1);
	assert_int_equal(get(SPECIALIST, form), 200);
	assert_true(says("Half a thought</textarea>") && says("name=\"version\" value=\"2\""));
	assert_int_equal(get(LEAD, form), 200);
	assert_false(says("Half a thought"));
	assert_int_equal(post(LEAD, form, "conclusion=Newer&version=2&action=save"), 303);
	assert_int_equal(get(SPECIALIST, form), 200);
	assert_true(says("Half a thought</textarea>") && says("name=\"version\" value=\"2\""));
	assert_int_equal(post(SPECIALIST, form, "conclusion=Half+a+thought&version=2&action=save"), 409);
	assert_true(says("Newer") && says("Half a thought</textarea>") && says("name=\"version\" value=\"3\""));
	assert_int_equal(number_of("SELECT COUNT(*) AS number FROM draft"), 1);
	assert_int_equal(post(SPECIALIST, form, "conclusion=A+whole+thought&version=3&action=save"), 303);
	assert_int_equal(number_of("SELECT COUNT(*) AS number FROM draft"), 0);
	assert_int_equal(post(SPECIALIST, form, "conclusion=One&version=4&action=save"), 303);
}

static void filling_never_replaces_what_was_typed(void **state)
{
	(void)state;
	assert_int_equal(post(LEAD, TAB(4) "/conclusion", "conclusion=&version=5&action=fill"), 200);
	assert_true(says("## What is explained"));
	assert_int_equal(post(LEAD, TAB(4) "/conclusion", "conclusion=My+own&version=5&action=fill"), 200);
	assert_true(says("My own</textarea>") && says("value=\"fill-append\""));
	assert_int_equal(post(LEAD, TAB(4) "/conclusion", "conclusion=My+own&version=5&action=fill-append"), 200);
	assert_true(says("My own\n\n## What is explained"));
	assert_int_equal(number_of("SELECT COUNT(*) AS number FROM investigation WHERE incident_id = 4 AND conclusion = 'One'"), 1);
}

static void a_form_sent_twice_counts_once(void **state)
{
	(void)state;
	const char *form = "problem=Once&submission=0190a000-0000-7000-8000-00000000000a";

	assert_int_equal(post(LEAD, TAB(4) "/problems", form), 303);
	assert_int_equal(post(LEAD, TAB(4) "/problems", form), 303);
	assert_int_equal(number_of("SELECT COUNT(*) AS number FROM why_chain WHERE problem = 'Once'"), 1);
}

static void the_fishbone_moves_by_form(void **state)
{
	(void)state;
	assert_int_equal(post(LEAD, TAB(4) "/fishbone", "text=First&branch=man"), 303);
	assert_int_equal(post(LEAD, TAB(4) "/fishbone", "text=Second&branch=man"), 303);
	const char *second = newest(TAB(4), "fishbone", "fishbone_item", "/move");
	assert_int_equal(post(LEAD, second, "to=up"), 303);
	assert_int_equal(number_of("SELECT COUNT(*) AS number FROM fishbone_item a JOIN fishbone_item b ON a.text = 'Second'"
				   " AND b.text = 'First' AND a.position < b.position"), 1);
	assert_int_equal(post(LEAD, second, "to=machine"), 303);
	assert_int_equal(number_of("SELECT COUNT(*) AS number FROM fishbone_item WHERE branch = 'machine'"), 1);
	assert_int_equal(post(LEAD, second, "to=nowhere"), 400);
	/* What stands behind goes along. */
	struct str parent = arena_printf(d->arena, "text=Behind&branch=man&parent_id=%lld",
					 (long long)number_of("SELECT id AS number FROM fishbone_item WHERE text = 'Second'"));
	assert_int_equal(post(LEAD, TAB(4) "/fishbone", parent.at), 303);
	assert_int_equal(number_of("SELECT COUNT(*) AS number FROM fishbone_item WHERE branch = 'machine'"), 2);
	assert_int_equal(post(LEAD, second, "to=method"), 303);
	assert_int_equal(number_of("SELECT COUNT(*) AS number FROM fishbone_item WHERE branch = 'method'"), 2);
	assert_int_equal(post(MANAGER, second, "to=man"), 403);
	assert_int_equal(get(LEAD, TAB(4) "/fishbone"), 200);
	assert_true(says("<svg class=\"fishbone\""));
}

static void evidence_shows_when_its_file_changed(void **state)
{
	(void)state;
	struct attachment file;

	record_clear(&attachment_record, &file);
	assert_int_equal(attachment_file_keep(d->arena, d->config, STR("what was seen"), "text/plain", STR("note.txt"), &file), RC_OK);
	run("INSERT INTO attachment (id, organization_id, uuid, incident_id, sha256, name, type, size, created_at)"
	    " VALUES (77, 1, UUID(), 4, UNHEX(SHA2('what was seen', 256)), 'note.txt', 'text/plain', 13, NOW(6))");
	assert_int_equal(post(LEAD, TAB(4) "/evidence", "title=Note&kind=file"), 422);
	assert_int_equal(post(LEAD, TAB(4) "/evidence", "title=Note&kind=file&attachment_id=77"), 303);
	const char *verify = newest(TAB(4), "evidence", "evidence", "/verify");
	assert_int_equal(post(APPROVER, verify, ""), 303);
	struct str path = arena_printf(d->arena, "%s/%s", config_path(d->arena, d->config, "paths.var").at,
				       attachment_file_path(d->arena, file.sha256).at);
	FILE *stored = fopen(path.at, "a");
	assert_non_null(stored);
	fputs("!", stored);
	fclose(stored);
	assert_int_equal(post(APPROVER, verify, ""), 303);
	remove(path.at);
	assert_int_equal(post(APPROVER, verify, ""), 303);
	assert_int_equal(number_of("SELECT COUNT(*) AS number FROM evidence_check WHERE (id = 1 AND result = 'equal')"
				   " OR (id = 2 AND result = 'changed') OR (id = 3 AND result = 'missing')"), 3);
	assert_int_equal(get(APPROVER, newest(TAB(4), "evidence", "evidence", "")), 200);
	assert_true(says("Cannot be read"));
	/* A file of another incident cannot be registered. */
	assert_int_equal(post(SPECIALIST, TAB(1) "/evidence", "title=Note&kind=file&attachment_id=77"), 422);
	/* The chain of custody only grows. */
	const char *custody = newest(TAB(4), "evidence", "evidence", "/custody");
	assert_int_equal(post(LEAD, custody, "action=handed_over&happened_at=2024-10-02T10:00&from_name=A&to_name=B"), 303);
	assert_int_equal(post(MANAGER, custody, "action=handed_over&happened_at=2024-10-02T10:00"), 403);
}

static void what_is_needed_stays(void **state)
{
	(void)state;
	assert_int_equal(post(LEAD, TAB(4) "/whys", "chain=0190a000-0000-7000-8000-0000000000ff&answer=x"), 404);
	write_complete(TAB(1));
	assert_int_equal(post(LEAD, newest(TAB(1), "whys", "why", "/remove"), "version=1"), 422);
	assert_int_equal(post(LEAD, newest(TAB(1), "problems", "why_chain", "/remove"), "version=1"), 422);
	assert_int_equal(post(LEAD, newest(TAB(1), "causes", "cause", "/remove"), "version=2"), 303);
	struct rows causes;
	assert_int_equal(cause_list(d->db, d->arena, 1, 1, &causes), RC_OK);
	assert_int_equal(causes.count, 0);
	assert_int_equal(post(LEAD, newest(TAB(1), "whys", "why", "/remove"), "version=1"), 303);
	assert_int_equal(number_of("SELECT COUNT(*) AS number FROM audit_entry WHERE action = 'why.removed'"), 1);
}

static void reopened_after_a_step_back(void **state)
{
	(void)state;
	run("UPDATE incident SET status = 'under_review' WHERE id = 2");
	assert_int_equal(post(LEAD, TAB(2) "/reopen", "reason=x"), 403);
	assert_int_equal(post(SPECIALIST, TAB(2) "/reopen", "reason="), 422);
	assert_int_equal(post(SPECIALIST, TAB(2) "/reopen", "reason=New+facts"), 303);
	assert_int_equal(get(LEAD, TAB(2)), 200);
	assert_int_equal(post(LEAD, TAB(2) "/conclusion", "conclusion=New+facts.&version=3&action=save"), 303);
	assert_int_equal(get(LEAD, TAB(2)), 200);
	assert_true(says("Signed version 2; changed since"));
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
	return cmocka_run_group_tests_name("investigation", tests, setup, teardown);
}
