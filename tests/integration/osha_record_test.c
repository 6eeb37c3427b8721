/*
 * OSHA records in the database: the worked cases decided, stored and read back; numbers under concurrency;
 * certifications and what changed since; the privacy list; one organization never sees another's.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/csv.h"
#include "base/file.h"
#include "database.h"
#include "organization/place_store.h"
#include "osha/case_decide.h"
#include "osha/case_store.h"
#include "osha/certification_sign.h"
#include "osha/classify.h"
#include "osha/form_text.h"
#include "osha/log_store.h"
#include "osha/log_version_store.h"
#include "osha/notice_store.h"
#include "osha/overview_store.h"
#include "osha/report_items.h"
#include "signature/signature_store.h"

static struct database *d;
static const moment now = SECONDS(1798761600); /* 2027-01-01 00:00 UTC */
enum { ACME = 1, OTHER = 2, PLANT = 1, EXEMPT = 2, BRANCH = 3, BUSY = 4 };

static int setup(void **state)
{
	database_setup(state);
	d = *state;
	database_run(d->db, "INSERT INTO organization (id, code, name, zone, created_at) VALUES"
			    " (1, 'ACME', 'Acme', 'UTC', NOW()), (2, 'OTHER', 'Other', 'UTC', NOW())");
	database_run(d->db, "INSERT INTO establishment (id, organization_id, uuid, code, name, zone, keeps_records, created_at, updated_at)"
			    " VALUES (1, 1, UUID(), 'DAY1', 'Dayton', 'UTC', 'yes', NOW(), NOW()),"
			    " (2, 1, UUID(), 'SHOP', 'Shop', 'UTC', 'exempt_industry', NOW(), NOW()),"
			    " (3, 1, UUID(), 'BRA1', 'Branch', 'UTC', 'yes', NOW(), NOW()),"
			    " (4, 1, UUID(), 'BUSY', 'Busy', 'UTC', 'yes', NOW(), NOW())");
	database_run(d->db, "INSERT INTO incident (id, organization_id, uuid, number, register, status, title, description, occurred_at,"
			    " reported_at, establishment_id, severity, source, created_at, updated_at)"
			    " VALUES (1, 1, UUID(), 'INC-20260302-0001', 'safety', 'new', 'Cut', 'Cut finger', '2026-03-02 10:00',"
			    " '2026-03-02 10:30', 1, 'low', 'wizard', NOW(), NOW())");
	database_run(d->db, "INSERT INTO person (id, organization_id, uuid, employee_number, given_name, family_name, created_at,"
			    " updated_at) VALUES (1, 1, UUID(), '1', 'Eva', 'Stern', NOW(), NOW())");
	database_run(d->db, "INSERT INTO account (id, organization_id, person_id, login, created_at) VALUES (1, 1, 1, 'eva', NOW())");
	return 0;
}

static struct actor keeper(moment at)
{
	return (struct actor){.organization_id = ACME, .account_id = 1, .kind = "account", .name = STR("Eva Stern"),
			      .request_id = "r", .now = at};
}

static struct osha_case a_case(struct db *db, int64_t establishment_id, int64_t year)
{
	struct osha_case c;

	database_run(db, "INSERT INTO injured_person (organization_id, uuid, incident_id, full_name, created_at, updated_at)"
			 " VALUES (1, UUID(), 1, 'Jo Field', NOW(), NOW())");
	record_clear(&osha_case_record, &c);
	c.organization_id = ACME;
	c.incident_id = 1;
	c.injured_person_id = database_number(db, "SELECT LAST_INSERT_ID() AS number");
	c.establishment_id = establishment_id;
	c.year = year;
	return c;
}

static struct case_facts facts_of(const char *cell)
{
	struct case_facts facts;
	struct str key;
	const char *why;

	assert_int_equal(classify_facts(d->arena, str_of(cell), &facts, &key, &why), RC_OK);
	return facts;
}

/* Inside a transaction, as everywhere in the product. */
struct keeping {
	struct osha_case *c;
	const struct case_facts *facts;
	moment at;
};

static enum rc keep_body(struct db *db, void *closure)
{
	struct keeping *keeping = closure;
	struct actor actor = keeper(keeping->at);
	struct case_change change = {.c = keeping->c, .facts = keeping->facts, .today = day_of(2026, 12, 31)};

