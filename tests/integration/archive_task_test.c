/* What is archived and when: age, legal holds, years of OSHA cases that are still kept, receipts; one run moves all. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "archive/archive_pages.h"
#include "archive/archive_store.h"
#include "archive/archive_task.h"
#include "database.h"
#include "db/archive.h"
#include "incident/incident_detail_store.h"

static struct database *d;
static const struct record_part *const parts[] = {&archive_banner_part, NULL};
enum { ACME = 1, OTHER = 2 };

static int setup(void **state)
{
	database_setup(state);
	d = *state;
	record_use(parts);
	assert_int_equal(archive_prepare(d->db, d->arena, d->config, "incident"), RC_OK);
	database_run(d->db, "INSERT INTO organization (id, code, name, zone, created_at) VALUES"
			    " (1, 'ACME', 'Acme', 'UTC', NOW()), (2, 'OTHER', 'Other', 'UTC', NOW())");
	database_run(d->db, "INSERT INTO establishment (id, organization_id, uuid, code, name, zone, created_at, updated_at)"
			    " VALUES (1, 1, UUID(), 'DAY1', 'Dayton', 'UTC', NOW(), NOW()), (2, 2, UUID(), 'X', 'X', 'UTC', NOW(), NOW())");
	database_run(d->db, "INSERT INTO person (id, organization_id, uuid, employee_number, given_name, family_name, created_at,"
			    " updated_at) VALUES (1, 1, UUID(), '1', 'Eva', 'Stern', NOW(), NOW())");
	database_run(d->db, "INSERT INTO account (id, organization_id, person_id, login, created_at) VALUES (1, 1, 1, 'eva', NOW())");
	return 0;
}

/* A safety incident of that id, closed so many days ago. */
static void an_incident(int64_t organization_id, int64_t id, const char *status, int days)
{
	database_run(d->db, arena_printf(d->arena,
		"INSERT INTO incident (id, organization_id, uuid, number, register, status, title, description, occurred_at,"
		" reported_at, closed_at, establishment_id, severity, source, created_at, updated_at) VALUES (%d, %d, UUID(),"
		" 'INC-%d', 'safety', '%s', 'Cut', 'Cut finger', NOW() - INTERVAL %d DAY, NOW() - INTERVAL %d DAY,"
		" NOW() - INTERVAL %d DAY, %d, 'low', 'wizard', NOW(), NOW())",
		(int)id, (int)organization_id, (int)id, status, days + 1, days + 1, days, (int)organization_id).at);
}

static struct archive_done run_for(int64_t organization_id)
{
	struct worker_call call = {.arena = d->arena, .config = d->config, .db = d->db,
				   .now = SECONDS(database_number(d->db, "SELECT UNIX_TIMESTAMP() AS number"))};
	struct archive_done done;

	assert_int_equal(archive_run(&call, organization_id, 1000, &done), RC_OK);
	return done;
}

static bool is_present(int64_t id)
{
	struct incident incident;
	return incident_by_number(d->db, d->arena, ACME, arena_printf(d->arena, "INC-%d", (int)id), &incident) == RC_OK;
}

static void only_what_is_closed_for_long_enough_moves(void **state)
{
	(void)state;
	an_incident(ACME, 1, "closed", 800);
	an_incident(ACME, 2, "closed", 100);
	an_incident(ACME, 3, "under_review", 800);
	an_incident(OTHER, 4, "closed", 800);
	struct archive_done done = run_for(ACME);
	assert_int_equal(done.moved, 1);
	assert_int_equal(done.kept, 0);
	assert_false(is_present(1));
	assert_true(is_present(2));
	assert_true(is_present(3));
	assert_int_equal(run_for(ACME).moved, 0);
	assert_int_equal(database_number(d->db, "SELECT COUNT(*) AS number FROM audit_entry WHERE incident_id = 1"
						" AND changes LIKE '%archived%'"), 1);

	struct incident incident;
	assert_int_equal(db_archive_open(d->db), RC_OK);
	assert_int_equal(incident_by_number(d->db, d->arena, ACME, STR("INC-1"), &incident), RC_OK);
	assert_int_equal(incident.status, STATUS_ARCHIVED);
	assert_int_equal(incident_by_number(d->db, d->arena, OTHER, STR("INC-1"), &incident), RC_NOT_FOUND);
	db_archive_close(d->db);
	int64_t count;
	assert_int_equal(archive_count(d->db, d->arena, ACME, &count), RC_OK);
	assert_int_equal(count, 1);
	assert_false(db_archive_is_open(d->db));
}

static void a_legal_hold_keeps_it_until_it_is_released(void **state)
{
	struct actor actor = {.organization_id = ACME, .account_id = 1, .kind = "account", .name = STR("Eva Stern"),
			      .request_id = "r", .now = SECONDS(1798761600)};
	struct legal_hold hold, after;
	struct rows rows;

	(void)state;
	an_incident(ACME, 10, "closed", 800);
	record_clear(&legal_hold_record, &hold);
	hold.incident_id = 10;
	hold.reason = STR("Claim 77, asked for by counsel");
	assert_int_equal(legal_hold_place(d->db, d->arena, &actor, &hold), RC_OK);
	assert_int_equal(run_for(ACME).moved, 0);
	assert_true(is_present(10));
	assert_int_equal(legal_hold_active(d->db, d->arena, ACME, &rows), RC_OK);
	assert_int_equal(rows.count, 1);
	assert_int_equal(legal_hold_active(d->db, d->arena, OTHER, &rows), RC_OK);
	assert_int_equal(rows.count, 0);
	after = hold;
	after.release_reason = STR("Settled");
	assert_int_equal(legal_hold_release(d->db, d->arena, &actor, &hold, &after), RC_OK);
	assert_int_equal(legal_hold_release(d->db, d->arena, &actor, &hold, &after), RC_CONFLICT);
	assert_int_equal(run_for(ACME).moved, 1);
	assert_false(is_present(10));
}

