/* Downloads: who gets which file, what it holds, and what the audit trail says of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

int reports_main(int argc, char **argv);
#define main reports_main
#include "../../cgi-bin/reports.c"
#undef main

#include "../unit/http/client.h"
#include "base/random.h"
#include "database.h"
#include "osha/log_import.h"

enum { ALL_PLACES = 1, ONE_PLACE, AUDITOR, EMPLOYEE, ADMINISTRATOR, STRANGER, ACCOUNTS };

static struct database *d;
static struct client client;
static char tokens[ACCOUNTS][60];
static const moment now = DAYS(20000); /* 2024-10-04, as the client says */

static void add_account(int id, int64_t organization_id, const char *role, const char *establishment_id)
{
	struct str token = token_new(d->arena);
	struct arena *a = d->arena;

	database_run(d->db, arena_printf(a, "INSERT INTO person (id, organization_id, uuid, employee_number, given_name,"
					    " family_name, created_at, updated_at) VALUES (%d, %lld, UUID(), 'E%d', 'Ro',"
					    " 'Le', NOW(6), NOW(6))", id, (long long)organization_id, id).at);
	database_run(d->db, arena_printf(a, "INSERT INTO account (id, organization_id, person_id, login, created_at)"
					    " VALUES (%d, %lld, %d, 'l%d', NOW(6))", id, (long long)organization_id, id,
					 id).at);
	database_run(d->db, arena_printf(a, "INSERT INTO role_grant (organization_id, account_id, role, establishment_id,"
					    " until_on, created_at) VALUES (%lld, %d, '%s', %s, '2199-01-01', NOW(6))",
					 (long long)organization_id, id, role, establishment_id).at);
	database_run(d->db, arena_printf(a, "INSERT INTO session (organization_id, token_hash, account_id, method,"
					    " created_at, seen_at, ends_at) VALUES (%lld, UNHEX('%s'), %d, 'password',"
					    " '2024-10-04', '2024-10-04', '2024-10-05')", (long long)organization_id,
					 hex(a, sha256(a, token)).at, id).at);
	memcpy(tokens[id], token.at, token.len + 1);
}

static void add_cases(void)
{
	static const char log[] =
		"establishment,year,case_number,employee_name,privacy,job_title,injury_date,where,description,outcome,"
		"days_away,days_restricted,type\n"
		"DAY1,2024,1,Mark Bagin,no,Welder,2024-05-25,basement,Fracture,H,12,0,1\n"
		"DAY1,2024,2,Shana Alexander,yes,Nurse,2024-06-25,ward,Assault,J,0,0,1\n"
		"OMA1,2024,1,Bo Lind,no,Packer,2024-07-25,line 4,Cut,J,0,0,1\n";
	struct import_run run = {.db = d->db, .arena = d->arena, .actor = actor_command(1, "command", "test", now)};
	struct import_result result;

	assert_int_equal(import_file(&run, &import_cases, str_of(log), false, &result, NULL, NULL), RC_OK);
	assert_int_equal(result.outcomes[IMPORT_NEW], 3);
}

static int setup(void **state)
{
	struct server *server;

	if (getenv("MUSTER_BIN"))
		setenv("MUSTER_PATHS_PROGRAMS", getenv("MUSTER_BIN"), 1);
	if (database_setup(state) != 0)
		return -1;
	d = *state;
	assert_int_equal(server_open(d->arena, &reports, d->config, d->db, &server), RC_OK);
	client.server = *server;
	database_run(d->db, "INSERT INTO organization (id, code, name, zone, created_at) VALUES"
			    " (1, 'ACME', 'Acme', 'UTC', NOW(6)), (2, 'OTHER', 'Other', 'UTC', NOW(6))");
	database_run(d->db, "INSERT INTO establishment (id, organization_id, uuid, code, name, zone, keeps_records, created_at,"
			    " updated_at) VALUES (1, 1, UUID(), 'DAY1', 'Dayton', 'UTC', 'yes', NOW(6), NOW(6)),"
			    " (2, 1, UUID(), 'OMA1', 'Omaha', 'UTC', 'yes', NOW(6), NOW(6)),"
			    " (3, 2, UUID(), 'ELSE', 'Elsewhere', 'UTC', 'yes', NOW(6), NOW(6))");
	add_account(ALL_PLACES, 1, "ehs_specialist", "NULL");
	add_account(ONE_PLACE, 1, "ehs_specialist", "1");
	add_account(AUDITOR, 1, "auditor", "NULL");
	add_account(EMPLOYEE, 1, "employee", "NULL");
	add_account(ADMINISTRATOR, 1, "administrator", "NULL");
	add_account(STRANGER, 2, "ehs_specialist", "NULL");
	add_cases();
	return 0;
}