	return case_keep(db, d->arena, &actor, &change);
}

static enum rc keep_at(struct db *db, struct osha_case *c, const struct case_facts *facts, moment at)
{
	struct keeping keeping = {c, facts, at};
	return db_transaction(db, "keep", keep_body, &keeping);
}

static int64_t number_in(struct str cell)
{
	int64_t number = 0;
	(void)str_to_int(cell, 0, 999, &number);
	return number;
}

static void decide_row(const struct csv_row *row, const ptrdiff_t at[8])
{
	struct case_facts facts = facts_of(arena_cstr(d->arena, csv_cell(row, (size_t)at[0])));
	struct str expected = csv_cell(row, (size_t)at[1]);
	int64_t place = facts.keeps_records == ANSWER_NO ? EXEMPT : PLANT;
	struct osha_case c = a_case(d->db, place, 2026), stored;

	assert_int_equal(keep_at(d->db, &c, &facts, now), RC_OK);
	assert_int_equal(case_by_uuid(d->db, d->arena, ACME, c.uuid, &stored), RC_OK);
	if (str_is(expected, "yes"))
		assert_int_equal(stored.recordable, RECORDABLE_YES);
	else if (str_is(expected, "no"))
		assert_int_equal(stored.recordable, RECORDABLE_NO);
	else
		assert_int_equal(stored.recordable, RECORDABLE_UNDECIDED);
	if (!str_is(expected, "yes"))
		return;
	assert_string_equal(osha_outcome_letter((enum osha_outcome)stored.outcome),
			    arena_cstr(d->arena, csv_cell(row, (size_t)at[2])));
	assert_int_equal(stored.type, number_in(csv_cell(row, (size_t)at[5])));
	assert_int_equal(stored.is_privacy, str_is(csv_cell(row, (size_t)at[6]), "yes"));
	if (stored.is_days_running)
		return;
	assert_int_equal(stored.days_away, number_in(csv_cell(row, (size_t)at[3])));
	assert_int_equal(stored.days_restricted, number_in(csv_cell(row, (size_t)at[4])));
}

static int decide_file(const char *path)
{
	static const char *const names[] = {"facts", "expected_recordable", "expected_column", "expected_K",
					    "expected_L", "expected_M", "expected_privacy"};
	struct str input;
	struct csv_row row;
	const char *why;
	ptrdiff_t at[8];
	int count = 0;

	if (file_read(d->arena, path, 1 << 20, &input) != RC_OK)
		return 0;
	struct csv_reader reader = csv_reader(d->arena, input);
	assert_int_equal(csv_next(&reader, &row, &why), RC_OK);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		assert_true((at[i] = csv_column(&row, names[i])) >= 0);
	for (; csv_next(&reader, &row, &why) == RC_OK; count++)
		decide_row(&row, at);
	return count;
}

static void worked_cases_come_out_of_the_database_as_decided(void **state)
{
	(void)state;
	assert_true(decide_file("tests/data/osha_cases.csv") >= 100);
}

static void the_reference_cases_too(void **state)
{
	const char *folder = getenv("MUSTER_SHARED");
	int count = decide_file(
		arena_printf(d->arena, "%s/reference/osha-test-cases.csv", folder ? folder : "../shared").at);

	(void)state;
	if (!count)
		skip();
	assert_int_equal(count, 40);
}

enum { KEEPERS = 4, EACH = 12 };

/* One process with a connection of its own. */
static int keep_many(void)
{
	struct db *db = database_connect(d);
	struct case_facts facts = facts_of("injury_date=2026-05-05|treatment=sutures|kind=injury");
	int failed = 0;

	for (int i = 0; i < EACH; i++) {
		struct osha_case c = a_case(db, BUSY, 2026);
		failed += keep_at(db, &c, &facts, now) != RC_OK;
	}
	db_close(db);
	return failed;
}

static void numbers_are_given_once_and_without_gaps(void **state)
{
	int status;

	(void)state;
	for (int i = 0; i < KEEPERS; i++) {
		pid_t pid = fork();
		assert_true(pid >= 0);
		if (pid == 0)
			_exit(keep_many());
	}
	for (int i = 0; i < KEEPERS; i++) {
		assert_true(wait(&status) > 0);
		assert_int_equal(status, 0);
	}
	assert_int_equal(database_number(d->db, "SELECT COUNT(DISTINCT case_position) AS number FROM osha_case"
						" WHERE establishment_id = 4"),
			 KEEPERS * EACH);
	assert_int_equal(database_number(d->db, "SELECT MAX(case_position) AS number FROM osha_case WHERE establishment_id = 4"),
			 KEEPERS * EACH);
}