static void an_osha_case_keeps_it_for_five_years_after_its_year(void **state)
{
	(void)state;
	an_incident(ACME, 20, "closed", 1000);
	an_incident(ACME, 21, "closed", 1000);
	database_run(d->db, "INSERT INTO injured_person (id, organization_id, uuid, incident_id, full_name, created_at, updated_at)"
			    " VALUES (20, 1, UUID(), 20, 'Jo Field', NOW(), NOW()), (21, 1, UUID(), 21, 'Al Mills', NOW(), NOW())");
	database_run(d->db, "INSERT INTO osha_case (organization_id, uuid, incident_id, injured_person_id, establishment_id, year,"
			    " created_at, updated_at) VALUES (1, UUID(), 20, 20, 1, YEAR(NOW()) - 5, NOW(), NOW()),"
			    " (1, UUID(), 21, 21, 1, YEAR(NOW()) - 6, NOW(), NOW())");
	assert_int_equal(run_for(ACME).moved, 1);
	assert_true(is_present(20));
	assert_false(is_present(21));
}

static void the_rule_of_the_organization_counts(void **state)
{
	struct actor actor = {.organization_id = ACME, .account_id = 1, .kind = "account", .name = STR("Eva Stern"),
			      .request_id = "r", .now = SECONDS(1798761600)};
	struct archive_rule before, after;

	(void)state;
	assert_int_equal(archive_rule_find(d->db, d->arena, ACME, &before), RC_OK);
	assert_int_equal(before.closed_days, 730);
	after = before;
	after.closed_days = 90;
	assert_int_equal(archive_rule_put(d->db, d->arena, &actor, &before, &after), RC_OK);
	assert_int_equal(archive_rule_put(d->db, d->arena, &actor, &before, &after), RC_CONFLICT);
	assert_int_equal(run_for(ACME).moved, 1); /* the one closed a hundred days ago */
	assert_false(is_present(2));
}

static void what_others_refer_to_stays_and_the_rest_goes_on(void **state)
{
	(void)state;
	an_incident(ACME, 30, "closed", 800);
	an_incident(ACME, 31, "closed", 800);
	an_incident(ACME, 32, "under_review", 800);
	database_run(d->db, "UPDATE incident SET merged_into_id = 30 WHERE id = 32");
	struct archive_done done = run_for(ACME);
	assert_int_equal(done.moved, 1);
	assert_int_equal(done.kept, 1);
	assert_true(is_present(30));
	assert_false(is_present(31));
}

static moment database_now(void)
{
	return SECONDS(database_number(d->db, "SELECT UNIX_TIMESTAMP() AS number"));
}

static uint64_t statements_of_run(moment now)
{
	struct worker_call call = {.arena = d->arena, .config = d->config, .db = d->db, .now = now};
	uint64_t before = db_usage(d->db).statements;

	assert_int_equal(archive_task.run(&call), RC_OK);
	return db_usage(d->db).statements - before;
}

/* More that are held than one page holds, and one behind them that is due. */
static void what_cannot_go_is_passed_and_asked_again_later(void **state)
{
	moment now = database_now();

	(void)state;
	for (int id = 1000; id < 1250; id++)
		an_incident(ACME, id, "closed", 900);
	database_run(d->db, "INSERT INTO legal_hold (organization_id, uuid, incident_id, reason, placed_at, placed_by_id,"
			    " placed_by_name) SELECT 1, UUID(), id, 'Claim', NOW(), 1, 'Eva' FROM incident WHERE id >= 1000");
	an_incident(ACME, 1300, "closed", 800);
	statements_of_run(now);
	assert_false(is_present(1300));
	assert_true(is_present(1249));

	database_run(d->db, "UPDATE legal_hold SET released_at = NOW() WHERE incident_id = 1249");
	assert_in_range(statements_of_run(now + SECONDS(10)), 0, 6); /* two organizations, a rule and a walk each */
	assert_true(is_present(1249));
	statements_of_run(now + HOURS(2));
	assert_false(is_present(1249));
	assert_true(is_present(1248));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_what_is_closed_for_long_enough_moves),
		cmocka_unit_test(a_legal_hold_keeps_it_until_it_is_released),
		cmocka_unit_test(an_osha_case_keeps_it_for_five_years_after_its_year),
		cmocka_unit_test(the_rule_of_the_organization_counts),
		cmocka_unit_test(what_others_refer_to_stays_and_the_rest_goes_on),
		cmocka_unit_test(what_cannot_go_is_passed_and_asked_again_later),
	};
	return cmocka_run_group_tests_name("archive_task", tests, setup, database_teardown);
}
