/*
 * The archive schema: made from the foreign keys, mended after migrations, filled row by row with an incident, read
 * through the same statements, and out of reach for programs that have no business with it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "database.h"
#include "db/archive.h"
#include "db/archive_table.h"
#include "db/grants.h"
#include "incident/incident_detail_store.h"

static struct database *d;
enum { ACME = 1, FIRST = 1, SECOND = 2 };

static int setup(void **state)
{
	database_setup(state);
	d = *state;
	assert_int_equal(archive_prepare(d->db, d->arena, d->config, "incident"), RC_OK);
	database_run(d->db, "INSERT INTO organization (id, code, name, zone, created_at) VALUES (1, 'ACME', 'Acme', 'UTC', NOW())");
	database_run(d->db, "INSERT INTO establishment (id, organization_id, uuid, code, name, zone, created_at, updated_at)"
			    " VALUES (1, 1, UUID(), 'DAY1', 'Dayton', 'UTC', NOW(), NOW())");
	database_run(d->db, "INSERT INTO incident (id, organization_id, uuid, number, register, status, title, description, occurred_at,"
			    " reported_at, establishment_id, severity, source, created_at, updated_at) VALUES"
			    " (1, 1, UUID(), 'INC-20200302-0001', 'safety', 'archived', 'Cut', 'Cut finger', '2020-03-02 10:00',"
			    " '2020-03-02 10:30', 1, 'low', 'wizard', NOW(), NOW()),"
			    " (2, 1, UUID(), 'INC-20200302-0002', 'safety', 'archived', 'Fall', 'Fell', '2020-03-02 10:00',"
			    " '2020-03-02 10:30', 1, 'low', 'wizard', NOW(), NOW())");
	database_run(d->db, "INSERT INTO injured_person (id, organization_id, uuid, incident_id, full_name, created_at, updated_at)"
			    " VALUES (1, 1, UUID(), 1, 'Jo Field', NOW(), NOW()), (2, 1, UUID(), 2, 'Al Mills', NOW(), NOW())");
	database_run(d->db, "INSERT INTO osha_case (organization_id, uuid, incident_id, injured_person_id, establishment_id, year, created_at, updated_at)"
			    " VALUES (1, UUID(), 1, 1, 1, 2020, NOW(), NOW())");
	return 0;
}

static int64_t count_of(const char *table)
{
	return database_number(d->db, arena_printf(d->arena, "SELECT COUNT(*) AS number FROM %s", table).at);
}

static int64_t archived_count_of(const char *table)
{
	return database_number(d->db, arena_printf(d->arena, "SELECT COUNT(*) AS number FROM `%.*s`.%s",
						   STR_ARG(archive_schema(d->arena, d->config)), table).at);
}

static void every_table_that_hangs_on_the_incident_is_known_parents_first(void **state)
{
	struct rows rows;
	int64_t injured = 0, osha_case = 0;

	(void)state;
	assert_int_equal(archive_tables(d->db, d->arena, &rows), RC_OK);
	assert_true(str_is(ROW(struct archive_table, rows, 0)->name, "incident"));
	for (size_t i = 0; i < rows.count; i++) {
		const struct archive_table *table = ROW(struct archive_table, rows, i);
		assert_int_equal(table->position, (int64_t)i + 1);
		if (str_is(table->name, "injured_person"))
			injured = table->position;
		if (str_is(table->name, "osha_case"))
			osha_case = table->position;
		assert_false(str_is(table->name, "person"));
		assert_false(str_is(table->name, "audit_entry"));
	}
	assert_true(injured > 1);
	assert_true(osha_case > injured);
}

static enum rc move(struct db *db, void *closure)
{
	const int64_t *id = closure;
	return archive_move(db, d->arena, d->config, *id);
}

static enum rc move_incident(int64_t id)
{
	return db_transaction(d->db, "archive", move, &id);
}

static void an_incident_moves_with_all_that_belongs_to_it(void **state)
{
	struct incident incident;
	const struct str number = STR("INC-20200302-0001");

	(void)state;
	assert_int_equal(incident_by_number(d->db, d->arena, ACME, number, &incident), RC_OK);
	assert_int_equal(move_incident(FIRST), RC_OK);
	assert_int_equal(count_of("incident"), 1);
	assert_int_equal(count_of("injured_person"), 1);
	assert_int_equal(count_of("osha_case"), 0);
	assert_int_equal(archived_count_of("incident"), 1);
	assert_int_equal(archived_count_of("injured_person"), 1);
	assert_int_equal(archived_count_of("osha_case"), 1);
	assert_int_equal(incident_by_number(d->db, d->arena, ACME, number, &incident), RC_NOT_FOUND);
	assert_int_equal(db_archive_open(d->db), RC_OK);
	assert_int_equal(incident_by_number(d->db, d->arena, ACME, number, &incident), RC_OK);
	assert_int_equal(incident.id, FIRST);
	assert_int_equal(incident_by_number(d->db, d->arena, ACME, STR("INC-20200302-0002"), &incident), RC_NOT_FOUND);
	db_archive_close(d->db);
	assert_int_equal(incident_by_number(d->db, d->arena, ACME, STR("INC-20200302-0002"), &incident), RC_OK);
}

static void what_others_refer_to_stays(void **state)
{
	(void)state;
	database_run(d->db, "CREATE TABLE stranger (id BIGINT PRIMARY KEY, incident_id BIGINT NOT NULL,"
			    " FOREIGN KEY (incident_id) REFERENCES incident (id))");
	database_run(d->db, "INSERT INTO stranger VALUES (1, 2)");
	assert_int_equal(move_incident(SECOND), RC_INVALID);
	assert_int_equal(count_of("injured_person"), 1);
	assert_int_equal(archived_count_of("incident"), 1);
	assert_int_equal(archived_count_of("injured_person"), 1);
	database_run(d->db, "DROP TABLE stranger");
}

static void a_copy_follows_the_migrations_with_its_rows(void **state)
{
	(void)state;
	database_run(d->db, "ALTER TABLE injured_person ADD COLUMN shoe_size BIGINT NULL, ADD KEY shoe (shoe_size)");
	assert_int_equal(archive_prepare(d->db, d->arena, d->config, "incident"), RC_OK);
	assert_int_equal(archived_count_of("injured_person WHERE full_name = 'Jo Field' AND shoe_size IS NULL"), 1);
	assert_int_equal(archived_count_of("injured_person FORCE INDEX (shoe) WHERE shoe_size IS NULL"), 1);
	assert_int_equal(move_incident(SECOND), RC_OK);
	assert_int_equal(archived_count_of("injured_person"), 2);
}

static void every_statement_can_read_the_archive(void **state)
{
	const struct statement *const *all;
	size_t count = statements_all(&all), bad = 0;

	(void)state;
	assert_int_equal(db_archive_open(d->db), RC_OK);
	for (size_t i = 0; i < count; i++)
		if (db_prepare(d->db, all[i]) != RC_OK) {
			print_error("%s cannot be prepared for the archive\n", all[i]->name);
			bad++;
		}
	db_archive_close(d->db);
	assert_int_equal(bad, 0);
}

static void only_the_table_after_its_keyword_is_qualified(void **state)
{
	struct archive_table moved[] = {{.name = STR("incident")}, {.name = STR("comment")}};
	const struct rows tables = {moved, 2};

	(void)state;
	assert_true(str_is(archive_qualified(d->arena, STR("SELECT incident.id, comment, 'FROM incident' FROM incident"
							   " JOIN comment c ON c.incident = incident.id, person"),
					     STR("old"), &tables),
			   "SELECT incident.id, comment, 'FROM incident' FROM `old`.incident"
			   " JOIN `old`.comment c ON c.incident = incident.id, person"));
}

static void programs_may_read_the_archive_as_they_read_the_rest(void **state)
{
	struct grants_difference difference;
	const struct config *config;
	struct incident incident;

	(void)state;
	setenv("MUSTER_PORTAL_USER", arena_printf(d->arena, "portal_%d", (int)getpid()).at, 1);
	setenv("MUSTER_PORTAL_PASSWORD", "s3cret", 1);
	assert_int_equal(config_load(d->arena, &config), RC_OK);
	assert_int_equal(grants_apply(d->db, d->arena, config, STR("sql"), STR("portal")), RC_OK);
	assert_int_equal(grants_compare(d->db, d->arena, config, STR("sql"), STR("portal"), &difference), RC_OK);
	assert_int_equal(difference.count, 0);
	struct db *portal = db_open(d->arena, config, "portal");
	assert_int_equal(db_archive_open(portal), RC_OK);
	assert_int_equal(incident_by_number(portal, d->arena, ACME, STR("INC-20200302-0001"), &incident), RC_OK);
	assert_int_equal(move_incident(FIRST), RC_OK); /* nothing left to move */
	db_close(portal);
	database_run(d->db, arena_printf(d->arena, "DROP USER 'portal_%d'@'localhost'", (int)getpid()).at);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_table_that_hangs_on_the_incident_is_known_parents_first),
		cmocka_unit_test(an_incident_moves_with_all_that_belongs_to_it),
		cmocka_unit_test(what_others_refer_to_stays),
		cmocka_unit_test(a_copy_follows_the_migrations_with_its_rows),
		cmocka_unit_test(every_statement_can_read_the_archive),
		cmocka_unit_test(only_the_table_after_its_keyword_is_qualified),
		cmocka_unit_test(programs_may_read_the_archive_as_they_read_the_rest),
	};
	return cmocka_run_group_tests_name("archive", tests, setup, database_teardown);
}