static void a_case_that_moves_takes_a_number_of_its_new_log(void **state)
{
	struct osha_case c = a_case(d->db, BUSY, 2026);
	struct case_facts facts = facts_of("injury_date=2026-06-06|treatment=sutures|kind=injury");

	(void)state;
	assert_int_equal(keep_at(d->db, &c, &facts, now), RC_OK);
	c.establishment_id = BRANCH;
	assert_int_equal(keep_at(d->db, &c, &facts, now), RC_OK);
	assert_int_equal(c.case_position, 1);
	assert_true(str_is(c.case_number, "1"));
}

static void an_undecided_case_keeps_its_decision_and_has_no_line(void **state)
{
	struct osha_case c = a_case(d->db, PLANT, 2026);
	struct case_facts facts;
	struct rows decisions;

	(void)state;
	record_clear(&case_facts_record, &facts);
	facts.injury_on = day_of(2026, 3, 2);
	assert_int_equal(keep_at(d->db, &c, &facts, now), RC_OK);
	assert_int_equal(c.recordable, RECORDABLE_UNDECIDED);
	assert_int_equal(c.case_number.len, 0);
	assert_int_equal(case_decision_list(d->db, d->arena, &c, &decisions), RC_OK);
	assert_int_equal(decisions.count, 1);
}

static struct osha_log log_of(int64_t establishment_id, int64_t year)
{
	struct organization organization;
	struct establishment place;
	struct osha_log log;

	assert_int_equal(organization_find(d->db, d->arena, STR("ACME"), &organization), RC_OK);
	assert_int_equal(establishment_by_id(d->db, d->arena, ACME, establishment_id, &place), RC_OK);
	assert_int_equal(log_collect(d->db, d->arena, &organization, &place, year, now, &log), RC_OK);
	return log;
}

static struct certification a_certification(moment at)
{
	return (struct certification){
		.organization_id = ACME, .establishment_id = BRANCH, .year = 2026, .executive = STR("Chris Chief"),
		.executive_standing = STANDING_OFFICER, .title = STR("Vice President"), .phone = STR("555-0100"),
		.certified_on = day_of(2027, 1, 1), .signed_at = at, .signed_by_id = 1, .signed_by_name = STR("Eva Stern"),
	};
}

static void what_changed_since_the_signature_is_named(void **state)
{
	struct osha_case c = a_case(d->db, BRANCH, 2026);
	struct case_facts facts = facts_of("injury_date=2026-07-01|treatment=sutures|kind=injury|away=2026-07-02..2026-07-05");
	struct actor actor = keeper(now);
	struct certification signed_one = a_certification(now + HOURS(1)), stored;
	struct certification_change changes[CERTIFICATION_FIGURES];
	struct rows rows;

	(void)state;
	assert_int_equal(keep_at(d->db, &c, &facts, now), RC_OK);
	struct osha_log log = log_of(BRANCH, 2026);
	assert_int_equal(certification_prepare(d->arena, d->config, &log, &signed_one), RC_OK);
	assert_int_equal(signature_policy_accept(d->db, d->arena, &actor, STR("It binds.")), RC_OK);
	assert_int_equal(certification_sign(d->db, d->arena, &actor, &signed_one), RC_OK);
	assert_int_equal(signature_list(d->db, d->arena, ACME, SIGNATURE_OSHA_CERTIFICATION, signed_one.id, &rows), RC_OK);
	assert_int_equal(rows.count, 1);
	assert_int_equal(ROW(struct signature, rows, 0)->meaning, MEANING_CERTIFIED);
	assert_int_equal(certification_newest(d->db, d->arena, ACME, BRANCH, 2026, &stored), RC_OK);
	log = log_of(BRANCH, 2026);
	assert_int_equal(certification_changes(stored.figures, &log, changes), 0);
	assert_false(log.certification->changed_since);

	facts.away = STR("2026-07-02..2026-07-09");
	assert_int_equal(keep_at(d->db, &c, &facts, now + HOURS(2)), RC_OK);
	log = log_of(BRANCH, 2026);
	assert_int_equal(certification_changes(stored.figures, &log, changes), 1);
	assert_int_equal(changes[0].before, 4);
	assert_int_equal(changes[0].after, 8);
	assert_true(log.certification->changed_since);
	assert_int_equal(certification_by_uuid(d->db, d->arena, OTHER, stored.uuid, &stored), RC_NOT_FOUND);
}