static int teardown(void **state)
{
	arena_free(client.arena);
	return database_teardown(state);
}

static int ask(int account, const char *address)
{
	client_begin(&client, "GET", address);
	if (account)
		client_header(&client, "cookie", arena_printf(d->arena, "__Host-muster=%s", tokens[account]).at);
	return client_send(&client);
}

static enum rc keep(void *sink, struct str bytes)
{
	text_add(sink, bytes);
	return RC_OK;
}

/* The streamed file; it must arrive whole. */
static struct str body(void)
{
	struct text *text = ARENA_NEW(client.arena, struct text);

	*text = TEXT_IN(client.arena);
	assert_non_null(client.rs.stream);
	assert_int_equal(client.rs.stream(client.rs.stream_closure, keep, text), RC_OK);
	return text_str(text);
}

static int64_t entries(const char *where)
{
	return database_number(d->db, arena_printf(d->arena, "SELECT COUNT(*) AS number FROM audit_entry WHERE action LIKE"
						   " 'export.%%' AND %s", where).at);
}

static void the_log_comes_as_each_format(void **state)
{
	(void)state;
	static const struct { const char *format, *type, *begins; } formats[] = {
		{"pdf", "application/pdf", "%PDF-1."},
		{"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "PK"},
		{"csv", "text/csv; charset=utf-8", "year,establishment_code,"},
		{"json", "application/json", "["},
	};
	static const char *const names[] = {"osha300", "osha300a", "osha301"};

	for (size_t n = 0; n < 3; n++)
		for (size_t i = 0; i < 4; i++) {
			struct str uri = arena_printf(d->arena, "/download/%s?establishment=DAY1&year=2024&format=%s",
						      names[n], formats[i].format);
			assert_int_equal(ask(ALL_PLACES, uri.at), 200);
			assert_string_equal(client.rs.type, formats[i].type);
			struct str name = arena_printf(d->arena, "filename=\"%s-DAY1-2024.%s\"", names[n],
						       formats[i].format);
			assert_true(str_find(client.head, name) >= 0);
			assert_true(str_find(client.head, STR("Cache-Control: no-store")) >= 0);
			struct str file = body();
			if (n == 0)
				assert_true(str_starts(file, str_of(formats[i].begins)));
			assert_true(file.len > 20);
		}
}

static void a_privacy_case_has_no_name_in_the_log(void **state)
{
	(void)state;
	assert_int_equal(ask(ALL_PLACES, "/download/osha300?establishment=DAY1&year=2024&format=csv"), 200);
	struct str file = body();
	assert_true(str_find(file, STR("Mark Bagin")) >= 0);
	assert_true(str_find(file, STR("Shana Alexander")) < 0);
	assert_int_equal(ask(ALL_PLACES, "/download/osha300?establishment=DAY1&year=2024&format=json"), 200);
	assert_true(str_find(body(), STR("Shana Alexander")) < 0);
}

static void each_file_is_an_entry_with_filter_and_rows(void **state)
{
	(void)state;
	int64_t before = entries("TRUE");

	assert_int_equal(ask(AUDITOR, "/download/osha-pack?establishment=DAY1&year=2024"), 200);
	body();
	assert_int_equal(entries("TRUE"), before + 2);
	assert_int_equal(entries("action = 'export.osha_pack' AND actor_id = 3 AND subject = 'establishment'"
				 " AND subject_id = 1 AND JSON_VALUE(changes, '$.establishment[1]') = 'DAY1'"
				 " AND JSON_VALUE(changes, '$.year[1]') = '2024' AND JSON_VALUE(changes, '$.format[1]') = 'pdf'"
				 " AND JSON_VALUE(changes, '$.rows[1]') = 2"), 1);
}

/* The entry names the hash of what was sent, and the list leads from the hash to the entry. */
static void each_file_is_entered_with_its_hash(void **state)
{
	(void)state;
	assert_int_equal(ask(AUDITOR, "/download/osha300?establishment=DAY1&year=2024&format=json"), 200);
	struct str hash = hex(d->arena, sha256(d->arena, body()));

	assert_int_equal(entries(arena_printf(d->arena, "action = 'export.file' AND actor_id = 3 AND subject = 'establishment'"
					      " AND JSON_VALUE(changes, '$.sha256[1]') = '%s'"
					      " AND JSON_VALUE(changes, '$.content[1]') = '%s'", hash.at, hash.at).at), 1);
	assert_int_equal(database_number(d->db, arena_printf(d->arena, "SELECT COUNT(*) AS number FROM audit_file f"
							     " JOIN audit_entry e ON e.id = f.entry_id WHERE f.account_id = 3"
							     " AND f.sha256 = UNHEX('%s') AND f.file_name ="
							     " 'osha300-DAY1-2024.json'", hash.at).at), 1);
}

static void one_case_by_its_identifier(void **state)
{
	(void)state;
	int64_t id = database_number(d->db, "SELECT id AS number FROM osha_case WHERE establishment_id = 2");
	database_run(d->db, "UPDATE osha_case SET uuid = '01890a5d-ac96-774b-bcce-b302099a8057' WHERE establishment_id = 2");
	static const char uri[] = "/download/osha301?case=01890a5d-ac96-774b-bcce-b302099a8057&format=json";

	assert_int_equal(ask(ALL_PLACES, uri), 200);
	assert_true(str_find(body(), STR("Bo Lind")) >= 0);
	assert_int_equal(entries(arena_printf(d->arena, "action = 'export.osha301' AND subject = 'osha_case' AND"
					      " subject_id = %lld AND incident_id IS NOT NULL", (long long)id).at), 1);
	/* Another site's case, and another organization's. */
	assert_int_equal(ask(ONE_PLACE, uri), 404);
	assert_int_equal(ask(STRANGER, uri), 404);
}

static void only_those_who_may_see_the_log_get_it(void **state)
{
	(void)state;
	static const struct { int account; const char *address; int status; } cases[] = {
		{0, "/download/osha300?establishment=DAY1&year=2024", 303},
		{EMPLOYEE, "/download/osha300?establishment=DAY1&year=2024", 403},
		{ADMINISTRATOR, "/download/osha300?establishment=DAY1&year=2024", 403},
		{EMPLOYEE, "/download/ita?kind=cases&year=2024", 403},
		{ONE_PLACE, "/download/osha300?establishment=OMA1&year=2024", 404},
		{ONE_PLACE, "/download/osha-pack?establishment=OMA1&year=2024", 404},
		{ONE_PLACE, "/download/ita?kind=summary&year=2024&establishment=OMA1", 404},
		{ONE_PLACE, "/download/ita?kind=summary&year=2024", 403},
		{STRANGER, "/download/osha300?establishment=DAY1&year=2024", 404},
		{ALL_PLACES, "/download/osha300?establishment=ELSE&year=2024", 404},
	};
	int64_t before = entries("TRUE");

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		if (ask(cases[i].account, cases[i].address) != cases[i].status)
			fail_msg("%d %s: %d", cases[i].account, cases[i].address, client.rs.status);
	assert_int_equal(entries("TRUE"), before);
	assert_int_equal(ask(ONE_PLACE, "/download/osha300?establishment=DAY1&year=2024"), 200);
}

static void what_cannot_be_made_is_told_as_a_page(void **state)
{
	(void)state;
	static const struct { const char *address; int status; } cases[] = {
		{"/download/osha300", 422},
		{"/download/osha300?establishment=DAY1", 422},
		{"/download/osha300?establishment=DAY1&year=20x4", 422},
		{"/download/osha300?establishment=DAY1&year=99999999999999999999", 422},
		{"/download/osha300?establishment=DAY1&year=2024&format=exe", 422},
		{"/download/osha-pack?establishment=DAY1&year=2024&format=csv", 422},
		{"/download/osha300?establishment=--help&year=2024", 404},
		{"/download/osha301?case=1%20OR%201", 404},
		{"/download/osha301?establishment=OMA1&year=2023", 404},
		{"/download/ita?kind=both&year=2024", 422},
		{"/download/muster", 404},
		{"/download/../bin/muster", 400},
	};
	int64_t before = entries("TRUE");

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		if (ask(ALL_PLACES, cases[i].address) != cases[i].status)
			fail_msg("%s: %d", cases[i].address, client.rs.status);
		assert_null(client.rs.stream);
	}
	assert_int_equal(entries("TRUE"), before);
}

