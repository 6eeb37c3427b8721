/* Files of other systems: presets, who is missing, taking an import back, and what follows when somebody leaves. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../../cgi-bin/departure_duties.h"
#include "../../cgi-bin/import_list.h"
#include "capa/capa_store.h"
#include "database.h"
#include "identity/account_store.h"
#include "organization/departure.h"
#include "organization/import_batch_store.h"
#include "organization/import_keep.h"
#include "organization/import_kinds.h"
#include "organization/import_preset_store.h"
#include "organization/import_undo.h"
#include "organization/leaver_task.h"
#include "organization/organization.h"
#include "organization/people_store.h"

static struct database *d;
static int64_t ours;
static struct import_result result;
static struct import_batch batch;
static struct import_preset preset;

static int64_t number(const char *sql)
{
	return database_number(d->db, sql);
}

static struct person person_of(const char *employee_number)
{
	struct person person;

	assert_int_equal(person_by_number(d->db, d->arena, ours, str_of(employee_number), &person), RC_OK);
	return person;
}

static void add_preset(const char *name, const char *kind, const char *columns, enum import_missing missing)
{
	record_clear(&import_preset_record, &preset);
	preset.organization_id = ours;
	preset.kind = str_of(kind);
	preset.name = str_of(name);
	preset.columns_json = str_of(columns);
	preset.day_order = DAY_ORDER_MDY;
	preset.missing = (int)missing;
	preset.missing_most = 30;
	preset.is_active = true;
	preset.version = 1;
	preset.updated_at = moment_now();
	assert_int_equal(import_preset_insert(d->db, &preset), RC_OK);
}

static int setup(void **state)
{
	struct organization organization = {.code = STR("ours"), .name = STR("ours"), .zone = STR("UTC"),
					    .locale = STR("en"), .currency = STR("USD"), .created_at = moment_now()};

	database_setup(state);
	d = *state;
	assert_int_equal(organization_insert(d->db, &organization), RC_OK);
	ours = organization.id;
	import_kinds_use(import_list);
	departure_use(departure_duties);
	add_preset("payroll", "people",
		   "[{\"from\":\"Worker ID\",\"to\":\"employee_number\"},{\"from\":\"First\",\"to\":\"given_name\"},"
		   "{\"from\":\"Last\",\"to\":\"family_name\"},{\"from\":\"Boss\",\"to\":\"manager\"},"
		   "{\"from\":\"Type\",\"to\":\"employment\",\"values\":{\"FTE\":\"payroll\",\"CW\":\"contractor_we_supervise\"}},"
		   "{\"from\":\"Hire Date\",\"to\":\"hired_on\"},{\"from\":\"Term Date\",\"to\":\"left_on\"},"
		   "{\"from\":\"Cost center\",\"to\":\"\"},{\"from\":\"\",\"to\":\"job_title\",\"fixed\":\"Operator\"}]",
		   IMPORT_MISSING_SWITCH_OFF);
	return 0;
}

static const char *last_why;
static struct import_run run_now(bool agreed)
{
	return (struct import_run){
		.db = d->db,
		.arena = d->arena,
		.actor = actor_command(ours, "command", "test", moment_now()),
		.preset = &preset,
		.is_missing_agreed = agreed,
		.why = &last_why,
	};
}

static void import(const char *file, bool agreed)
{
	struct import_run run = run_now(agreed);
	const struct import_kind *kind = import_kind_named(preset.kind);

	import_keep_begin(&run, kind, IMPORT_FROM_COMMAND, STR("test.csv"), str_of(file), &batch);
	assert_int_equal(import_keep_file(&run, kind, &batch, &result), RC_OK);
	for (const struct import_problem *at = result.problems; at; at = at->next)
		print_message("%.*s: %.*s\n", STR_ARG(at->column), STR_ARG(at->message));
	if (!result.is_done)
		print_message("%.*s%.*s\n", STR_ARG(result.held), STR_ARG(batch.results));
}

static struct import_undo_result undone;

static enum rc undo_body(struct db *db, void *closure)
{
	struct import_run run = run_now(false);
	struct import_batch stored;
	enum rc rc = import_batch_by_uuid(db, d->arena, ours, batch.uuid, &stored);

	(void)closure;
	return rc == RC_OK ? import_undo(&run, import_kind_named(stored.kind), &stored, &undone) : rc;
}

static enum rc undo(void)
{
	return db_transaction(d->db, "undo", undo_body, NULL);
}

#define HEADER "Worker ID;First;Last;Boss;Type;Hire Date;Term Date;Cost center\n"
#define TOP "P1;Ada;Top;;FTE;3/31/2019;;1\n"
#define MIDDLE "P2;Ben;Middle;P1;FTE;4/1/2020;;1\n"
#define LOW "P3;Cy;Low;P2;CW;5/2/2021;;1\n"

static void a_preset_reads_foreign_columns(void **state)
{
	(void)state;
	import(HEADER TOP MIDDLE LOW, false);
	assert_true(result.is_done);
	assert_int_equal(result.outcomes[IMPORT_NEW], 3);
	assert_string_equal(result.ignored.at, "Cost center");
	struct person low = person_of("P3");
	assert_int_equal(low.employment, EMPLOYMENT_CONTRACTOR_WE_SUPERVISE);
	assert_int_equal(low.hired_on, day_of(2021, 5, 2));
	assert_int_equal(low.manager_id, person_of("P2").id);
	assert_string_equal(low.job_title.at, "Operator");
	assert_int_equal(batch.state, IMPORT_BATCH_DONE);
	assert_false(batch.content.at != NULL);

	/* Somebody has renamed a column at the source: nothing happens, and it says which. */
	import("Worker ID;First;Last;Boss;Type;Hire Date;Terminated;Cost center\n" TOP, false);
	assert_non_null(result.problems);
	assert_string_equal(arena_cstr(d->arena, result.problems->column), "Term Date");
	assert_int_equal(batch.state, IMPORT_BATCH_REFUSED);
}

