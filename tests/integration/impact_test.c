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
#include "../unit/http/client.h"
#include "base/random.h"
#include "database.h"
#include "db/connection.h"
#include "identity/session.h"
#include "impact/impact_pages.h"
#include "impact/injury_pages.h"
#include "impact/lookup_pages.h"
#include "impact/statement_pages.h"
#include "impact/witness_pages.h"
#include "incident/anonymous_view.h"
#include "incident/incident_detail_pages.h"

enum { MANAGER = 1, AUDITOR, STRANGER, REPORTER, ELSEWHERE, PEOPLE };

static struct database *d;
static struct client portal, door;
static struct viewer viewers[PEOPLE];
static const struct viewer *asking;

static enum rc identify(struct request *rq)
{
	rq->viewer = asking;
	return RC_OK;
}

static const struct route *const portal_routes[] = {
	incident_detail_routes, impact_routes, injury_routes, lookup_routes, statement_routes, NULL,
};
static const struct program portal_program = {.name = "portal",
					      .routes = portal_routes,
					      .identify = identify,
					      .authorise = session_authorise,
					      .account = "owner"};
static const struct route *const door_routes[] = {witness_routes, NULL};
static const struct program door_program = {.name = "intake",
					    .routes = door_routes,
					    .identify = anonymous_identify,
					    .account = "owner",
					    .is_anonymous = true};

static void run(const char *format, ...) __attribute__((format(printf, 1, 2)));
static void run(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	struct str sql = arena_vprintf(d->arena, format, args);
	va_end(args);
	database_run(d->db, sql.at);
}

/* The first column of the first row; "" when there is none. */
static const char *read(const char *sql)
{
	struct str *values;
	size_t count;

	assert_int_equal(connection_column(d->db, d->arena, str_of(sql), &values, &count), RC_OK);
	return count && values[0].at ? values[0].at : "";
}

static void add_viewer(int n, enum role role, int organization)
{
	struct grant *grant = ARENA_NEW(d->arena, struct grant);

	run("INSERT INTO person (id, organization_id, uuid, employee_number, given_name, family_name, created_at,"
	    " updated_at) VALUES (%d, %d, UUID(), 'E%d', 'Given', 'Person%d', NOW(6), NOW(6))",
	    n, organization, n, n);
	run("INSERT INTO account (id, organization_id, person_id, login, created_at) VALUES (%d, %d, %d, 'l%d', NOW(6))", n,
	    organization, n, n);
	*grant = (struct grant){role, 0, 0};
	viewers[n] = (struct viewer){
		.organization_id = organization,
		.organization_zone = STR("UTC"),
		.account_id = n,
		.person_id = n,
		.name = arena_printf(d->arena, "Given Person%d", n),
		.roles = 1u << role,
		.grants = grant,
		.grant_count = 1,
	};
}

static void open_server(struct client *client, const struct program *program)
{
	struct server *server;

	assert_int_equal(server_open(d->arena, program, d->config, d->db, &server), RC_OK);
	client->server = *server;
}

#define NUMBER "INC-20241001-0001"
#define INCIDENT "/incidents/" NUMBER
#define INJURED "01924500-0000-7000-8000-000000000001"
#define WITNESS "01924500-0000-7000-8000-000000000002"

static int setup(void **state)
{
	if (database_setup(state) != 0)
		return -1;
	d = *state;
	record_use(record_parts);
	for (int i = 1; i <= 2; i++) {
		run("INSERT INTO organization (id, code, name, created_at) VALUES (%d, 'o%d', 'Company %d', NOW(6))", i, i, i);
		run("INSERT INTO establishment (id, organization_id, uuid, code, name, zone, created_at, updated_at)"
		    " VALUES (%d, %d, UUID(), 'P%d', 'Place %d', 'UTC', NOW(6), NOW(6))", i, i, i, i);
	}
	add_viewer(MANAGER, ROLE_EHS_SPECIALIST, 1);
	add_viewer(AUDITOR, ROLE_AUDITOR, 1);
	add_viewer(STRANGER, ROLE_EMPLOYEE, 1);
	add_viewer(REPORTER, ROLE_EMPLOYEE, 1);
	add_viewer(ELSEWHERE, ROLE_EHS_SPECIALIST, 2);
	run("INSERT INTO incident (id, organization_id, uuid, number, register, status, title, description, occurred_at,"
	    " reported_at, establishment_id, severity, reporter_id, manager_id, source, created_at, updated_at)"
	    " VALUES (1, 1, UUID(), '" NUMBER "', 'safety', 'under_review', 'A fall', 'Somebody fell.', '2024-10-01',"
	    " '2024-10-01', 1, 'low', %d, %d, 'wizard', '2024-10-01', '2024-10-01')", REPORTER, MANAGER);
	run("INSERT INTO injured_person (id, organization_id, uuid, incident_id, person_id, full_name, created_at,"
	    " updated_at) VALUES (1, 1, '" INJURED "', 1, %d, 'Hurt One', NOW(6), NOW(6))", REPORTER);
	run("INSERT INTO witness (id, organization_id, uuid, incident_id, full_name, created_at)"
	    " VALUES (1, 1, '" WITNESS "', 1, 'Saw It', NOW(6))");
	run("INSERT INTO training_course (id, organization_id, code, name, valid_months, updated_at)"
	    " VALUES (1, 1, 'LOTO', 'Lockout', 12, NOW(6))");
	run("INSERT INTO safety_rule (id, organization_id, code, title, course_id, updated_at)"
	    " VALUES (1, 1, 'SR-1', 'Lock out first', 1, NOW(6))");
	run("INSERT INTO asset (id, organization_id, code, name, updated_at) VALUES (1, 1, 'PRS-1', 'Press', NOW(6)),"
	    " (2, 2, 'OTH-1', 'Theirs', NOW(6))");
	open_server(&portal, &portal_program);
	open_server(&door, &door_program);
	return 0;
}