static struct str csv_of(const struct osha_log *log)
{
	struct text out = TEXT_IN(d->arena);

	form_text_log_csv(&out, log, 1);
	return text_str(&out);
}

/* Case keeping at moments of the test's own; the log's days are those of UTC. */
static void the_log_of_a_day_reads_as_it_did_then(void **state)
{
	const struct zone *utc;
	struct osha_case c = a_case(d->db, BRANCH, 2024), later = a_case(d->db, BRANCH, 2024);
	struct case_facts facts = facts_of("injury_date=2024-07-01|treatment=sutures|kind=injury|away=2024-07-02..2024-07-05");
	struct rows rows;

	(void)state;
	assert_int_equal(zone_find(STR("UTC"), &utc), RC_OK);
	assert_int_equal(keep_at(d->db, &c, &facts, now), RC_OK);
	struct osha_log log = log_of(BRANCH, 2024);
	log.as_of = zone_day(utc, now);
	struct str then = csv_of(&log);

	facts.away = STR("2024-07-02..2024-07-09");
	assert_int_equal(keep_at(d->db, &c, &facts, now + DAYS(2)), RC_OK);
	assert_int_equal(keep_at(d->db, &later, &facts, now + DAYS(3)), RC_OK);
	database_run(d->db, "UPDATE injured_person p JOIN osha_case c ON c.injured_person_id = p.id SET p.full_name = 'Jo Meadow',"
			    " p.updated_at = '2027-01-05' WHERE c.year = 2024");
	log = log_of(BRANCH, 2024);
	assert_int_equal(log.case_count, 2);
	assert_false(str_equal(csv_of(&log), then));
	assert_int_equal(log_version_restore(d->db, d->arena, ACME, BRANCH, utc, zone_day(utc, now), &log), RC_OK);
	assert_true(str_equal(csv_of(&log), then));
	assert_int_equal(log_version_restore(d->db, d->arena, ACME, BRANCH, utc, zone_day(utc, now) - 1, &log), RC_OK);
	assert_int_equal(log.case_count, 0);
	assert_int_equal(log_version_restore(d->db, d->arena, ACME, BRANCH, utc, zone_day(utc, now) + 10, &log), RC_OK);
	assert_int_equal(log.case_count, 2);
	assert_true(str_is(log.cases[0].name, "Jo Meadow"));
	assert_int_equal(log_version_list(d->db, d->arena, OTHER, BRANCH, 2024, &rows), RC_OK);
	assert_int_equal(rows.count, 0);
}

static void the_privacy_list_holds_the_names_that_the_log_does_not(void **state)
{
	struct osha_case c = a_case(d->db, BRANCH, 2025);
	struct case_facts facts = facts_of("injury_date=2025-03-02|special=needlestick_contaminated|kind=injury");
	struct rows names;

	(void)state;
	assert_int_equal(keep_at(d->db, &c, &facts, now), RC_OK);
	assert_true(c.is_privacy);
	struct osha_log log = log_of(BRANCH, 2025);
	assert_int_equal(log.case_count, 1);
	assert_false(str_is(osha_log_name(&log.cases[0]), "Jo Field"));
	assert_int_equal(overview_privacy_list(d->db, d->arena, ACME, BRANCH, 2025, &names), RC_OK);
	assert_int_equal(names.count, 1);
	assert_true(str_is(ROW(struct log_line, names, 0)->full_name, "Jo Field"));
	assert_int_equal(overview_privacy_list(d->db, d->arena, OTHER, BRANCH, 2025, &names), RC_OK);
	assert_int_equal(names.count, 0);
	/* Lists of incidents find it by its outcome. */
	assert_int_equal(database_number(d->db, arena_printf(d->arena, "SELECT case_outcomes & 16 AS number FROM incident WHERE id ="
							     " %lld", (long long)c.incident_id).at), 16);
	/* The pages of the incident know it as well, and a line that was struck through does not name anybody. */
	const char *masked = arena_printf(d->arena, "SELECT COUNT(*) AS number FROM injured_person WHERE is_private AND id = %lld",
					  (long long)c.injured_person_id).at;
	assert_int_equal(database_number(d->db, masked), 1);
	facts.special = SPECIAL_ABSENT;
	assert_int_equal(keep_at(d->db, &c, &facts, now), RC_OK);
	assert_int_equal(database_number(d->db, masked), 1);
}