/* No EIN, no hours, no birth dates: nothing of the file for OSHA leaves while a rule is broken. */
static void the_file_for_osha_waits_until_the_rules_hold(void **state)
{
	(void)state;
	static const char uri[] = "/download/ita?kind=summary&year=2024&establishment=OMA1";

	assert_int_equal(ask(ALL_PLACES, uri), 422);
	database_run(d->db, "UPDATE establishment SET ein = '123456789', company_name = 'Acme', street = '1 Main St', city ="
			    " 'Omaha', state = 'NE', zip = '68101', naics_code = '311612' WHERE id = 2");
	database_run(d->db, "INSERT INTO establishment_year (organization_id, establishment_id, year, annual_average_employees,"
			    " total_hours_worked, peak_employees, updated_at) VALUES (1, 2, 2024, 48, 96000, 60, NOW(6))");
	assert_int_equal(ask(ALL_PLACES, uri), 200);
	assert_true(str_find(client.head, STR("ita-summary-OMA1-2024.csv")) >= 0);
	struct str file = body();
	assert_true(str_starts(file, STR("establishment_name,ein,company_name,")));
	assert_true(str_ends(file, STR("\r\nOmaha,123456789,Acme,1 Main St,Omaha,NE,68101,311612,,21,,2024,48,96000,1,0,0,0,1,"
				       "0,0,1,0,0,0,0,0,\r\n")));
	assert_int_equal(entries("action = 'export.ita' AND JSON_VALUE(changes, '$.rows[1]') = 1"), 1);
}