/* Ids of what one person holds. */
static void give_work(int64_t person_id, int64_t creator_id)
{
	database_run(d->db, "INSERT INTO establishment (organization_id, uuid, code, name, zone, created_at, updated_at)"
				  " SELECT id, UUID(), 'E1', 'E1', 'UTC', NOW(6), NOW(6) FROM organization WHERE code = 'ours'");
	database_run(d->db, arena_printf(d->arena,
		"INSERT INTO incident (organization_id, uuid, number, register, report_type, environment, status, title, description,"
		" immediate_actions, occurred_at, reported_at, establishment_id, severity, reporting, manager_id,"
		" investigation_lead_id, source, created_at, updated_at) SELECT %lld, UUID(), 'INC-20260101-0001', 'safety', 'incident',"
		" 'prod', 'under_review', 't', 'd', '', NOW(6), NOW(6), id, 'high', 'named', %lld, %lld, 'wizard', NOW(6), NOW(6)"
		" FROM establishment WHERE code = 'E1'", (long long)ours, (long long)person_id, (long long)person_id).at);
	database_run(d->db, arena_printf(d->arena,
		"INSERT INTO capa (organization_id, uuid, number, title, type, strength, status, priority, environment,"
		" establishment_id, responsible_id, creator_id, due_on, created_at, updated_at)"
		" SELECT %lld, UUID(), 'CAPA-2026-0001', 't', 'corrective', 'substitution', 'open', 'high', 'prod', id, %lld, %lld, '2026-12-31',"
		" NOW(6), NOW(6) FROM establishment WHERE code = 'E1'",
		(long long)ours, (long long)person_id, (long long)creator_id).at);
	database_run(d->db, arena_printf(d->arena, "INSERT INTO assignment_rule (organization_id, position, name, manager_id)"
					 " VALUES (%lld, 1, 'all', %lld)", (long long)ours, (long long)person_id).at);
}

static int64_t add_account(int64_t person_id, const char *login)
{
	struct account account;

	record_clear(&account_record, &account);
	account.organization_id = ours;
	account.person_id = person_id;
	account.login = str_of(login);
	account.is_active = true;
	account.version = 1;
	account.created_at = moment_now();
	assert_int_equal(account_insert(d->db, &account), RC_OK);
	database_run(d->db, arena_printf(d->arena, "INSERT INTO session (organization_id, token_hash, account_id, method, created_at,"
					 " seen_at, ends_at) VALUES (%lld, UNHEX(SHA2('%s', 256)), %lld, 'password', NOW(6), NOW(6),"
					 " NOW(6) + INTERVAL 1 HOUR)", (long long)ours, login, (long long)account.id).at);
	return account.id;
}

