/* Past logs from files: out again as they came in, refused whole or line by line, from foreign spreadsheets too. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

int portal_main(int argc, char **argv);
#define main portal_main
#include "../../cgi-bin/portal.c"
#undef main

#include "../unit/http/client.h"
#include "base/random.h"
#include "database.h"
#include "osha/form_text.h"
#include "osha/log_import.h"
#include "osha/log_store.h"
#include "organization/place_store.h"

static struct database *d;
static struct client client;
static const moment now = SECONDS(1772629200); /* 2026-03-04 13:00 UTC */

#define HEADER                                                                                                      \
	"year,establishment_code,establishment_name,case_number,employee_name,privacy,job_title,injury_date,where,"  \
	"description,outcome,days_away,days_restricted,days_estimated,type,lined_out\r\n"
#define DAYTON "2025,DAY1,Dayton,"

/* One line of each outcome and type, with everything that is awkward in a CSV file. */
static const char whole_log[] = HEADER
	DAYTON "1,Mark Bagin,no,Welder,2025-05-25,basement,\"Fracture, left arm, fell from ladder\",H,12,15,no,1,no\r\n"
	DAYTON "2,Shana Alexander,no,Foundry worker,2025-07-02,pouring deck,Poisoning from lead fumes,I,0,30,no,4,no\r\n"
	DAYTON "3,privacy case,yes,Nurse,2025-08-05,ward 3,Assault,J,0,0,no,1,no\r\n"
	DAYTON "4,privacy case,yes,Clerk,2025-08-06,office,Illness,J,0,0,no,6,no\r\n"
	DAYTON "5,Łukasz Żółć,no,Electrician,2025-09-17,\"2nd floor, \"\"east\"\"\",Electrocution,G,0,0,no,1,no\r\n"
	DAYTON "6,Nguyễn Thị Ánh,no,Packer,2025-06-01,line 4,'=1+1 burn,H,180,0,no,2,no\r\n"
	DAYTON "7,Bo Lind,no,Packer,2025-10-02,line 4,Asthma,H,60,120,yes,3,no\r\n"
	DAYTON "8,Cy Pratt,no,Packer,2025-10-03,line 4,Hearing,J,0,0,no,5,no\r\n"
	DAYTON "9,Di Roe,no,Packer,2025-10-04,line 4,Cut that was first aid after all,J,0,0,no,1,yes\r\n"
	DAYTON "10,privacy case,yes,Packer,2025-10-05,line 4,Removed,H,3,0,no,1,yes\r\n";

static int setup(void **state)
{
	database_setup(state);
	d = *state;
	database_run(d->db, "INSERT INTO organization (id, code, name, zone, created_at) VALUES"
			    " (1, 'ACME', 'Acme', 'America/New_York', NOW()), (2, 'OTHER', 'Other', 'UTC', NOW())");
	return 0;
}

/* An establishment of its own for each test. */
static int64_t an_establishment(const char *code, const char *name)
{
	database_run(d->db, arena_printf(d->arena,
					 "INSERT INTO establishment (organization_id, uuid, code, name, zone, keeps_records,"
					 " created_at, updated_at) VALUES (1, UUID(), '%s', '%s', 'America/New_York', 'yes',"
					 " NOW(), NOW())", code, name).at);
	return database_number(d->db, "SELECT MAX(id) AS number FROM establishment");
}

static struct import_run a_run(void)
{
	struct import_run run = {.db = d->db, .arena = d->arena, .actor = actor_command(1, "command", "test", now)};
	static const char *why;

	assert_int_equal(zone_find(STR("America/New_York"), &run.zone), RC_OK);
	run.why = &why;
	return run;
}

static struct import_result import_text(struct import_run *run, const char *text, bool is_dry)
{
	struct import_result result;

	assert_int_equal(import_file(run, &import_cases, str_of(text), is_dry, &result, NULL, NULL), RC_OK);
	for (size_t i = 0; i < result.count; i++)
		for (const struct import_problem *at = result.rows[i].problems; at; at = at->next)
			print_message("line %zu: %.*s: %.*s\n", result.rows[i].line, STR_ARG(at->column),
				      STR_ARG(at->message));
	for (const struct import_problem *at = result.problems; at; at = at->next)
		print_message("%.*s: %.*s\n", STR_ARG(at->column), STR_ARG(at->message));
	return result;
}

static struct osha_log collect(const char *code, int64_t year)
{
	struct organization organization = {.id = 1, .name = STR("Acme")};
	struct establishment place;
	struct osha_log log;

	assert_int_equal(establishment_by_code(d->db, d->arena, 1, str_of(code), &place), RC_OK);
	assert_int_equal(log_collect(d->db, d->arena, &organization, &place, year, now, &log), RC_OK);
	return log;
}