static void asking_for_the_head_alone_exports_nothing(void **state)
{
	(void)state;
	int64_t before = entries("TRUE");

	client_begin(&client, "HEAD", "/download/osha300?establishment=DAY1&year=2024");
	client_header(&client, "cookie", arena_printf(d->arena, "__Host-muster=%s", tokens[ALL_PLACES]).at);
	assert_int_equal(client_send(&client), 204);
	assert_int_equal(entries("TRUE"), before);
}

static void add_incident(void)
{
	database_run(d->db, "INSERT INTO incident (organization_id, uuid, number, register, report_type, environment, status,"
			    " title, description, occurred_at, reported_at, establishment_id, category_id, severity, reporting,"
			    " reporter_id, source, created_at, updated_at) SELECT 1, UUID(), 'INC-20241003-7777', 'safety',"
			    " 'incident', 'prod', 'new', 'Łódź press jammed', 'It stopped.', '2024-10-03', '2024-10-03', 2, MIN(id),"
			    " 'low', 'named', 4, 'wizard', NOW(6), NOW(6) FROM category WHERE register = 'safety'");
}

static void a_summary_report_is_for_those_who_work_on_the_incident(void **state)
{
	(void)state;
	static const char uri[] = "/download/incident-report?incident=INC-20241003-7777&format=";
	static const struct { int account, status; } refused[] = {
		{0, 303},          /* nobody */
		{EMPLOYEE, 403},   /* its reporter, who sees the record but not the work on it */
		{ONE_PLACE, 404},  /* another site */
		{STRANGER, 404},   /* another organization */
	};
	static const char *const formats[] = {"pdf", "xlsx", "json"};

	add_incident();
	int64_t before = entries("TRUE");
	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
		if (ask(refused[i].account, arena_printf(d->arena, "%spdf", uri).at) != refused[i].status)
			fail_msg("%d: %d", refused[i].account, client.rs.status);
	assert_int_equal(ask(ALL_PLACES, "/download/incident-report?incident=INC-20241003-7778"), 404);
	assert_int_equal(ask(ALL_PLACES, "/download/incident-report?incident=--help"), 404);
	assert_int_equal(ask(ALL_PLACES, arena_printf(d->arena, "%scsv", uri).at), 422);
	assert_int_equal(entries("TRUE"), before);
	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
		assert_int_equal(ask(ALL_PLACES, arena_printf(d->arena, "%s%s", uri, formats[i]).at), 200);
		assert_true(str_find(client.head, arena_printf(d->arena, "filename=\"incident-INC-20241003-7777.%s\"",
							       formats[i])) >= 0);
		assert_true(body().len > 200);
	}
	assert_int_equal(entries("action = 'export.incident_report' AND subject = 'incident' AND incident_id = subject_id"
				 " AND actor_id = 1"), 3);
}