static void no_other_organization_reaches_a_case(void **state)
{
	struct osha_case c = a_case(d->db, PLANT, 2026), found;
	struct case_facts facts = facts_of("injury_date=2026-03-02|treatment=sutures"), read;
	struct rows rows;

	(void)state;
	assert_int_equal(keep_at(d->db, &c, &facts, now), RC_OK);
	assert_int_equal(case_by_uuid(d->db, d->arena, OTHER, c.uuid, &found), RC_NOT_FOUND);
	assert_int_equal(case_of_injured_person(d->db, d->arena, OTHER, c.injured_person_id, &found), RC_NOT_FOUND);
	assert_int_equal(overview_lines(d->db, d->arena, OTHER, PLANT, 2026, &rows), RC_OK);
	assert_int_equal(rows.count, 0);
	found = c;
	found.organization_id = OTHER;
	assert_int_equal(case_facts_load(d->db, d->arena, &found, &read), RC_OK);
	assert_int_equal(read.treatments.len, 0);
	found.override = ANSWER_NO;
	found.override_reason = STR("Not theirs to change");
	assert_int_equal(case_update(d->db, &found), RC_CONFLICT);
}

static void the_overview_counts_lines_and_gaps(void **state)
{
	struct rows rows;
	const struct overview_row *branch = NULL;

	(void)state;
	assert_int_equal(overview_list(d->db, d->arena, ACME, 2026, &rows), RC_OK);
	assert_int_equal(rows.count, 4);
	for (size_t i = 0; i < rows.count; i++)
		if (ROW(struct overview_row, rows, i)->establishment_id == BRANCH)
			branch = ROW(struct overview_row, rows, i);
	assert_non_null(branch);
	assert_int_equal(branch->cases, 2);
	assert_int_equal(branch->incomplete, 2);
	assert_int_equal(branch->total_hours_worked, NUMBER_NONE);
	assert_int_not_equal(branch->signed_at, MOMENT_NONE);
}

static void a_call_to_osha_is_kept(void **state)
{
	struct osha_case c = a_case(d->db, PLANT, 2026);
	struct case_facts facts = facts_of("injury_date=2026-03-02|treatment=sutures");
	struct notice notice = {.organization_id = ACME, .event = URGENT_AMPUTATION + 1, .channel = 2, .told_at = now,
				.told_by = STR("Eva Stern"), .created_at = now};
	struct rows rows;

	(void)state;
	assert_int_equal(keep_at(d->db, &c, &facts, now), RC_OK);
	notice.case_id = c.id;
	assert_int_equal(notice_insert(d->db, &notice), RC_OK);
	assert_int_equal(notice_list(d->db, d->arena, ACME, c.id, &rows), RC_OK);
	assert_true(notice_was_given(rows.at, rows.count, URGENT_AMPUTATION));
	assert_false(notice_was_given(rows.at, rows.count, URGENT_DEATH));
	assert_int_equal(notice_list(d->db, d->arena, OTHER, c.id, &rows), RC_OK);
	assert_int_equal(rows.count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(worked_cases_come_out_of_the_database_as_decided),
		cmocka_unit_test(the_reference_cases_too),
		cmocka_unit_test(numbers_are_given_once_and_without_gaps),
		cmocka_unit_test(a_case_that_moves_takes_a_number_of_its_new_log),
		cmocka_unit_test(an_undecided_case_keeps_its_decision_and_has_no_line),
		cmocka_unit_test(what_changed_since_the_signature_is_named),
		cmocka_unit_test(the_log_of_a_day_reads_as_it_did_then),
		cmocka_unit_test(the_privacy_list_holds_the_names_that_the_log_does_not),
		cmocka_unit_test(no_other_organization_reaches_a_case),
		cmocka_unit_test(the_overview_counts_lines_and_gaps),
		cmocka_unit_test(a_call_to_osha_is_kept),
	};
	return cmocka_run_group_tests(tests, setup, database_teardown);
}