static void who_is_missing_leaves_and_work_goes_up(void **state)
{
	int64_t account_id;
	(void)state;

	/* P1 can sign in, P2 above P3 cannot: the nearest who can is P1. */
	add_account(person_of("P1").id, "p1");
	account_id = add_account(person_of("P3").id, "p3");
	give_work(person_of("P3").id, person_of("P2").id);
	import(HEADER TOP MIDDLE, false);
	assert_true(result.is_done);
	assert_int_equal(result.outcomes[IMPORT_ENDED], 1);
	assert_int_equal(result.outcomes[IMPORT_SAME], 2);
	assert_false(person_of("P3").is_active);
	assert_int_equal(database_number(d->db, arena_printf(d->arena, "SELECT COUNT(*) AS number FROM session WHERE account_id = %lld",
							     (long long)account_id).at), 0);
	assert_int_equal(database_number(d->db, arena_printf(d->arena, "SELECT is_active AS number FROM account WHERE id = %lld",
							     (long long)account_id).at), 0);
	const int64_t heir = person_of("P1").id;
	assert_int_equal(number("SELECT manager_id AS number FROM incident"), heir);
	assert_int_equal(number("SELECT investigation_lead_id AS number FROM incident"), heir);
	assert_int_equal(number("SELECT responsible_id AS number FROM capa"), heir);
	assert_int_equal(number("SELECT manager_id AS number FROM assignment_rule"), heir);
	assert_int_equal(number("SELECT COUNT(*) AS number FROM event WHERE kind = 'person.left' AND"
				" JSON_VALUE(payload, '$.handed_over') = 4 AND JSON_VALUE(payload, '$.left_over') = 0"), 1);
	assert_int_equal(number("SELECT COUNT(*) AS number FROM event WHERE kind IN ('incident.assigned', 'investigation.assigned',"
				" 'capa.assigned')"), 3);
	assert_int_equal(number("SELECT COUNT(*) AS number FROM audit_entry WHERE action = 'incident.handed_over'"), 1);

	/* Taken back: the person works here again; the account stays off, and the work stays where it is. */
	assert_int_equal(undo(), RC_OK);
	assert_int_equal(undone.put_back, 1);
	assert_true(person_of("P3").is_active);
	assert_int_equal(number("SELECT manager_id AS number FROM incident"), heir);
	assert_int_equal(undo(), RC_CONFLICT);
}

static void too_many_missing_are_held(void **state)
{
	(void)state;
	import(HEADER TOP MIDDLE LOW, false); /* all known again, since the last batch was taken back */
	assert_true(result.is_done);
	import(HEADER TOP, false);
	assert_false(result.is_done);
	assert_true(result.held.len > 0);
	assert_int_equal(batch.state, IMPORT_BATCH_CHECKED);
	assert_true(person_of("P2").is_active);
	import(HEADER TOP, true);
	assert_true(result.is_done);
	assert_int_equal(result.outcomes[IMPORT_ENDED], 2);
	assert_false(person_of("P2").is_active);

	/* Whoever comes back is there again. */
	import(HEADER TOP MIDDLE LOW, false);
	assert_int_equal(result.outcomes[IMPORT_CHANGED], 2);
	assert_true(person_of("P2").is_active);
}

static void a_row_without_key_switches_nobody_off(void **state)
{
	(void)state;
	preset.skip_refused = true;
	struct import_run run = run_now(true);
	run.skip_refused = true;
	const struct import_kind *kind = import_kind_named(preset.kind);
	import_keep_begin(&run, kind, IMPORT_FROM_COMMAND, STR("test.csv"), STR(HEADER TOP ";Ben;Middle;P1;FTE;;;1\n"), &batch);
	assert_int_equal(import_keep_file(&run, kind, &batch, &result), RC_OK);
	assert_true(result.is_done);
	assert_int_equal(result.outcomes[IMPORT_ENDED], 0);
	assert_int_equal(result.outcomes[IMPORT_REFUSED], 1);
	preset.skip_refused = false;
}

static void an_undo_keeps_what_others_did(void **state)
{
	(void)state;
	import(HEADER TOP "P2;Benedict;Middle;P1;FTE;4/1/2020;;1\nP3;Cyrus;Low;P2;CW;5/2/2021;;1\n"
	       "P4;Di;New;P3;FTE;1/2/2026;;1\nP5;Ed;New;P4;FTE;1/2/2026;;1\n", false);
	assert_true(result.is_done);
	assert_int_equal(result.outcomes[IMPORT_NEW], 2);
	assert_int_equal(result.outcomes[IMPORT_CHANGED], 2);
	/* Meanwhile somebody corrects P3, and P4 gets work. */
	struct person low = person_of("P3");
	low.phone = STR("555");
	assert_int_equal(person_update(d->db, &low), RC_OK);
	database_run(d->db, arena_printf(d->arena, "UPDATE incident SET manager_id = %lld", (long long)person_of("P4").id).at);
	assert_int_equal(undo(), RC_OK);
	assert_int_equal(undone.put_back, 1);
	assert_int_equal(undone.taken_out, 1);
	assert_int_equal(undone.stays, 2);
	struct person gone, middle = person_of("P2");
	assert_string_equal(middle.given_name.at, "Ben");
	assert_int_equal(middle.hired_on, day_of(2020, 4, 1));
	assert_string_equal(person_of("P3").given_name.at, "Cyrus");
	assert_int_equal(person_by_number(d->db, d->arena, ours, STR("P5"), &gone), RC_NOT_FOUND);
	assert_true(person_of("P4").id > 0);
	assert_true(str_find(undone.csv, STR("Somebody has changed it since")) > 0);
	assert_true(str_find(undone.csv, STR("Something refers to it by now")) > 0);
}

