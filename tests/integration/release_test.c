/* Releases in the database: added together across incidents of a facility, with every decision kept. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/random.h"
#include "database.h"
#include "environment/release_duty_store.h"
#include "environment/release_keep.h"
#include "environment/substance_store.h"
#include "incident/incident.h"

#define LB INT64_C(1000000)

static struct database *d;
static const moment now = SECONDS(1772629200); /* 2026-03-04 13:00 UTC */
static const moment began = SECONDS(1772445600); /* 2026-03-02 10:00 UTC */

static int setup(void **state)
{
	database_setup(state);
	d = *state;
	database_run(d->db, "INSERT INTO organization (id, code, name, zone, created_at) VALUES (1, 'ACME', 'Acme', 'UTC', NOW()),"
			    " (2, 'OTHER', 'Other', 'UTC', NOW())");
	database_run(d->db, "INSERT INTO establishment (id, organization_id, uuid, code, name, zone, keeps_records, created_at, updated_at)"
			    " VALUES (1, 1, UUID(), 'DAY1', 'Dayton', 'UTC', 'yes', NOW(), NOW()),"
			    " (2, 1, UUID(), 'SHOP', 'Shop', 'UTC', 'yes', NOW(), NOW()),"
			    " (3, 2, UUID(), 'DAY1', 'Elsewhere', 'UTC', 'yes', NOW(), NOW())");
	database_run(d->db, "INSERT INTO incident (id, organization_id, uuid, number, register, status, title, description, occurred_at,"
			    " reported_at, establishment_id, severity, source, created_at, updated_at)"
			    " VALUES (1, 1, UUID(), 'INC-20260302-0001', 'environment', 'open', 'A', 'A', '2026-03-02 10:00',"
			    " '2026-03-02 10:30', 1, 'low', 'wizard', NOW(), NOW()),"
			    " (2, 1, UUID(), 'INC-20260302-0002', 'environment', 'open', 'B', 'B', '2026-03-02 20:00',"
			    " '2026-03-02 20:30', 1, 'low', 'wizard', NOW(), NOW()),"
			    " (3, 2, UUID(), 'INC-20260302-0001', 'environment', 'open', 'C', 'C', '2026-03-02 10:00',"
			    " '2026-03-02 10:30', 3, 'low', 'wizard', NOW(), NOW())");
	return 0;
}

/* Each test begins without releases. */
static int without_releases(void **state)
{
	(void)state;
	static const char *const tables[] = {"release_decision", "material_component", "release_duty", "incident_material"};

	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
		database_run(d->db, arena_printf(d->arena, "DELETE FROM %s", tables[i]).at);
	database_run(d->db, "DELETE FROM release_notice");
	database_run(d->db, "DELETE FROM event");
	return 0;
}

static struct actor actor_in(int64_t organization_id)
{
	return (struct actor){.organization_id = organization_id, .kind = "account", .name = STR("Eva Stern"), .request_id = "r", .now = now};
}

static struct release chlorine(int64_t organization_id, int64_t incident_id, int64_t establishment_id, int64_t pounds, moment at)
{
	struct release release;

	record_clear(&release_record, &release);
	release.organization_id = organization_id;
	release.uuid = uuid_new(d->arena, now);
	release.incident_id = incident_id;
	release.establishment_id = establishment_id;
	release.environment = ENVIRONMENT_PROD;
	release.name = STR("Chlorine");
	release.amount = pounds * LB;
	release.unit = UNIT_LB;
	release.certainty = CERTAINTY_CONFIRMED;
	release.to_air = true;
	release.released_from = at;
	release.version = 1;
	release.created_at = release.updated_at = now;
	return release;
}

struct keeping {
	struct release *release;
	struct actor actor;
	const char *cause;
};

static enum rc keep_body(struct db *db, void *closure)
{
	struct keeping *k = closure;
	struct release_component component;
	struct substance chlorine;
	struct rows found;
	enum rc rc = substance_typed(db, d->arena, k->release->organization_id, STR("7782-50-5"), &chlorine, &found);

	if (rc != RC_OK)
		return rc;
	record_clear(&release_component_record, &component);
	component.substance_id = chlorine.id;
	component.same_as = chlorine.same_as;
	component.strength = 100 * LB;
	component.strength_unit = STRENGTH_WEIGHT_PERCENT;
	rc = k->release->id ? release_update(db, k->release) : release_insert(db, k->release);
	return rc == RC_OK ? release_keep(db, d->arena, &k->actor, k->release, &component, 1, k->cause) : rc;
}

static void keep(struct release *release, const char *cause)
{
	struct keeping k = {release, actor_in(release->organization_id), cause};
	assert_int_equal(db_transaction(d->db, "keep", keep_body, &k), RC_OK);
}

static struct release stored(const struct release *release)
{
	struct release out;
	assert_int_equal(release_by_id(d->db, d->arena, release->organization_id, release->id, &out), RC_OK);
	return out;
}

static int64_t exceeded_events(void)
{
	return database_number(d->db, "SELECT COUNT(*) AS number FROM event WHERE kind = 'release.rq_exceeded'");
}

