/* Imports into a real database: good and bad rows of every kind, rows that name each other, two
 * organizations. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "database.h"
#include "organization/import_kinds.h"
#include "organization/organization.h"
#include "organization/people_store.h"
#include "organization/place_store.h"

static struct database *d;
static int64_t ours, theirs;
static struct import_result result;

static int64_t add_organization(const char *code)
{
	struct organization organization = {.code = str_of(code),
					    .name = str_of(code),
					    .zone = STR("UTC"),
					    .locale = STR("en"),
					    .currency = STR("USD"),
					    .created_at = moment_now()};

	assert_int_equal(organization_insert(d->db, &organization), RC_OK);
	return organization.id;
}

static int setup(void **state)
{
	database_setup(state);
	d = *state;
	ours = add_organization("ours");
	theirs = add_organization("theirs");
	return 0;
}

static enum rc import_into(int64_t organization_id, const struct import_kind *kind, const char *file,
			   bool is_dry, bool skip_refused)
{
	struct import_run run = {
		.db = d->db,
		.arena = d->arena,
		.actor = actor_command(organization_id, "command", "test", moment_now()),
		.skip_refused = skip_refused,
	};
	return import_file(&run, kind, str_of(file), is_dry, &result, NULL, NULL);
}

static void import(const struct import_kind *kind, const char *file)
{
	assert_int_equal(import_into(ours, kind, file, false, false), RC_OK);
	for (size_t i = 0; i < result.count; i++)
		if (result.rows[i].problems)
			print_error("line %zu: %.*s\n", result.rows[i].line,
				    STR_ARG(result.rows[i].problems->message));
	if (result.problems)
		print_error("%.*s: %.*s\n", STR_ARG(result.problems->column),
			    STR_ARG(result.problems->message));
}

static const struct import_row *row_at(size_t line)
{
	for (size_t i = 0; i < result.count; i++)
		if (result.rows[i].line == line)
			return &result.rows[i];
	fail_msg("no row begins in line %zu", line);
	return NULL;
}

/* The row of that line is refused for this column, with words that contain these. */
static void is_refused(size_t line, const char *column, const char *words)
{
	const struct import_row *row = row_at(line);

	assert_int_equal(row->outcome, IMPORT_REFUSED);
	assert_non_null(row->problems);
	assert_string_equal(arena_cstr(d->arena, row->problems->column), column);
	if (str_find(row->problems->message, str_of(words)) < 0)
		fail_msg("line %zu: %.*s", line, STR_ARG(row->problems->message));
}

static void counts_are(size_t fresh, size_t changed, size_t same, size_t refused)
{
	assert_int_equal(result.outcomes[IMPORT_NEW], fresh);
	assert_int_equal(result.outcomes[IMPORT_CHANGED], changed);
	assert_int_equal(result.outcomes[IMPORT_SAME], same);
	assert_int_equal(result.outcomes[IMPORT_REFUSED], refused);
}

static void test_establishments(void **state)
{
	struct establishment place;
	(void)state;

	import(&import_establishments,
	       "code,Establishment name,zone,state,naics_code,Ownership\r\n"
	       "DAY1,Dayton plant,America/New_York,OH,332710,private\r\n"
	       "ELP,El Paso yard,America/Denver,TX,484121,Not a government entity\r\n");
	counts_are(2, 0, 0, 0);
	assert_true(result.is_done);
	assert_int_equal(establishment_by_code(d->db, d->arena, ours, STR("ELP"), &place), RC_OK);
	assert_int_equal(place.ownership, OWNERSHIP_PRIVATE);
	assert_int_equal(place.keeps_records, KEEPS_RECORDS_YES);
	assert_true(place.is_active);

	/* Again, with one change: columns that are not there stay. */
	import(&import_establishments, "name;code\nDayton works;day1\nEl Paso yard;ELP\n");
	counts_are(0, 1, 1, 0);
	assert_int_equal(establishment_by_code(d->db, d->arena, ours, STR("DAY1"), &place), RC_OK);
	assert_string_equal(arena_cstr(d->arena, place.name), "Dayton works");
	assert_string_equal(arena_cstr(d->arena, place.naics_code), "332710");
	assert_int_equal(place.version, 2);
}

