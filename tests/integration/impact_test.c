/*
 * What an incident did, over a real database: entries are added, changed and removed by those who may, medical particulars
 * stay with those who may see them, and a witness's link takes one statement that nobody changes.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../../cgi-bin/record_parts.h"
#include "base/random.h"
#include "impact/impact_pages.h"
#include "impact/injury_pages.h"
#include "impact/lookup_pages.h"
#include "impact/statement_pages.h"
#include "impact/witness_pages.h"
#include "incident/anonymous_view.h"
#include "incident/incident_detail_pages.h"
#include "staff.h"

enum { MANAGER = 1, AUDITOR, STRANGER, REPORTER, ELSEWHERE, PEOPLE };

static struct staff s;
static struct client door;

static const struct route *const portal_routes[] = {
	incident_detail_routes, impact_routes, injury_routes, lookup_routes, statement_routes, NULL,
};
static const struct route *const door_routes[] = {witness_routes, NULL};
static const struct program door_program = {.name = "intake",
					    .routes = door_routes,
					    .identify = anonymous_identify,
					    .account = "owner",
					    .is_anonymous = true};

#define NUMBER "INC-20241001-0001"
#define INCIDENT "/incidents/" NUMBER
#define INJURED "01924500-0000-7000-8000-000000000001"
#define WITNESS "01924500-0000-7000-8000-000000000002"

static int setup(void **state)
{
	if (staff_setup(&s, state) != 0)
		return -1;
	record_use(record_parts);
	staff_organization(&s, 1);
	staff_organization(&s, 2);
	staff_viewer(&s, MANAGER, ROLE_EHS_SPECIALIST, 1);
	staff_viewer(&s, AUDITOR, ROLE_AUDITOR, 1);
	staff_viewer(&s, STRANGER, ROLE_EMPLOYEE, 1);
	staff_viewer(&s, REPORTER, ROLE_EMPLOYEE, 1);
	staff_viewer(&s, ELSEWHERE, ROLE_EHS_SPECIALIST, 2);
	staff_incident(&s, 1, "under_review", REPORTER, MANAGER);
	staff_run(
		&s,
		"INSERT INTO injured_person (id, organization_id, uuid, incident_id, person_id, full_name, created_at,"
		" updated_at) VALUES (1, 1, '" INJURED "', 1, %d, 'Hurt One', NOW(6), NOW(6))",
		REPORTER);
	staff_run(&s, "INSERT INTO witness (id, organization_id, uuid, incident_id, full_name, created_at)"
		      " VALUES (1, 1, '" WITNESS "', 1, 'Saw It', NOW(6))");
	staff_run(&s,
		  "INSERT INTO training_course (id, organization_id, code, name, valid_months, updated_at)"
		  " VALUES (1, 1, 'LOTO', 'Lockout', 12, NOW(6))");
	staff_run(&s, "INSERT INTO safety_rule (id, organization_id, code, title, course_id, updated_at)"
		      " VALUES (1, 1, 'SR-1', 'Lock out first', 1, NOW(6))");
	staff_run(
		&s,
		"INSERT INTO asset (id, organization_id, code, name, updated_at) VALUES (1, 1, 'PRS-1', 'Press', NOW(6)),"
		" (2, 2, 'OTH-1', 'Theirs', NOW(6))");
	staff_open(&s, &door_program);
	door = s.client;
	staff_portal(&s, portal_routes);
	return 0;
}

static int teardown(void **state)
{
	arena_free(door.arena);
	return staff_teardown(state);
}

static bool shows(struct client *client, const char *text)
{
	return str_find(client_text(client), str_of(text)) >= 0;
}

/* --- entries --- */