static void two_incidents_of_a_facility_are_added_together(void **state)
{
	(void)state;
	struct release first = chlorine(1, 1, 1, 6, began), second = chlorine(1, 2, 1, 5, began + HOURS(10));
	struct rows decisions;

	keep(&first, "entered");
	assert_int_equal(stored(&first).cercla, RELEASE_NO);
	assert_int_equal(exceeded_events(), 0);
	keep(&second, "entered");
	assert_int_equal(stored(&second).cercla, RELEASE_REPORT);
	assert_int_equal(stored(&first).cercla, RELEASE_REPORT);
	assert_int_not_equal(stored(&second).reportable_at, MOMENT_NONE);
	assert_int_equal(exceeded_events(), 2);
	assert_int_equal(release_decisions(d->db, d->arena, 1, first.id, &decisions), RC_OK);
	assert_int_equal(decisions.count, 2);
	assert_true(str_is(ROW(struct release_decision, decisions, 0)->cause, "another_release"));
	assert_true(str_find(ROW(struct release_decision, decisions, 0)->findings, STR("INC-20260302-0002")) >= 0);
}

static void a_day_and_more_apart_they_are_not(void **state)
{
	(void)state;
	struct release first = chlorine(1, 1, 1, 6, began), second = chlorine(1, 2, 1, 5, began + HOURS(24) + MINUTES(1));

	keep(&first, "entered");
	keep(&second, "entered");
	assert_int_equal(stored(&first).cercla, RELEASE_NO);
	assert_int_equal(stored(&second).cercla, RELEASE_NO);
}

static void another_facility_or_organization_counts_for_itself(void **state)
{
	(void)state;
	struct release here = chlorine(1, 1, 1, 6, began), there = chlorine(1, 2, 2, 5, began),
		       theirs = chlorine(2, 3, 3, 5, began), drill = chlorine(1, 2, 1, 5, began), out;

	drill.environment = ENVIRONMENT_SANDBOX;
	keep(&here, "entered");
	keep(&there, "entered");
	keep(&theirs, "entered");
	keep(&drill, "entered");
	assert_int_equal(stored(&here).cercla, RELEASE_NO);
	assert_int_equal(stored(&there).cercla, RELEASE_NO);
	assert_int_equal(stored(&theirs).cercla, RELEASE_NO);
	assert_int_equal(stored(&drill).cercla, RELEASE_NO);
	assert_int_equal(release_by_id(d->db, d->arena, 2, here.id, &out), RC_NOT_FOUND);
	assert_int_equal(release_by_uuid(d->db, d->arena, 2, 1, here.uuid, &out), RC_NOT_FOUND);
}

static void a_release_that_moves_away_leaves_the_sum(void **state)
{
	(void)state;
	struct release first = chlorine(1, 1, 1, 6, began), second = chlorine(1, 2, 1, 5, began + HOURS(10));

	keep(&first, "entered");
	keep(&second, "entered");
	assert_int_equal(stored(&first).cercla, RELEASE_REPORT);
	second = stored(&second);
	second.released_from = began + HOURS(60);
	keep(&second, "changed");
	assert_int_equal(stored(&second).cercla, RELEASE_NO);
	assert_int_equal(stored(&first).cercla, RELEASE_NO);
}

static void what_is_to_be_done_follows_releases_and_calls(void **state)
{
	(void)state;
	struct release release = chlorine(1, 1, 1, 20, began);
	struct actor actor = actor_in(1);
	struct release_notice notice;
	struct release_duty duty;

	release.known_at = began + HOURS(1);
	keep(&release, "entered");
	assert_int_equal(release_duty_find(d->db, d->arena, 1, 1, &duty), RC_OK);
	assert_true(duty.is_open);
	assert_int_equal(duty.known_at, began + HOURS(1));
	assert_int_equal(duty.due_on, day_of(2026, 4, 1));
	assert_int_equal(duty.nrc_told_at, MOMENT_NONE);
	record_clear(&release_notice_record, &notice);
	notice.incident_id = 1;
	notice.agency = AGENCY_NRC;
	notice.kind = NOTICE_CALL;
	notice.told_at = began + HOURS(1) + MINUTES(10);
	notice.told_by = STR("Eva Stern");
	notice.reference = STR("1394000");
	assert_int_equal(release_notice_add(d->db, d->arena, &actor, 1, &notice), RC_OK);
	assert_int_equal(release_duty_find(d->db, d->arena, 1, 1, &duty), RC_OK);
	assert_int_equal(duty.nrc_told_at, began + HOURS(1) + MINUTES(10));
	assert_true(duty.is_open);
	assert_int_equal(release_duty_find(d->db, d->arena, 2, 1, &duty), RC_NOT_FOUND);
}

static void the_lists_are_there_for_every_organization(void **state)
{
	(void)state;
	struct substance mine, theirs;
	struct rows found;

	assert_int_equal(substance_typed(d->db, d->arena, 1, STR("Benzene"), &mine, &found), RC_OK);
	assert_int_equal(substance_typed(d->db, d->arena, 2, STR("71-43-2"), &theirs, &found), RC_OK);
	assert_int_equal(mine.id, theirs.id);
	assert_int_equal(mine.cercla_rq, 10);
	assert_true(database_number(d->db, "SELECT COUNT(*) AS number FROM substance WHERE organization_id IS NULL") > 1300);
}

#define TEST(test) cmocka_unit_test_setup(test, without_releases)
int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(two_incidents_of_a_facility_are_added_together),
		TEST(a_day_and_more_apart_they_are_not),
		TEST(another_facility_or_organization_counts_for_itself),
		TEST(a_release_that_moves_away_leaves_the_sum),
		TEST(what_is_to_be_done_follows_releases_and_calls),
		TEST(the_lists_are_there_for_every_organization),
	};
	return cmocka_run_group_tests_name("releases", tests, setup, database_teardown);
}
