/*
 * Figures against a real database: after any changes they are what counting the incidents themselves gives,
 * before, between and after the worker adds up, and after a rebuild; another organization changes nothing.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "database.h"
#include "insight/dashboard.h"
#include "insight/figure_fold_store.h"

enum { PLACES = 3, DEPARTMENTS = 2, CATEGORIES = 3, INCIDENTS = 300 };

static struct database *d;
static struct organization organizations[2];
static int64_t places[2][PLACES], departments[2][DEPARTMENTS], categories[2][CATEGORIES];

static void add_organization(int o)
{
	database_runf(d, "INSERT INTO organization (code, name, zone, created_at) VALUES ('O%d', 'O%d',"
	    " 'America/Phoenix', NOW())",
	    o, o);
	assert_int_equal(
		organization_find(d->db, d->arena, arena_printf(d->arena, "O%d", o), &organizations[o]),
		RC_OK);
	long long id = organizations[o].id;
	for (int i = 0; i < PLACES; i++) {
		database_runf(d, "INSERT INTO establishment (organization_id, uuid, code, name, zone, created_at,"
		    " updated_at)"
		    " VALUES (%lld, UUID(), 'P%d', 'Place %d', 'UTC', NOW(), NOW())",
		    id, i, i);
		places[o][i] = database_numberf(d, "SELECT MAX(id) AS number FROM establishment");
	}
	for (int i = 0; i < DEPARTMENTS; i++) {
		database_runf(d, "INSERT INTO unit (organization_id, kind, code, name) VALUES (%lld, 'department',"
		    " 'D%d', 'D')",
		    id, i);
		departments[o][i] = database_numberf(d, "SELECT MAX(id) AS number FROM unit");
	}
	for (int i = 0; i < CATEGORIES; i++) {
		database_runf(d, "INSERT INTO category (organization_id, register, code, name) VALUES (%lld,"
		    " 'safety', 'own%d', 'C')",
		    id, i);
		categories[o][i] = database_numberf(d, "SELECT MAX(id) AS number FROM category");
	}
}

static uint64_t dice = 1;
static int roll(int sides)
{
	dice = dice * 6364136223846793005u + 1442695040888963407u;
	return (int)((dice >> 33) % (uint64_t)sides);
}

/* The columns that figures depend on, by chance. */
static struct str chance(int o)
{
	int department = roll(DEPARTMENTS + 1), category = roll(CATEGORIES + 1);

	return arena_printf(
		d->arena,
		"register = '%s', report_type = '%s', severity = '%s', environment = '%s',"
		" establishment_id = %lld,"
		" department_id = %s, category_id = %s, occurred_at = TIMESTAMP('2024-01-31 23:30') +"
		" INTERVAL %d HOUR, status = '%s', target_on = NULLIF('2026-05-25' + INTERVAL %d DAY, '2026-06-08')",
		codes_code(&register_codes, 1 + roll(2)), codes_code(&report_type_codes, 1 + roll(3)),
		codes_code(&severity_codes, 1 + roll(4)), roll(12) ? "prod" : "sandbox",
		(long long)places[o][roll(PLACES)],
		department < DEPARTMENTS
			? arena_printf(d->arena, "%lld", (long long)departments[o][department]).at
			: "NULL",
		category < CATEGORIES ? arena_printf(d->arena, "%lld", (long long)categories[o][category]).at
				      : "NULL",
		roll(30 * 24 * 24), codes_code(&status_codes, 1 + roll(codes_count(&status_codes) - 1)), roll(15));
}

static void add_incident(int o)
{
	static int serial;

	database_runf(d, "INSERT INTO incident SET organization_id = %lld, uuid = UUID(), number = 'N%d',"
	    " title = 't', description = 'd', reported_at = NOW(), source = 'import', created_at = NOW(), updated_at"
	    " = NOW(), %s",
	    (long long)organizations[o].id, serial++, chance(o).at);
}

static void change_incident(int o)
{
	database_runf(d, "UPDATE incident SET %s WHERE organization_id = %lld AND number = 'N%d'", chance(o).at,
	    (long long)organizations[o].id, roll(INCIDENTS));
}