static void test_every_bad_row_is_told(void **state)
{
	(void)state;
	int64_t before = database_number(d->db, "SELECT COUNT(*) AS number FROM establishment");

	import(&import_establishments,
	       "code,name,zone,state,zip,ein,naics_code,ownership,naics_vintage,is_active\n"
	       "B1,Good,UTC,OH,45402,123456789,332710,private,2022,yes\n"
	       "B2,Zone,Mars/Olympus,OH,45402,,,,,yes\n"
	       "B3,State,UTC,ZZ,45402,,,,,yes\n"
	       "B4,Zip,UTC,OH,4540,,,,,yes\n"
	       "B5,Ein,UTC,OH,45402,12345,,,,yes\n"
	       "B6,Naics,UTC,OH,45402,,3327,,2022,yes\n"
	       "B7,Owner,UTC,OH,45402,,,nobody,,yes\n"
	       "B8,,UTC,OH,45402,,,,,yes\n"
	       ",No code,UTC,OH,45402,,,,,yes\n"
	       "B10,Active,UTC,OH,45402,,,,,perhaps\n"
	       "b1,Twice,UTC,OH,45402,,,,,yes\n"
	       "B12,Dayton works,UTC,OH,45402,,,,,yes\n"
	       "B13,\"Unended,UTC\n");
	assert_false(result.is_done);
	is_refused(3, "zone", "time zone");
	is_refused(4, "state", "state");
	is_refused(5, "zip", "digits");
	is_refused(6, "ein", "nine digits");
	is_refused(7, "naics_code", "six digits");
	is_refused(8, "ownership", "offered");
	is_refused(9, "name", "Fill this in");
	is_refused(10, "code", "Fill this in");
	is_refused(11, "is_active", "true or false");
	is_refused(12, "", "in line 2");
	is_refused(13, "Establishment name", "Another row has this value");
	assert_int_equal(row_at(14)->outcome, IMPORT_REFUSED);
	counts_are(1, 0, 0, 12);
	assert_int_equal(database_number(d->db, "SELECT COUNT(*) AS number FROM establishment"), before);
}

static void test_good_rows_can_be_kept(void **state)
{
	(void)state;
	assert_int_equal(import_into(ours, &import_establishments,
				     "code,name,zone\nK1,Kept,UTC\nK2,Lost,Nowhere\n", false, true),
			 RC_OK);
	assert_true(result.is_done);
	counts_are(1, 0, 0, 1);
	assert_int_equal(
		database_number(d->db,
				"SELECT COUNT(*) AS number FROM establishment WHERE code IN ('K1', 'K2')"),
		1);
}

static void test_a_dry_run_changes_nothing(void **state)
{
	(void)state;
	int64_t before = database_number(d->db, "SELECT COUNT(*) AS number FROM audit_entry");

	assert_int_equal(
		import_into(ours, &import_units, "kind,code,name\ndepartment,DRY,Dry run\n", true, false),
		RC_OK);
	counts_are(1, 0, 0, 0);
	assert_false(result.is_done);
	assert_int_equal(database_number(d->db, "SELECT COUNT(*) AS number FROM unit WHERE code = 'DRY'"), 0);
	assert_int_equal(database_number(d->db, "SELECT COUNT(*) AS number FROM audit_entry"), before);
}

static void test_files_that_cannot_be_read(void **state)
{
	(void)state;
	import(&import_units, "");
	assert_non_null(result.problems);
	import(&import_units, "name\nNo key\n");
	assert_int_equal(result.count, 0);
	assert_non_null(result.problems);
	import(&import_units, "kind,code,Code,name\nteam,A,B,C\n");
	assert_non_null(result.problems);
	import(&import_units, "kind,code,name,colour\nteam,T1,Team one,red\n");
	assert_string_equal(arena_cstr(d->arena, result.ignored), "colour");
	assert_true(result.is_done);
}