static void who_has_left_is_switched_off(void **state)
{
	struct worker_call call = {.arena = d->arena, .config = d->config, .db = d->db, .now = moment_now()};
	(void)state;

	import(HEADER TOP MIDDLE "P3;Cyrus;Low;P2;CW;5/2/2021;1/31/2022;1\nP4;Di;New;P3;FTE;1/2/2026;12/31/2199;1\n", false);
	assert_true(result.is_done);
	assert_false(person_of("P3").is_active);
	assert_true(person_of("P4").is_active);
	/* The last day passes. */
	database_run(d->db, "UPDATE person SET left_on = CURRENT_DATE - INTERVAL 2 DAY WHERE employee_number = 'P4'");
	assert_int_equal(leaver_task.run(&call), RC_OK);
	assert_false(person_of("P4").is_active);
	/* The incident that P4 had is Ada's again. */
	assert_int_equal(number("SELECT manager_id AS number FROM incident"), person_of("P1").id);
	/* Hired again. */
	import(HEADER TOP MIDDLE "P3;Cyrus;Low;P2;CW;5/2/2021;;1\nP4;Di;New;P3;FTE;1/2/2026;;1\n", false);
	assert_true(person_of("P3").is_active);
	assert_true(person_of("P4").is_active);
}

static void the_only_administrator_stays(void **state)
{
	(void)state;
	database_run(d->db, "INSERT INTO role_grant (organization_id, account_id, role, created_at) SELECT organization_id, id,"
			    " 'administrator', NOW(6) FROM account WHERE login = 'p1'");
	import(HEADER "P1;Ada;Top;;FTE;3/31/2019;1/1/2022;1\n" MIDDLE
	       "P3;Cyrus;Low;P2;CW;5/2/2021;;1\nP4;Di;New;P3;FTE;1/2/2026;;1\n", false);
	assert_false(result.is_done);
	assert_int_equal(batch.state, IMPORT_BATCH_REFUSED);
	assert_true(str_find(batch.results, STR("only administrator")) > 0);
	assert_true(person_of("P1").is_active);
}

static void substances_and_assets(void **state)
{
	(void)state;
	add_preset("stock", "substances", "[{\"from\":\"Product\",\"to\":\"name\"},{\"from\":\"CAS\",\"to\":\"cas\"},"
					  "{\"from\":\"Sheet\",\"to\":\"sds_href\"}]", IMPORT_MISSING_KEEP);
	import("Product\tCAS\tSheet\nDegreaser 7\t67-64-1\thttps://sds.example/7\nBad\t67-64-2\t\nWorse\t\tftp://x\n", false);
	assert_int_equal(result.outcomes[IMPORT_REFUSED], 2);
	import("Product\tCAS\tSheet\nDegreaser 7\t67-64-1\thttps://sds.example/7\n", false);
	assert_true(result.is_done);
	assert_int_equal(number("SELECT COUNT(*) AS number FROM substance WHERE organization_id IS NOT NULL"), 1);
	assert_int_equal(undo(), RC_OK);
	assert_int_equal(number("SELECT COUNT(*) AS number FROM substance WHERE organization_id IS NOT NULL"), 0);
	add_preset("machines", "assets", "[{\"from\":\"Tag\",\"to\":\"code\"},{\"from\":\"Text\",\"to\":\"name\"}]",
		   IMPORT_MISSING_SWITCH_OFF);
	import("Tag,Text\nM1,Press\nM2,\"Line\n two\"\n", false);
	assert_int_equal(result.outcomes[IMPORT_REFUSED], 1); /* a name has no line break */
	import("Tag,Text\nM1,Press\nM2,Line\n", false);
	assert_true(result.is_done);
	assert_int_equal(undo(), RC_OK);
	assert_int_equal(number("SELECT COUNT(*) AS number FROM asset"), 0);
}

static void kept_changes_run_out(void **state)
{
	struct worker_call call = {.arena = d->arena, .config = d->config, .db = d->db, .now = moment_now() + DAYS(31)};
	(void)state;

	assert_true(number("SELECT COUNT(*) AS number FROM import_change") > 0);
	assert_int_equal(import_forget_task.run(&call), RC_OK);
	assert_int_equal(number("SELECT COUNT(*) AS number FROM import_change"), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_preset_reads_foreign_columns),
		cmocka_unit_test(who_is_missing_leaves_and_work_goes_up),
		cmocka_unit_test(too_many_missing_are_held),
		cmocka_unit_test(a_row_without_key_switches_nobody_off),
		cmocka_unit_test(an_undo_keeps_what_others_did),
		cmocka_unit_test(who_has_left_is_switched_off),
		cmocka_unit_test(the_only_administrator_stays),
		cmocka_unit_test(substances_and_assets),
		cmocka_unit_test(kept_changes_run_out),
	};

	return cmocka_run_group_tests(tests, setup, database_teardown);
}