/* Incidents counted one by one, where it is always seven hours behind Greenwich. */
struct counted {
	int64_t number;
};
static const struct field counted_fields[] = {
	{.kind = FIELD_INT, .name = "number", .offset = offsetof(struct counted, number)},
	FIELD_END,
};
static const struct record counted_record = {"counted", sizeof(struct counted), counted_fields};
STATEMENT(
	test_count, &counted_record, NULL,
	"SELECT COUNT(*) AS number FROM incident WHERE organization_id = ? AND environment = 'prod' AND"
	" register = ?"
	" AND (? = 0 OR establishment_id = ?) AND (? = 0 OR department_id = ?)"
	" AND (? = 0 OR (? >> FIELD(severity, 'low', 'medium', 'high', 'critical')) & 1)"
	" AND (? = 0 OR report_type = ?) AND (? = 0 OR severity = ?)"
	" AND (? = 0 OR category_id <=> NULLIF(?, -1))"
	" AND DATE(occurred_at - INTERVAL 7 HOUR) BETWEEN ? AND LAST_DAY(?)");

/* What a figure is narrowed to beyond its query; 0 and "" are anything. */
struct part {
	int64_t establishment_id, category_id;
	int report_type, severity;
	day from, to;
};

static int64_t count(const struct figure_query *q, struct part part)
{
	struct str type = str_of(codes_code(&report_type_codes, part.report_type));
	struct str severity = str_of(codes_code(&severity_codes, part.severity));
	int64_t place = part.establishment_id ? part.establishment_id : q->establishment_id;
	struct counted counted;

	assert_int_equal(
		db_one(d->db, d->arena, &test_count,
		       PARAMS(P_INT(q->organization_id), P_TEXT(str_of(codes_code(&register_codes, q->reg))),
			      P_INT(place), P_INT(place), P_INT(q->department_id), P_INT(q->department_id),
			      P_INT(q->severities), P_INT(q->severities), P_INT(part.report_type),
			      P_TEXT(type), P_INT(part.severity), P_TEXT(severity), P_INT(part.category_id),
			      P_INT(part.category_id), P_DAY(part.from), P_DAY(part.to)),
		       &counted),
		RC_OK);
	return counted.number;
}

static struct dashboard reckoned(const struct figure_query *q)
{
	struct figures figures;
	struct dashboard dashboard;

	assert_int_equal(figure_collect(d->db, d->arena, q, &figures), RC_OK);
	dashboard_reckon(d->arena, q, &figures, day_of(2026, 6, 1), &dashboard);
	return dashboard;
}

static void compare(const struct figure_query *q)
{
	struct dashboard dashboard = reckoned(q);
	struct part all = {.from = q->from, .to = q->to};
	int64_t categorised = 0;

	for (int type = REPORT_INCIDENT; type <= REPORT_OBSERVATION; type++) {
		struct part part = all;
		part.report_type = type;
		assert_int_equal(dashboard.now.by_type[type], count(q, part));
	}
	for (int severity = SEVERITY_LOW; severity <= SEVERITY_CRITICAL; severity++) {
		struct part part = all;
		part.severity = severity;
		assert_int_equal(dashboard.now.by_severity[severity], count(q, part));
	}
	struct part before = {.from = figure_month(q->from, -12), .to = figure_month(q->to, -12)};
	assert_int_equal(dashboard.before.by_type[REPORT_NONE], count(q, before));
	for (size_t i = 0; i < dashboard.month_count; i++) {
		struct part part = {.from = dashboard.months[i].month_on, .to = dashboard.months[i].month_on};
		assert_int_equal(dashboard.months[i].by_type[REPORT_NONE], count(q, part));
	}
	for (size_t i = 0; i < dashboard.category_count; i++) {
		struct part part = all;
		part.category_id = dashboard.categories[i].category_id;
		assert_int_equal(dashboard.categories[i].incidents, count(q, part));
		categorised += dashboard.categories[i].incidents;
	}
	assert_int_equal(categorised, dashboard.now.by_type[REPORT_NONE]);
	for (size_t i = 0; i < dashboard.place_count; i++) {
		struct part part = all;
		part.establishment_id = dashboard.places[i].establishment_id;
		assert_int_equal(dashboard.places[i].by_type[REPORT_NONE], count(q, part));
	}
}