static const char *exported(const char *code, int64_t year)
{
	struct osha_log log = collect(code, year);
	struct text text = TEXT_IN(d->arena);

	form_text_log_csv(&text, &log, 1);
	return text_str(&text).at;
}

static int64_t cases_in(int64_t establishment_id)
{
	return database_number(d->db, arena_printf(d->arena, "SELECT COUNT(*) AS number FROM osha_case WHERE"
						   " establishment_id = %lld", (long long)establishment_id).at);
}

static void the_programs_own_file_comes_back_unchanged(void **state)
{
	(void)state;
	int64_t id = an_establishment("DAY1", "Dayton");
	struct import_run run = a_run();
	struct import_result result = import_text(&run, whole_log, false);

	assert_true(result.is_done);
	assert_int_equal(result.outcomes[IMPORT_NEW], 10);
	assert_int_equal(result.ignored.len, 0);
	assert_string_equal(exported("DAY1", 2025), whole_log);
	assert_int_equal(cases_in(id), 10);
	/* Each is an incident with its person, known to be from an import, and closed. */
	assert_int_equal(database_number(d->db, "SELECT COUNT(*) AS number FROM incident WHERE source = 'import'"
						" AND status = 'closed' AND establishment_id ="
						" (SELECT id FROM establishment WHERE code = 'DAY1')"), 10);
	/* The totals of the summary are the sums of the lines that stand. */
	struct osha_log log = collect("DAY1", 2025);
	struct osha_totals totals = osha_log_totals(log.cases, log.case_count);
	assert_int_equal(totals.cases, 8);
	assert_int_equal(totals.days_away, 12 + 180 + 60);
	assert_int_equal(totals.days_restricted, 15 + 30 + 120);
}

static void a_second_time_changes_nothing(void **state)
{
	(void)state;
	struct import_run run = a_run();
	int64_t before = database_number(d->db, "SELECT COUNT(*) AS number FROM incident");
	struct import_result result = import_text(&run, whole_log, false);

	assert_int_equal(result.outcomes[IMPORT_SAME], 10);
	assert_int_equal(database_number(d->db, "SELECT COUNT(*) AS number FROM incident"), before);
}

static void a_number_that_is_taken_is_not_overwritten(void **state)
{
	(void)state;
	struct import_run run = a_run();
	struct import_result result = import_text(
		&run, HEADER DAYTON "1,Mark Bagin,no,Welder,2025-05-25,basement,Other words,H,12,15,no,1,no\r\n", false);

	assert_false(result.is_done);
	assert_int_equal(result.outcomes[IMPORT_REFUSED], 1);
	assert_string_equal(exported("DAY1", 2025), whole_log);
}

static void a_dry_run_writes_nothing(void **state)
{
	(void)state;
	int64_t id = an_establishment("DRY", "Dry");
	struct import_run run = a_run();
	struct import_result result = import_text(
		&run, HEADER "2025,DRY,Dry,1,Ann Poe,no,Clerk,2025-02-03,desk,Cut,J,0,0,no,1,no\r\n", true);

	assert_int_equal(result.outcomes[IMPORT_NEW], 1);
	assert_false(result.is_done);
	assert_int_equal(cases_in(id), 0);
}

static const char mixed[] = HEADER
	"2025,MIX,Mix,1,Ann Poe,no,Clerk,2025-02-03,desk,Cut,J,0,0,no,1,no\r\n"
	"2025,MIX,Mix,2,Bea Poe,no,Clerk,2024-02-03,desk,Wrong year,J,0,0,no,1,no\r\n"
	"2025,MIX,Mix,3,Cal Poe,no,Clerk,2025-02-03,desk,No days,H,0,0,no,1,no\r\n"
	"2025,MIX,Mix,4,Dan Poe,no,Clerk,2025-02-03,desk,Too many days,H,150,31,no,1,no\r\n"
	"2025,NOWHERE,Mix,5,Eve Poe,no,Clerk,2025-02-03,desk,Unknown place,J,0,0,no,1,no\r\n"
	"2025,MIX,Mix,6,Fay Poe,no,Clerk,2025-02-03,desk,No column,,0,0,no,1,no\r\n"
	"2025,MIX,Mix,7,Gus Poe,no,Clerk,2025-02-30,desk,No such day,J,0,0,no,1,no\r\n"
	"2025,MIX,Mix,8,,no,Clerk,2025-02-03,desk,No name,J,0,0,no,1,no\r\n"
	"2025,MIX,Mix,1,Hal Poe,no,Clerk,2025-02-03,desk,Same number,J,0,0,no,1,no\r\n";