/* What nobody may see in the portal is in no file either: the names of privacy cases. */
static void a_summary_report_masks_privacy_cases(void **state)
{
	(void)state;
	struct arena *a = d->arena;
	static const char incident[] = "(SELECT id FROM incident WHERE number = 'INC-20241003-7777')";

	database_run(d->db, arena_printf(a, "INSERT INTO injured_person (organization_id, uuid, incident_id, full_name, is_private,"
					    " created_at, updated_at) VALUES (1, UUID(), %s, 'Ana Verborgen', 1, NOW(6), NOW(6)),"
					    " (1, UUID(), %s, 'Bo Offen', 0, NOW(6), NOW(6))", incident, incident).at);
	database_run(d->db, arena_printf(a, "INSERT INTO witness (organization_id, uuid, incident_id, full_name, created_at)"
					    " VALUES (1, UUID(), %s, 'ana verborgen ', NOW(6))", incident).at);
	database_run(d->db, "UPDATE incident SET reporting = 'confidential' WHERE number = 'INC-20241003-7777'");
	assert_int_equal(ask(ALL_PLACES, "/download/incident-report?incident=INC-20241003-7777&format=json"), 200);
	struct str file = arena_lower(a, body());
	assert_true(str_find(file, STR("bo offen")) >= 0);
	assert_true(str_find(file, STR("privacy case")) >= 0);
	assert_true(str_find(file, STR("verborgen")) < 0);
	assert_true(str_find(file, STR("ro le")) < 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_log_comes_as_each_format),
		cmocka_unit_test(a_privacy_case_has_no_name_in_the_log),
		cmocka_unit_test(each_file_is_an_entry_with_filter_and_rows),
		cmocka_unit_test(each_file_is_entered_with_its_hash),
		cmocka_unit_test(one_case_by_its_identifier),
		cmocka_unit_test(only_those_who_may_see_the_log_get_it),
		cmocka_unit_test(what_cannot_be_made_is_told_as_a_page),
		cmocka_unit_test(the_file_for_osha_waits_until_the_rules_hold),
		cmocka_unit_test(asking_for_the_head_alone_exports_nothing),
		cmocka_unit_test(a_summary_report_is_for_those_who_work_on_the_incident),
		cmocka_unit_test(a_summary_report_masks_privacy_cases),
	};
	return cmocka_run_group_tests_name("download", tests, setup, teardown);
}