static int teardown(void **state)
{
	arena_free(portal.arena);
	arena_free(door.arena);
	return database_teardown(state);
}

static int get_as(int who, const char *path)
{
	asking = &viewers[who];
	return client_get(&portal, path);
}

static int post_as(int who, const char *path, const char *form)
{
	asking = &viewers[who];
	return client_post(&portal, path, form);
}

static bool shows(struct client *client, const char *text)
{
	return str_find(client_text(client), str_of(text)) >= 0;
}

/* --- entries --- */

static void an_asset_is_looked_up_changed_once_and_removed_with_a_reason(void **state)
{
	(void)state;
	assert_int_equal(post_as(MANAGER, INCIDENT "/impacts/assets/new",
				 "name=PRS-1&damage_severity=major&damage=Bent&repair_estimate=120.50"), 303);
	assert_string_equal(read("SELECT CONCAT(name, '|', asset_id, '|', repair_estimate) FROM incident_asset"),
			    "PRS-1 Press|1|12050");
	const char *uuid = read("SELECT uuid FROM incident_asset");
	const char *path = arena_printf(d->arena, INCIDENT "/impacts/assets/%s", uuid).at;
	assert_int_equal(post_as(MANAGER, path, "name=PRS-1&damage_severity=minor&damage=Dent&version=1"), 303);
	assert_int_equal(post_as(MANAGER, path, "name=PRS-1&damage_severity=total&damage=Gone&version=1"), 409);
	assert_string_equal(read("SELECT damage FROM incident_asset"), "Dent");
	/* Its repair. */
	const char *order = arena_printf(d->arena, INCIDENT "/impacts/orders/new?asset=%s", uuid).at;
	assert_int_equal(post_as(MANAGER, order, "task=Straighten&state=open"), 303);
	assert_string_equal(read("SELECT CONCAT(number, ' ', state) FROM work_order"), "WO-000001 open");
	assert_string_equal(read("SELECT COUNT(*) FROM event WHERE kind = 'work_order.created'"), "1");
	/* Off the record, and still in the table. */
	const char *removal = arena_printf(d->arena, "%s/remove", path).at;
	assert_int_equal(post_as(MANAGER, removal, "reason="), 422);
	assert_int_equal(post_as(MANAGER, removal, "reason=Wrong+press"), 303);
	assert_string_equal(read("SELECT removed_at IS NOT NULL FROM incident_asset"), "1");
	assert_int_equal(get_as(MANAGER, path), 404);
	assert_string_equal(read("SELECT reason FROM audit_entry WHERE action = 'incident_asset.removed'"), "Wrong press");
}

static void an_asset_of_another_company_stays_words(void **state)
{
	(void)state;
	assert_int_equal(post_as(MANAGER, INCIDENT "/impacts/assets/new", "name=OTH-1"), 303);
	assert_string_equal(read("SELECT asset_id IS NULL FROM incident_asset WHERE name = 'OTH-1'"), "1");
}

static void only_who_manages_changes_and_strangers_find_nothing(void **state)
{
	(void)state;
	assert_int_equal(post_as(STRANGER, INCIDENT "/impacts/costs/new", "kind=fine&basis=actual&amount=1"), 404);
	assert_int_equal(post_as(ELSEWHERE, INCIDENT "/impacts/costs/new", "kind=fine&basis=actual&amount=1"), 404);
	assert_int_equal(post_as(REPORTER, INCIDENT "/impacts/costs/new", "kind=fine&basis=actual&amount=1"), 403);
	assert_int_equal(post_as(AUDITOR, INCIDENT "/impacts/costs/new", "kind=fine&basis=actual&amount=1"), 403);
	assert_string_equal(read("SELECT COUNT(*) FROM incident_cost"), "0");
}