/* What is open is counted whenever it happened. */
static void compare_open(const struct figure_query *q)
{
	struct figures figures;
	const char *where =
		arena_printf(d->arena,
			     "SELECT COUNT(*) AS number FROM incident WHERE organization_id = %lld AND environment = 'prod' AND"
			     " merged_into_id IS NULL AND register = '%s' AND status NOT IN ('resolved', 'closed', 'archived')"
			     " AND (%lld = 0 OR establishment_id = %lld) AND (%lld = 0 OR department_id = %lld)"
			     " AND (%u = 0 OR (%u >> severity_rank) & 1)",
			     (long long)q->organization_id, codes_code(&register_codes, q->reg), (long long)q->establishment_id,
			     (long long)q->establishment_id, (long long)q->department_id, (long long)q->department_id,
			     q->severities, q->severities).at;

	assert_int_equal(figure_collect(d->db, d->arena, q, &figures), RC_OK);
	assert_int_equal(figures.open.open, database_number(d->db, where));
	assert_int_equal(figures.open.overdue, database_numberf(d, "%s AND target_on < '2026-06-01'", where));
}

static void compare_all(int o)
{
	for (int way = 0; way < 12; way++) {
		struct figure_query q = {
			.organization_id = organizations[o].id,
			.reg = way % 2 ? REGISTER_ENVIRONMENT : REGISTER_SAFETY,
			.establishment_id = way & 2 ? places[o][1] : 0,
			.department_id = way & 4 ? departments[o][0] : 0,
			.severities = way < 8    ? 0
				      : way < 10 ? 1u << SEVERITY_HIGH
						 : 1u << SEVERITY_LOW | 1u << SEVERITY_CRITICAL,
			.from = day_of(2025, 1 + way % 3, 1),
			.to = day_of(2025, 12, 1),
			.today = day_of(2026, 6, 1),
			.places = way & 2 ? &places[o][1] : places[o],
			.place_count = way & 2 ? 1 : PLACES,
		};
		assert_int_equal(zone_find(STR("America/Phoenix"), &q.zone), RC_OK);
		compare(&q);
		compare_open(&q);
	}
}

static int setup(void **state)
{
	database_setup(state);
	d = *state;
	add_organization(0);
	add_organization(1);
	for (int i = 0; i < INCIDENTS; i++)
		add_incident(i % 3 == 0);
	return 0;
}

static void what_waits_is_counted_at_once(void **state)
{
	(void)state;
	assert_int_equal(database_numberf(d, "SELECT COUNT(*) AS number FROM figure_month"), 0);
	compare_all(0);
	compare_all(1);
}

static void added_up_the_figures_stay_the_same(void **state)
{
	(void)state;
	assert_int_equal(figure_fold_all(d->db, &organizations[0]), RC_OK);
	assert_int_equal(database_numberf(d, "SELECT COUNT(*) AS number FROM figure_change WHERE organization_id = %lld",
				(long long)organizations[0].id),
			 0);
	assert_true(database_numberf(d, "SELECT COUNT(*) AS number FROM figure_change") > 0);
	compare_all(0);
	compare_all(1);
}

static void changes_of_any_kind_keep_them_right(void **state)
{
	(void)state;
	for (int round = 0; round < 6; round++) {
		for (int i = 0; i < 40; i++)
			change_incident(roll(2));
		compare_all(round % 2);
		if (round % 2)
			assert_int_equal(figure_fold_all(d->db, &organizations[roll(2)]), RC_OK);
	}
	assert_int_equal(figure_fold_all(d->db, &organizations[0]), RC_OK);
	compare_all(0);
	/* A change that figures do not depend on leaves no note. */
	database_runf(d, "UPDATE incident SET status = IF(status = 'resolved', 'closed', status), title = 'other', description = 'more'"
	    " WHERE organization_id = %lld",
	    (long long)organizations[0].id);
	assert_int_equal(database_numberf(d, "SELECT COUNT(*) AS number FROM figure_change WHERE organization_id = %lld",
				(long long)organizations[0].id),
			 0);
}

static void a_rebuild_mends_what_was_broken(void **state)
{
	(void)state;
	for (int i = 0; i < 10; i++)
		change_incident(0);
	database_runf(d, "UPDATE figure_month SET incidents = incidents + 5 WHERE organization_id = %lld",
	    (long long)organizations[0].id);
	assert_int_equal(figure_fold_rebuild(d->db, &organizations[0]), RC_OK);
	compare_all(0);
	compare_all(1);
}