static void test_areas_form_trees(void **state)
{
	(void)state;
	struct area child, parent;
	struct establishment place;

	/* The child stands before its parent. */
	import(&import_areas, "establishment,code,name,parent,kind\n"
			      "DAY1,L1,Line 1,HALL,line\n"
			      "DAY1,HALL,Hall,,Building\n"
			      "Dayton works,YARD,Yard,,yard\n");
	counts_are(3, 0, 0, 0);
	assert_int_equal(establishment_by_code(d->db, d->arena, ours, STR("DAY1"), &place), RC_OK);
	assert_int_equal(area_by_code(d->db, d->arena, ours, place.id, STR("L1"), &child), RC_OK);
	assert_int_equal(area_by_code(d->db, d->arena, ours, place.id, STR("HALL"), &parent), RC_OK);
	assert_int_equal(child.parent_id, parent.id);

	import(&import_areas, "establishment,code,name,parent\n"
			      "DAY1,HALL,Hall,L1\n"
			      "ELP,GATE,Gate,HALL\n"
			      "NONE,X,X,\n");
	assert_false(result.is_done);
	is_refused(2, "parent", "circle");
	is_refused(3, "parent", "none with this code"); /* another establishment's */
	is_refused(4, "establishment", "none with this code");
}

static void test_trees_have_a_limit(void **state)
{
	(void)state;
	import(&import_areas,
	       "establishment,code,name,parent\nELP,D1,1,\nELP,D2,2,D1\nELP,D3,3,D2\nELP,D4,4,D3\n"
	       "ELP,D5,5,D4\nELP,D6,6,D5\nELP,D7,7,D6\nELP,D8,8,D7\n");
	assert_true(result.is_done);
	import(&import_areas, "establishment,code,name,parent\nELP,D9,9,D8\nELP,D0,0,D9\n");
	is_refused(2, "parent", "deep");
	is_refused(3, "parent", "deep");
}

static void test_people(void **state)
{
	struct person maria, chief;
	struct rows chain;
	(void)state;

	import(&import_units, "kind,code,name\ndepartment,MNT,Maintenance\nteam,MNT,Night shift\n");
	import(&import_people,
	       "Employee number\tGiven name\tFamily name\tManager\tEstablishment\tDepartment\tDate of birth\n"
	       "E2\tMar\xED"
	       "a\tL\xF3pez\tE1\tDAY1\tMaintenance\t1990-05-01\n"
	       "E1\tAnn\tChief\t\tELP\tMNT\t\n");
	counts_are(2, 0, 0, 0);
	assert_int_equal(person_by_number(d->db, d->arena, ours, STR("E2"), &maria), RC_OK);
	assert_int_equal(person_by_number(d->db, d->arena, ours, STR("E1"), &chief), RC_OK);
	assert_string_equal(arena_cstr(d->arena, maria.given_name), "Mar\xC3\xAD"
								    "a");
	assert_int_equal(maria.manager_id, chief.id);
	assert_int_equal(maria.employment, EMPLOYMENT_PAYROLL);
	assert_int_equal(person_chain(d->db, d->arena, ours, maria.id, &chain), RC_OK);
	assert_int_equal(chain.count, 2);
	assert_int_equal(ROW(struct person, chain, 1)->id, chief.id);

	import(&import_people, "employee_number,manager,email,born_on,hired_on\n"
			       "E1,E2,,,\n"
			       "E2,,nowhere,,\n"
			       "E3,E1,,,\n"
			       "E2,,,,\n");
	is_refused(2, "manager", "circle");
	is_refused(3, "email", "address");
	is_refused(4, "Given name", "need this column");
	is_refused(5, "", "in line 3");
}

static void test_the_audit_trail_keeps_no_personal_particulars(void **state)
{
	(void)state;
	assert_int_equal(
		database_number(d->db,
				"SELECT COUNT(*) AS number FROM audit_entry WHERE action = 'person.created'"),
		2);
	assert_int_equal(
		database_number(
			d->db,
			"SELECT COUNT(*) AS number FROM audit_entry WHERE changes LIKE '%1990-05-01%'"),
		0);
}