static void one_bad_line_keeps_the_whole_file_out(void **state)
{
	(void)state;
	int64_t id = an_establishment("MIX", "Mix");
	struct import_run run = a_run();
	struct import_result result = import_text(&run, mixed, false);

	assert_false(result.is_done);
	assert_true(result.outcomes[IMPORT_REFUSED] >= 7);
	for (size_t i = 1; i < 8; i++) {
		assert_int_equal(result.rows[i].outcome, IMPORT_REFUSED);
		assert_int_equal(result.rows[i].line, i + 2);
		assert_true(result.rows[i].problems->message.len > 0);
	}
	assert_int_equal(cases_in(id), 0);
}

static void refused_lines_can_be_left_out(void **state)
{
	(void)state;
	struct import_run run = a_run();
	run.skip_refused = true;
	int64_t incidents = database_number(d->db, "SELECT COUNT(*) AS number FROM incident");
	struct import_result result = import_text(&run, mixed, false);
	int64_t written = (int64_t)result.outcomes[IMPORT_NEW];

	assert_true(result.is_done);
	assert_int_equal(database_number(d->db, "SELECT COUNT(*) AS number FROM incident"), incidents + written);
	assert_int_equal(collect("MIX", 2025).case_count, written);
}

static void a_paper_log_typed_into_a_spreadsheet_is_read(void **state)
{
	(void)state;
	an_establishment("PAPER", "Paper mill");
	struct import_run run = a_run();
	run.establishment = STR("PAPER");
	run.year = 2024;
	struct import_result result = import_text(
		&run,
		"OSHA Form 300;;;;;;;;;;;;;;;;;\n"
		";;;;;;;;;;;;;;;;;\n"
		"(A) Case no.;(B) Employee's name;(C) Job title (e.g., Welder);(D) Date of injury or onset of illness;"
		"(E) Where the event occurred;(F) Describe injury or illness;(G) Death;(H) Days away from work;"
		"(I) Job transfer or restriction;(J) Other recordable cases;(K) Away from work (days);"
		"(L) On job transfer or restriction (days);(M1) Injury;(M2) Skin disorder;(M5) Hearing loss;Supervisor\n"
		"24-001;Ann Poe;Clerk;3/14;desk;Cut finger;;;;X;;;X;;;Kim\n"
		"24-002;Privacy case;Clerk;4/1/2024;desk;Rash;;x;;;5;2;;x;;Kim\n",
		false);

	assert_true(result.is_done);
	assert_string_equal(arena_cstr(d->arena, result.ignored), "Supervisor");
	assert_string_equal(exported("PAPER", 2024), HEADER
			    "2024,PAPER,Paper mill,24-001,Ann Poe,no,Clerk,2024-03-14,desk,Cut finger,J,0,0,no,1,no\r\n"
			    "2024,PAPER,Paper mill,24-002,privacy case,yes,Clerk,2024-04-01,desk,Rash,H,5,2,no,2,no\r\n");
}

static void the_next_new_case_gets_the_number_behind_the_imported_ones(void **state)
{
	(void)state;
	assert_int_equal(database_number(d->db, "SELECT last AS number FROM osha_case_counter k JOIN establishment e"
						" ON e.id = k.establishment_id WHERE e.code = 'DAY1' AND k.year = 2025"),
			 10);
}

static void logs_of_years_long_past_and_of_exempt_places_stay_out(void **state)
{
	(void)state;
	int64_t id = an_establishment("OLD", "Old");
	struct import_run run = a_run();
	static const char old[] = HEADER "2019,OLD,Old,1,Ann Poe,no,Clerk,2019-02-03,desk,Cut,J,0,0,no,1,no\r\n";
	static const char recent[] = HEADER "2025,OLD,Old,1,Ann Poe,no,Clerk,2025-02-03,desk,Cut,J,0,0,no,1,no\r\n";

	assert_int_equal(import_text(&run, old, false).outcomes[IMPORT_REFUSED], 1);
	database_run(d->db, "UPDATE establishment SET keeps_records = 'exempt_industry' WHERE code = 'OLD'");
	assert_int_equal(import_text(&run, recent, false).outcomes[IMPORT_REFUSED], 1);
	assert_int_equal(cases_in(id), 0);
}

static void another_organization_is_out_of_reach(void **state)
{
	(void)state;
	struct import_run run = a_run();
	run.actor = actor_command(2, "command", "test", now);
	struct import_result result = import_text(&run, whole_log, false);

	assert_int_equal(result.outcomes[IMPORT_REFUSED], 10);
	assert_int_equal(database_number(d->db, "SELECT COUNT(*) AS number FROM osha_case WHERE organization_id = 2"), 0);
}

/* --- the page --- */