static void an_asset_is_looked_up_changed_once_and_removed_with_a_reason(void **state)
{
	(void)state;
	assert_int_equal(staff_post(&s, MANAGER, INCIDENT "/impacts/assets/new",
				    "name=PRS-1&damage_severity=major&damage=Bent&repair_estimate=120.50"),
			 303);
	assert_string_equal(
		staff_read(&s,
			   "SELECT CONCAT(name, '|', asset_id, '|', repair_estimate) FROM incident_asset"),
		"PRS-1 Press|1|12050");
	const char *uuid = staff_read(&s, "SELECT uuid FROM incident_asset");
	const char *path = arena_printf(s.d->arena, INCIDENT "/impacts/assets/%s", uuid).at;
	assert_int_equal(
		staff_post(&s, MANAGER, path, "name=PRS-1&damage_severity=minor&damage=Dent&version=1"), 303);
	assert_int_equal(
		staff_post(&s, MANAGER, path, "name=PRS-1&damage_severity=total&damage=Gone&version=1"), 409);
	assert_string_equal(staff_read(&s, "SELECT damage FROM incident_asset"), "Dent");
	/* Its repair. */
	const char *order = arena_printf(s.d->arena, INCIDENT "/impacts/orders/new?asset=%s", uuid).at;
	assert_int_equal(staff_post(&s, MANAGER, order, "task=Straighten&state=open"), 303);
	assert_string_equal(staff_read(&s, "SELECT CONCAT(number, ' ', state) FROM work_order"),
			    "WO-000001 open");
	assert_string_equal(staff_read(&s, "SELECT COUNT(*) FROM event WHERE kind = 'work_order.created'"),
			    "1");
	/* Off the record, and still in the table. */
	const char *removal = arena_printf(s.d->arena, "%s/remove", path).at;
	assert_int_equal(staff_post(&s, MANAGER, removal, "reason="), 422);
	assert_int_equal(staff_post(&s, MANAGER, removal, "reason=Wrong+press"), 303);
	assert_string_equal(staff_read(&s, "SELECT removed_at IS NOT NULL FROM incident_asset"), "1");
	assert_int_equal(staff_get(&s, MANAGER, path), 404);
	assert_string_equal(
		staff_read(&s, "SELECT reason FROM audit_entry WHERE action = 'incident_asset.removed'"),
		"Wrong press");
}

static void an_asset_of_another_company_stays_words(void **state)
{
	(void)state;
	assert_int_equal(staff_post(&s, MANAGER, INCIDENT "/impacts/assets/new", "name=OTH-1"), 303);
	assert_string_equal(
		staff_read(&s, "SELECT asset_id IS NULL FROM incident_asset WHERE name = 'OTH-1'"), "1");
}

static void only_who_manages_changes_and_strangers_find_nothing(void **state)
{
	(void)state;
	assert_int_equal(
		staff_post(&s, STRANGER, INCIDENT "/impacts/costs/new", "kind=fine&basis=actual&amount=1"),
		404);
	assert_int_equal(
		staff_post(&s, ELSEWHERE, INCIDENT "/impacts/costs/new", "kind=fine&basis=actual&amount=1"),
		404);
	assert_int_equal(
		staff_post(&s, REPORTER, INCIDENT "/impacts/costs/new", "kind=fine&basis=actual&amount=1"),
		403);
	assert_int_equal(
		staff_post(&s, AUDITOR, INCIDENT "/impacts/costs/new", "kind=fine&basis=actual&amount=1"),
		403);
	assert_string_equal(staff_read(&s, "SELECT COUNT(*) FROM incident_cost"), "0");
}

static void totals_are_actual_and_estimates_count_where_nothing_is_known(void **state)
{
	(void)state;
	assert_int_equal(staff_post(&s, MANAGER, INCIDENT "/impacts/costs/new",
				    "kind=medical&basis=estimated&amount=500"),
			 303);
	assert_int_equal(staff_post(&s, MANAGER, INCIDENT "/impacts/costs/new",
				    "kind=medical&basis=actual&amount=1,234.50"),
			 303);
	assert_int_equal(
		staff_post(&s, MANAGER, INCIDENT "/impacts/costs/new", "kind=fine&basis=estimated&amount=70"),
		303);
	assert_int_equal(staff_get(&s, MANAGER, INCIDENT), 200);
	assert_true(staff_shows(&s, "<dd id=\"total-cost\"><strong>1,234.50</strong> USD</dd>"));
	assert_true(staff_shows(&s, "<dd id=\"expected-cost\">70.00 USD</dd>"));
}