static void what_is_open_and_late_is_counted_as_it_is_now(void **state)
{
	(void)state;
	long long o = organizations[0].id;
	struct figure_query q = {.organization_id = o,
				 .reg = REGISTER_SAFETY,
				 .from = day_of(2025, 1, 1),
				 .to = day_of(2025, 12, 1),
				 .today = day_of(2026, 6, 1),
				 .places = places[0],
				 .place_count = PLACES};
	struct figures figures;

	database_runf(d, "UPDATE incident SET status = ELT(1 + id %% 5, 'new', 'investigation', 'capa_pending',"
	    " 'closed', 'archived'),"
	    " target_on = ELT(1 + id %% 3, '2026-05-31', '2026-06-01', NULL) WHERE organization_id = %lld",
	    o);
	for (int place = 0; place < PLACES; place++) {
		q.establishment_id = places[0][place];
		q.severities = place ? 1u << SEVERITY_HIGH : 0;
		assert_int_equal(figure_collect(d->db, d->arena, &q, &figures), RC_OK);
		const char *where =
			arena_printf(
				d->arena,
				"organization_id = %lld AND environment = 'prod' AND register = 'safety'"
				" AND establishment_id = %lld AND id %% 5 < 3 AND (%d OR severity = 'high')",
				o, (long long)places[0][place], place == 0)
				.at;
		assert_true(figures.open.open > 0);
		assert_int_equal(figures.open.open,
				 database_numberf(d, "SELECT COUNT(*) AS number FROM incident WHERE %s", where));
		assert_int_equal(
			figures.open.overdue,
			database_numberf(d, "SELECT COUNT(*) AS number FROM incident WHERE %s AND id %% 3 = 0", where));
	}
}

static void cases_come_and_go_with_their_decisions(void **state)
{
	(void)state;
	long long o = organizations[0].id, place = places[0][0];
	database_runf(d, "INSERT INTO injured_person (organization_id, uuid, incident_id, full_name, created_at,"
	    " updated_at)"
	    " SELECT organization_id, UUID(), id, 'Somebody', NOW(), NOW() FROM incident WHERE"
	    " organization_id = %lld LIMIT 3",
	    o);
	database_runf(d, "INSERT INTO osha_case (organization_id, uuid, incident_id, injured_person_id,"
	    " establishment_id, year, injury_on,"
	    " recordable, outcome, days_away, created_at, updated_at) SELECT organization_id, UUID(),"
	    " incident_id, id, %lld, 2025,"
	    " '2025-03-31', 'yes', 'days_away', 10, NOW(), NOW() FROM injured_person WHERE"
	    " organization_id = %lld",
	    place, o);
	database_runf(d, "INSERT INTO establishment_year (organization_id, establishment_id, year,"
	    " total_hours_worked, updated_at)"
	    " VALUES (%lld, %lld, 2025, 200000, NOW())",
	    o, place);
	struct figure_query q = {.organization_id = o,
				 .reg = REGISTER_SAFETY,
				 .from = day_of(2025, 1, 1),
				 .to = day_of(2025, 12, 1),
				 .places = places[0],
				 .place_count = PLACES};
	struct dashboard dashboard = reckoned(&q);
	assert_int_equal(dashboard.now.rates[RATE_LTIR], 300);
	assert_int_equal(dashboard.now.cases.days_away, 30);
	database_runf(d, "UPDATE osha_case SET outcome = 'restricted', days_away = 0, days_restricted = 4 WHERE"
	    " organization_id = %lld LIMIT 1",
	    o);
	database_runf(d, "UPDATE osha_case SET recordable = 'no' WHERE organization_id = %lld AND outcome ="
	    " 'days_away' LIMIT 1",
	    o);
	dashboard = reckoned(&q);
	assert_int_equal(dashboard.now.rates[RATE_LTIR], 100);
	assert_int_equal(dashboard.now.rates[RATE_DART], 200);
	assert_int_equal(dashboard.now.cases.days_away, 10);
	assert_int_equal(dashboard.now.cases.days_restricted, 4);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_waits_is_counted_at_once),
		cmocka_unit_test(added_up_the_figures_stay_the_same),
		cmocka_unit_test(changes_of_any_kind_keep_them_right),
		cmocka_unit_test(a_rebuild_mends_what_was_broken),
		cmocka_unit_test(what_is_open_and_late_is_counted_as_it_is_now),
		cmocka_unit_test(cases_come_and_go_with_their_decisions),
	};
	return cmocka_run_group_tests_name("figures", tests, setup, database_teardown);
}