static void test_search(void **state)
{
	struct rows rows;
	struct people_filter filter = {.words = STR("lop mari"), .most = 10};
	(void)state;

	assert_int_equal(person_list(d->db, d->arena, ours, &filter, &rows), RC_OK);
	assert_int_equal(rows.count, 1);
	assert_int_equal(ROW(struct person, rows, 0)->born_on, DAY_NONE);
	filter.words = STR("100%");
	assert_int_equal(person_list(d->db, d->arena, ours, &filter, &rows), RC_OK);
	assert_int_equal(rows.count, 0);
	filter = (struct people_filter){.most = 1};
	assert_int_equal(person_list(d->db, d->arena, ours, &filter, &rows), RC_OK);
	assert_string_equal(arena_cstr(d->arena, ROW(struct person, rows, 0)->family_name), "Chief");
	filter.after = ROW(struct person, rows, 0);
	assert_int_equal(person_list(d->db, d->arena, ours, &filter, &rows), RC_OK);
	assert_int_equal(rows.count, 1);
	const struct people_filter back = {.before = ROW(struct person, rows, 0), .most = 1};
	assert_int_equal(person_list(d->db, d->arena, ours, &back, &rows), RC_OK);
	assert_string_equal(arena_cstr(d->arena, ROW(struct person, rows, 0)->family_name), "Chief");
}

static void test_hours(void **state)
{
	(void)state;
	import(&import_hours,
	       "establishment,year,annual_average_employees,total_hours_worked\nDAY1,2025,120,\"231,500\"\n");
	counts_are(1, 0, 0, 0);
	import(&import_hours,
	       "establishment,year,annual_average_employees,total_hours_worked\nDAY1,2025,120,231600\n"
	       "DAY1,2024,10,99999999\nDAY1,1999,1,1\n");
	is_refused(3, "total_hours_worked", "more hours");
	is_refused(4, "year", "2002");
	counts_are(0, 1, 0, 2);
}

static void test_organizations_do_not_meet(void **state)
{
	struct rows rows;
	struct person person;
	struct people_filter filter = {.most = 10};
	(void)state;

	assert_int_equal(import_into(theirs, &import_people,
				     "employee_number,given_name,family_name,establishment,manager\n"
				     "E2,Other,Person,,\nX1,New,One,DAY1,\nX2,New,Two,,E1\n",
				     false, true),
			 RC_OK);
	is_refused(3, "establishment", "none with this code");
	is_refused(4, "manager", "none with this code");
	counts_are(1, 0, 0, 2);
	assert_int_equal(person_by_number(d->db, d->arena, ours, STR("E2"), &person), RC_OK);
	assert_int_equal(person_by_id(d->db, d->arena, theirs, person.id, &person), RC_NOT_FOUND);
	assert_int_equal(person_list(d->db, d->arena, theirs, &filter, &rows), RC_OK);
	assert_int_equal(rows.count, 1);
	assert_int_equal(establishment_list(d->db, d->arena, theirs, false, &rows), RC_OK);
	assert_int_equal(rows.count, 0);
	assert_int_equal(area_list(d->db, d->arena, theirs, 0, &rows), RC_OK);
	assert_int_equal(rows.count, 0);
	assert_int_equal(unit_list(d->db, d->arena, theirs, UNIT_NONE, false, &rows), RC_OK);
	assert_int_equal(rows.count, 0);
}

static void test_a_stale_version_is_refused(void **state)
{
	struct establishment place;
	(void)state;

	assert_int_equal(establishment_by_code(d->db, d->arena, ours, STR("ELP"), &place), RC_OK);
	assert_int_equal(establishment_update(d->db, &place), RC_OK);
	assert_int_equal(establishment_update(d->db, &place), RC_CONFLICT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_establishments),
		cmocka_unit_test(test_every_bad_row_is_told),
		cmocka_unit_test(test_good_rows_can_be_kept),
		cmocka_unit_test(test_a_dry_run_changes_nothing),
		cmocka_unit_test(test_files_that_cannot_be_read),
		cmocka_unit_test(test_areas_form_trees),
		cmocka_unit_test(test_trees_have_a_limit),
		cmocka_unit_test(test_people),
		cmocka_unit_test(test_the_audit_trail_keeps_no_personal_particulars),
		cmocka_unit_test(test_search),
		cmocka_unit_test(test_hours),
		cmocka_unit_test(test_organizations_do_not_meet),
		cmocka_unit_test(test_a_stale_version_is_refused),
	};
	return cmocka_run_group_tests(tests, setup, database_teardown);
}