static void locked_impacts_are_refused(void **state)
{
	(void)state;
	staff_run(&s, "UPDATE incident SET status = 'closed' WHERE id = 1");
	int status =
		staff_post(&s, MANAGER, INCIDENT "/impacts/costs/new", "kind=fine&basis=actual&amount=1");
	staff_run(&s, "UPDATE incident SET status = 'under_review' WHERE id = 1");
	assert_true(status == 409 || status == 423);
}

static void a_violation_shows_what_was_on_file_that_day(void **state)
{
	(void)state;
	staff_run(
		&s,
		"INSERT INTO training_record (id, organization_id, person_id, course_id, completed_on, expires_on, updated_at)"
		" VALUES (1, 1, %d, 1, '2022-03-01', '2023-03-01', NOW(6)), (2, 1, %d, 1, '2024-10-02', '2025-10-02', NOW(6))",
		REPORTER, REPORTER);
	assert_int_equal(staff_post(&s, MANAGER, INCIDENT "/impacts/violations/new",
				    "rule_id=1&description=No+lock&person=E4&training=file"),
			 303);
	assert_string_equal(
		staff_read(
			&s,
			"SELECT CONCAT(training, ' ', training_record_id) FROM incident_violation ORDER BY id DESC"),
		"expired 1");
	assert_int_equal(staff_post(&s, MANAGER, INCIDENT "/impacts/violations/new",
				    "rule_id=1&description=No+lock&person=E3&training=file"),
			 303);
	assert_string_equal(staff_read(&s, "SELECT training FROM incident_violation ORDER BY id DESC"),
			    "none");
	/* Completed after the incident: no evidence. */
	assert_int_equal(staff_post(&s, MANAGER, INCIDENT "/impacts/violations/new",
				    "rule_id=1&description=No+lock&person=E4&training=2"),
			 422);
}

/* --- medical particulars --- */

static void medical_particulars_are_for_few_and_their_reading_is_entered(void **state)
{
	(void)state;
	const char *path = INCIDENT "/people/" INJURED "/injury";

	assert_int_equal(
		staff_post(&s, MANAGER, path,
			   "part_code=422&nature_code=fracture&event_code=&source_code=&secondary_code="
			   "&mark=front-left-elbow&treatment=A+splint&version=0"),
		422);
	assert_int_equal(
		staff_post(&s, MANAGER, path,
			   "part_code=&nature_code=124&event_code=43&source_code=6611&secondary_code="
			   "&mark=front-left-elbow&mark=front-left-forearm&treatment=A+splint&version=0"),
		303);
	assert_string_equal(staff_read(&s, "SELECT CONCAT(part_code, '|', marks) FROM injury"),
			    "428|front-left-elbow,front-left-forearm");
	assert_int_equal(staff_get(&s, STRANGER, path), 404);
	assert_int_equal(staff_get(&s, REPORTER, path), 404);
	assert_int_equal(staff_get(&s, ELSEWHERE, path), 404);
	assert_int_equal(staff_post(&s, AUDITOR, path, "version=1"), 403);
	assert_int_equal(staff_get(&s, AUDITOR, path), 200);
	assert_true(staff_shows(&s, "A splint"));
	assert_string_equal(
		staff_read(
			&s,
			"SELECT COUNT(*) FROM audit_entry WHERE action = 'injury.read' AND incident_id = 1"),
		"1");
	assert_string_equal(
		staff_read(&s,
			   "SELECT changes LIKE '%splint%' FROM audit_entry WHERE action = 'injury.created'"),
		"0");
	assert_int_equal(
		staff_post(&s, MANAGER, path,
			   "part_code=41&nature_code=&event_code=&source_code=&secondary_code=&version=0"),
		409);
}