static void totals_are_actual_and_estimates_count_where_nothing_is_known(void **state)
{
	(void)state;
	assert_int_equal(post_as(MANAGER, INCIDENT "/impacts/costs/new", "kind=medical&basis=estimated&amount=500"), 303);
	assert_int_equal(post_as(MANAGER, INCIDENT "/impacts/costs/new", "kind=medical&basis=actual&amount=1,234.50"), 303);
	assert_int_equal(post_as(MANAGER, INCIDENT "/impacts/costs/new", "kind=fine&basis=estimated&amount=70"), 303);
	assert_int_equal(get_as(MANAGER, INCIDENT), 200);
	assert_true(shows(&portal, "<dd id=\"total-cost\"><strong>1,234.50</strong> USD</dd>"));
	assert_true(shows(&portal, "<dd id=\"expected-cost\">70.00 USD</dd>"));
}

static void locked_impacts_are_refused(void **state)
{
	(void)state;
	run("UPDATE incident SET status = 'closed' WHERE id = 1");
	int status = post_as(MANAGER, INCIDENT "/impacts/costs/new", "kind=fine&basis=actual&amount=1");
	run("UPDATE incident SET status = 'under_review' WHERE id = 1");
	assert_true(status == 409 || status == 423);
}

static void a_violation_shows_what_was_on_file_that_day(void **state)
{
	(void)state;
	run("INSERT INTO training_record (id, organization_id, person_id, course_id, completed_on, expires_on, updated_at)"
	    " VALUES (1, 1, %d, 1, '2022-03-01', '2023-03-01', NOW(6)), (2, 1, %d, 1, '2024-10-02', '2025-10-02', NOW(6))",
	    REPORTER, REPORTER);
	assert_int_equal(post_as(MANAGER, INCIDENT "/impacts/violations/new",
				 "rule_id=1&description=No+lock&person=E4&training=file"), 303);
	assert_string_equal(read("SELECT CONCAT(training, ' ', training_record_id) FROM incident_violation ORDER BY id DESC"),
			    "expired 1");
	assert_int_equal(post_as(MANAGER, INCIDENT "/impacts/violations/new",
				 "rule_id=1&description=No+lock&person=E3&training=file"), 303);
	assert_string_equal(read("SELECT training FROM incident_violation ORDER BY id DESC"), "none");
	/* Completed after the incident: no evidence. */
	assert_int_equal(post_as(MANAGER, INCIDENT "/impacts/violations/new",
				 "rule_id=1&description=No+lock&person=E4&training=2"), 422);
}

/* --- medical particulars --- */

static void medical_particulars_are_for_few_and_their_reading_is_entered(void **state)
{
	(void)state;
	const char *path = INCIDENT "/people/" INJURED "/injury";

	assert_int_equal(post_as(MANAGER, path, "part_code=422&nature_code=fracture&event_code=&source_code=&secondary_code="
				 "&mark=front-left-elbow&treatment=A+splint&version=0"), 422);
	assert_int_equal(post_as(MANAGER, path, "part_code=&nature_code=124&event_code=43&source_code=6611&secondary_code="
				 "&mark=front-left-elbow&mark=front-left-forearm&treatment=A+splint&version=0"), 303);
	assert_string_equal(read("SELECT CONCAT(part_code, '|', marks) FROM injury"),
			    "428|front-left-elbow,front-left-forearm");
	assert_int_equal(get_as(STRANGER, path), 404);
	assert_int_equal(get_as(REPORTER, path), 404);
	assert_int_equal(get_as(ELSEWHERE, path), 404);
	assert_int_equal(post_as(AUDITOR, path, "version=1"), 403);
	assert_int_equal(get_as(AUDITOR, path), 200);
	assert_true(shows(&portal, "A splint"));
	assert_string_equal(read("SELECT COUNT(*) FROM audit_entry WHERE action = 'injury.read' AND incident_id = 1"), "1");
	assert_string_equal(read("SELECT changes LIKE '%splint%' FROM audit_entry WHERE action = 'injury.created'"), "0");
	assert_int_equal(post_as(MANAGER, path, "part_code=41&nature_code=&event_code=&source_code=&secondary_code=&version=0"),
			 409);
}

static void codes_are_found_by_words(void **state)
{
	(void)state;
	assert_int_equal(get_as(MANAGER, "/lookup/oiics/part?q=tailbone"), 200);
	assert_true(shows(&portal, "324 Back, coccygeal region"));
	assert_int_equal(get_as(MANAGER, "/lookup/oiics/part?q=knee%25"), 200);
	assert_false(shows(&portal, "522"));
	assert_int_equal(get_as(MANAGER, "/lookup/oiics/nothing?q=a"), 404);
	assert_int_equal(get_as(MANAGER, "/lookup/assets?q=press"), 200);
	assert_true(shows(&portal, "PRS-1 Press"));
	assert_int_equal(get_as(MANAGER, "/lookup/assets?q=theirs"), 200);
	assert_false(shows(&portal, "OTH-1"));
}