/* A keeper of one establishment's log, signed in. */
static const char *a_keeper(int64_t establishment_id)
{
	struct str token = token_new(d->arena);
	struct arena *a = d->arena;

	database_run(d->db, arena_printf(a, "INSERT INTO person (organization_id, uuid, employee_number, given_name, family_name,"
					    " created_at, updated_at) VALUES (1, UUID(), 'K%lld', 'Ro', 'Le', NOW(6), NOW(6))",
					 (long long)establishment_id).at);
	database_run(d->db, arena_printf(a, "INSERT INTO account (organization_id, person_id, login, created_at)"
					    " SELECT 1, MAX(id), 'k%lld', NOW(6) FROM person",
					 (long long)establishment_id).at);
	database_run(d->db, arena_printf(a, "INSERT INTO role_grant (organization_id, account_id, role, establishment_id,"
					    " created_at) SELECT 1, MAX(id), 'ehs_specialist', %lld, NOW(6) FROM account",
					 (long long)establishment_id).at);
	database_run(d->db, arena_printf(a, "INSERT INTO session (organization_id, token_hash, account_id, method, created_at,"
					    " seen_at, ends_at) SELECT 1, UNHEX('%s'), MAX(id), 'password', '2024-10-04',"
					    " '2024-10-04', '2024-10-05' FROM account", hex(a, sha256(a, token)).at).at);
	return token.at;
}

static int post(const char *token, const char *text, const char *decision)
{
	struct text form = TEXT_IN(d->arena);

	text_cstr(&form, "csrf=");
	text_add(&form, csrf_token(d->arena, &client.server.secret, str_of(token)));
	text_printf(&form, "&decision=%s&text=", decision);
	text_url(&form, str_of(text));
	client_begin(&client, "POST", "/osha/import");
	client_header(&client, "cookie", arena_printf(d->arena, "__Host-muster=%s", token).at);
	client_header(&client, "sec-fetch-site", "same-origin");
	client_body(&client, "application/x-www-form-urlencoded", text_str(&form));
	return client_send(&client);
}

static void the_page_looks_through_first_and_brings_in_when_told(void **state)
{
	(void)state;
	struct server *server;
	int64_t mine = an_establishment("MINE", "My works"), theirs = an_establishment("THEIRS", "Their works");
	static const char log[] = HEADER
		"2024,MINE,,1,Ann Poe,no,Clerk,2024-02-03,desk,Cut <b>,J,0,0,no,1,no\r\n"
		"2024,THEIRS,,1,Bea Poe,no,Clerk,2024-02-03,desk,Cut,J,0,0,no,1,no\r\n";

	assert_int_equal(server_open(d->arena, &portal, d->config, d->db, &server), RC_OK);
	client.server = *server;
	const char *token = a_keeper(mine);
	assert_int_equal(post(token, log, ""), 200);
	assert_int_equal(cases_in(mine), 0);
	assert_true(str_find(client_text(&client), STR("There is none with this code")) >= 0);
	assert_true(str_find(client_text(&client), STR("value=\"skip\"")) >= 0);
	assert_true(str_find(client_text(&client), STR("Cut &lt;b&gt;")) >= 0);
	/* All or nothing unless the refused lines are left out on purpose. */
	assert_int_equal(post(token, log, "all"), 200);
	assert_int_equal(cases_in(mine), 0);
	assert_int_equal(post(token, log, "skip"), 200);
	assert_int_equal(cases_in(mine), 1);
	assert_int_equal(cases_in(theirs), 0);
	/* Sent once more, as by a reload. */
	assert_int_equal(post(token, log, "skip"), 200);
	assert_int_equal(cases_in(mine), 1);
	assert_int_equal(post(token, "no,header\n1,2\n", ""), 422);
	assert_int_equal(post(token, "", ""), 422);
	assert_int_equal(database_number(d->db, "SELECT COUNT(*) AS number FROM audit_entry WHERE action ="
						" 'osha_past_line.created' AND actor_kind = 'account'"), 1);
	arena_free(client.arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_programs_own_file_comes_back_unchanged),
		cmocka_unit_test(a_second_time_changes_nothing),
		cmocka_unit_test(a_number_that_is_taken_is_not_overwritten),
		cmocka_unit_test(a_dry_run_writes_nothing),
		cmocka_unit_test(one_bad_line_keeps_the_whole_file_out),
		cmocka_unit_test(refused_lines_can_be_left_out),
		cmocka_unit_test(a_paper_log_typed_into_a_spreadsheet_is_read),
		cmocka_unit_test(the_next_new_case_gets_the_number_behind_the_imported_ones),
		cmocka_unit_test(logs_of_years_long_past_and_of_exempt_places_stay_out),
		cmocka_unit_test(another_organization_is_out_of_reach),
		cmocka_unit_test(the_page_looks_through_first_and_brings_in_when_told),
	};
	return cmocka_run_group_tests_name("osha_import", tests, setup, database_teardown);
}