static void codes_are_found_by_words(void **state)
{
	(void)state;
	assert_int_equal(staff_get(&s, MANAGER, "/lookup/oiics/part?q=tailbone"), 200);
	assert_true(staff_shows(&s, "324 Back, coccygeal region"));
	assert_int_equal(staff_get(&s, MANAGER, "/lookup/oiics/part?q=knee%25"), 200);
	assert_false(staff_shows(&s, "522"));
	assert_int_equal(staff_get(&s, MANAGER, "/lookup/oiics/nothing?q=a"), 404);
	assert_int_equal(staff_get(&s, MANAGER, "/lookup/assets?q=press"), 200);
	assert_true(staff_shows(&s, "PRS-1 Press"));
	assert_int_equal(staff_get(&s, MANAGER, "/lookup/assets?q=theirs"), 200);
	assert_false(staff_shows(&s, "OTH-1"));
}

/* --- statements --- */

static const char token[] = "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopq";

static void add_link(const char *expires, const char *revoked)
{
	struct str hash = hex(s.d->arena, sha256(s.d->arena, str_of(token)));

	staff_run(&s, "DELETE FROM witness_link");
	staff_run(
		&s,
		"INSERT INTO witness_link (organization_id, uuid, incident_id, witness_id, token_hash, created_at, expires_at,"
		" revoked_at) VALUES (1, UUID(), 1, 1, UNHEX('%s'), '2024-10-01', '%s', %s)",
		hash.at, expires, revoked);
}

static int door_get(void)
{
	return client_get(&door, arena_printf(s.d->arena, "/w/%s", token).at);
}

static int door_post(const char *form)
{
	return client_post(&door, arena_printf(s.d->arena, "/w/%s", token).at, form);
}

static void a_link_is_made_by_the_staff_and_only_its_hash_is_kept(void **state)
{
	(void)state;
	const char *path = INCIDENT "/witnesses/" WITNESS "/link";

	assert_int_equal(staff_post(&s, STRANGER, path, ""), 404);
	assert_int_equal(staff_post(&s, AUDITOR, path, ""), 403);
	assert_int_equal(staff_post(&s, MANAGER, path, ""), 303);
	struct str shown = arena_str(s.d->arena, client_line(&s.client, "location"));
	assert_int_equal(staff_get(&s, MANAGER, shown.at), 200);
	ptrdiff_t at = str_find(client_text(&s.client), STR("/w/"));
	assert_true(at > 0);
	struct str first = arena_str(s.d->arena, str_slice(client_text(&s.client), (size_t)at + 3, 43));
	const char *count =
		arena_printf(s.d->arena,
			     "SELECT COUNT(*) FROM witness_link WHERE token_hash = UNHEX(SHA2('%s', 256))",
			     first.at)
			.at;
	assert_string_equal(staff_read(&s, count), "1");
	assert_int_equal(client_get(&door, arena_printf(s.d->arena, "/w/%s", first.at).at), 200);
	/* The next one ends it. */
	assert_int_equal(staff_post(&s, MANAGER, path, ""), 303);
	assert_int_equal(client_get(&door, arena_printf(s.d->arena, "/w/%s", first.at).at), 410);
	assert_int_equal(staff_post(&s, MANAGER, INCIDENT "/witnesses/" WITNESS "/revoke", ""), 303);
	assert_string_equal(staff_read(&s, "SELECT COUNT(*) FROM witness_link WHERE revoked_at IS NULL"),
			    "0");
}

static void a_link_that_is_over_opens_nothing(void **state)
{
	(void)state;
	add_link("2024-10-03", "NULL");
	assert_int_equal(door_get(), 410);
	assert_int_equal(door_post("action=sign&statement=I+saw&signed_name=Saw+It&confirm=1"), 410);
	add_link("2024-12-01", "'2024-10-02'");
	assert_int_equal(door_get(), 410);
	assert_int_equal(client_get(&door, "/w/somethingelse"), 404);
	assert_string_equal(staff_read(&s, "SELECT COUNT(*) FROM witness_statement"), "0");
}