/* --- statements --- */

static const char token[] = "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopq";

static void add_link(const char *expires, const char *revoked)
{
	struct str hash = hex(d->arena, sha256(d->arena, str_of(token)));

	run("DELETE FROM witness_link");
	run("INSERT INTO witness_link (organization_id, uuid, incident_id, witness_id, token_hash, created_at, expires_at,"
	    " revoked_at) VALUES (1, UUID(), 1, 1, UNHEX('%s'), '2024-10-01', '%s', %s)", hash.at, expires, revoked);
}

static int door_get(void)
{
	return client_get(&door, arena_printf(d->arena, "/w/%s", token).at);
}

static int door_post(const char *form)
{
	return client_post(&door, arena_printf(d->arena, "/w/%s", token).at, form);
}

static void a_link_is_made_by_the_staff_and_only_its_hash_is_kept(void **state)
{
	(void)state;
	const char *path = INCIDENT "/witnesses/" WITNESS "/link";

	assert_int_equal(post_as(STRANGER, path, ""), 404);
	assert_int_equal(post_as(AUDITOR, path, ""), 403);
	assert_int_equal(post_as(MANAGER, path, ""), 303);
	struct str shown = arena_str(d->arena, client_line(&portal, "location"));
	assert_int_equal(get_as(MANAGER, shown.at), 200);
	ptrdiff_t at = str_find(client_text(&portal), STR("/w/"));
	assert_true(at > 0);
	struct str first = arena_str(d->arena, str_slice(client_text(&portal), (size_t)at + 3, 43));
	const char *count = arena_printf(d->arena, "SELECT COUNT(*) FROM witness_link WHERE token_hash = UNHEX(SHA2('%s', 256))",
					 first.at).at;
	assert_string_equal(read(count), "1");
	assert_int_equal(client_get(&door, arena_printf(d->arena, "/w/%s", first.at).at), 200);
	/* The next one ends it. */
	assert_int_equal(post_as(MANAGER, path, ""), 303);
	assert_int_equal(client_get(&door, arena_printf(d->arena, "/w/%s", first.at).at), 410);
	assert_int_equal(post_as(MANAGER, INCIDENT "/witnesses/" WITNESS "/revoke", ""), 303);
	assert_string_equal(read("SELECT COUNT(*) FROM witness_link WHERE revoked_at IS NULL"), "0");
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
	assert_string_equal(read("SELECT COUNT(*) FROM witness_statement"), "0");
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
	assert_string_equal(read("SELECT CONCAT(kind, '|', statement, '|', signed_name, '|',"
				 " LOWER(HEX(sha256)) = SHA2(statement, 256)) FROM witness_statement"),
			    "signed|I was there|Saw It|1");
	assert_string_equal(read("SELECT draft IS NULL FROM witness_link"), "1");
	assert_string_equal(read("SELECT COUNT(*) FROM audit_entry WHERE action = 'witness_statement.signed'"
				 " AND changes NOT LIKE '%was there%'"), "1");
	struct failure failure = connection_try(d->db, STR("UPDATE witness_statement SET statement = 'x'"));
	assert_int_equal(failure.code, 1644);
	/* The staff reads it on the record, and a strange hand shows. */
	assert_int_equal(get_as(MANAGER, INCIDENT "/witnesses/" WITNESS), 200);
	assert_true(shows(&portal, "I was there"));
	assert_true(shows(&portal, "unchanged"));
	assert_int_equal(get_as(REPORTER, INCIDENT "/witnesses/" WITNESS), 404);
	assert_int_equal(get_as(ELSEWHERE, INCIDENT "/witnesses/" WITNESS), 404);
}

static void an_interview_is_kept_under_the_name_of_who_held_it(void **state)
{
	(void)state;
	const char *path = INCIDENT "/witnesses/" WITNESS "/interview";

	assert_int_equal(post_as(AUDITOR, path, "statement=Said&signed_name=A"), 403);
	assert_int_equal(post_as(MANAGER, path, "statement=&signed_name=M"), 422);
	assert_int_equal(post_as(MANAGER, path, "statement=They+said+so&signed_name=Given+Person1"), 303);
	assert_string_equal(read("SELECT recorded_by_id FROM witness_statement WHERE kind = 'interview'"), "1");
	/* Who has stated something stays a witness. */
	assert_int_equal(post_as(MANAGER, INCIDENT "/impacts/witnesses/" WITNESS "/remove", "reason=x"), 422);
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