static void a_statement_is_signed_once_and_never_changed(void **state)
{
	(void)state;
	add_link("2024-12-01", "NULL");
	assert_int_equal(door_get(), 200);
	assert_true(shows(&door, NUMBER));
	assert_false(shows(&door, "Somebody fell"));
	assert_int_equal(door_post("action=draft&statement=I+was"), 200);
	assert_int_equal(door_get(), 200);
	assert_true(shows(&door, "I was"));
	assert_int_equal(door_post("action=sign&statement=I+was+there&signed_name=Saw+It"), 422);
	assert_int_equal(door_post("action=sign&statement=I+was+there&signed_name=&confirm=1"), 422);
	assert_int_equal(door_post("action=sign&statement=I+was+there&signed_name=Saw+It&confirm=1"), 200);
	assert_true(shows(&door, "I was there"));
	assert_int_equal(door_post("action=sign&statement=Something+else&signed_name=Saw+It&confirm=1"), 410);
	assert_int_equal(door_get(), 410);
	assert_string_equal(staff_read(&s,
				       "SELECT CONCAT(kind, '|', statement, '|', signed_name, '|',"
				       " LOWER(HEX(sha256)) = SHA2(statement, 256)) FROM witness_statement"),
			    "signed|I was there|Saw It|1");
	assert_string_equal(staff_read(&s, "SELECT draft IS NULL FROM witness_link"), "1");
	assert_string_equal(
		staff_read(&s, "SELECT COUNT(*) FROM audit_entry WHERE action = 'witness_statement.signed'"
			       " AND changes NOT LIKE '%was there%'"),
		"1");
	struct failure failure = connection_try(s.d->db, STR("UPDATE witness_statement SET statement = 'x'"));
	assert_int_equal(failure.code, 1644);
	/* The staff reads it on the record, and a strange hand shows. */
	assert_int_equal(staff_get(&s, MANAGER, INCIDENT "/witnesses/" WITNESS), 200);
	assert_true(staff_shows(&s, "I was there"));
	assert_true(staff_shows(&s, "unchanged"));
	assert_int_equal(staff_get(&s, REPORTER, INCIDENT "/witnesses/" WITNESS), 404);
	assert_int_equal(staff_get(&s, ELSEWHERE, INCIDENT "/witnesses/" WITNESS), 404);
}

static void an_interview_is_kept_under_the_name_of_who_held_it(void **state)
{
	(void)state;
	const char *path = INCIDENT "/witnesses/" WITNESS "/interview";

	assert_int_equal(staff_post(&s, AUDITOR, path, "statement=Said&signed_name=A"), 403);
	assert_int_equal(staff_post(&s, MANAGER, path, "statement=&signed_name=M"), 422);
	assert_int_equal(staff_post(&s, MANAGER, path, "statement=They+said+so&signed_name=Given+Person1"),
			 303);
	assert_string_equal(
		staff_read(&s, "SELECT recorded_by_id FROM witness_statement WHERE kind = 'interview'"), "1");
	/* Who has stated something stays a witness. */
	assert_int_equal(
		staff_post(&s, MANAGER, INCIDENT "/impacts/witnesses/" WITNESS "/remove", "reason=x"), 422);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_asset_is_looked_up_changed_once_and_removed_with_a_reason),
		cmocka_unit_test(an_asset_of_another_company_stays_words),
		cmocka_unit_test(only_who_manages_changes_and_strangers_find_nothing),
		cmocka_unit_test(totals_are_actual_and_estimates_count_where_nothing_is_known),
		cmocka_unit_test(locked_impacts_are_refused),
		cmocka_unit_test(a_violation_shows_what_was_on_file_that_day),
		cmocka_unit_test(medical_particulars_are_for_few_and_their_reading_is_entered),
		cmocka_unit_test(codes_are_found_by_words),
		cmocka_unit_test(a_link_is_made_by_the_staff_and_only_its_hash_is_kept),
		cmocka_unit_test(a_link_that_is_over_opens_nothing),
		cmocka_unit_test(a_statement_is_signed_once_and_never_changed),
		cmocka_unit_test(an_interview_is_kept_under_the_name_of_who_held_it),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
