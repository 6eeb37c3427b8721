/* Reckoning a dashboard: periods, hours, rates and trends, what waits, and who may see what. */
#include "../unit.h"

#include "insight/dashboard.h"
#include "insight/dashboard_query.h"
#include "osha/log_data.h"

enum { MARCH_2025 = 20148, MARCH_2024 = 19783 }; /* the first of the month */
static const int64_t both_places[] = {1, 2};

static struct figure_query a_query(void)
{
	return (struct figure_query){
		.organization_id = 1,
		.reg = REGISTER_SAFETY,
		.from = day_of(2025, 1, 1),
		.to = day_of(2025, 12, 1),
		.places = both_places,
		.place_count = 2,
	};
}

static void months_run_over_years(void **state)
{
	(void)state;
	assert_int_equal(figure_month(day_of(2026, 3, 31), 0), day_of(2026, 3, 1));
	assert_int_equal(figure_month(day_of(2026, 1, 15), -1), day_of(2025, 12, 1));
	assert_int_equal(figure_month(day_of(2026, 1, 15), -12), day_of(2025, 1, 1));
	assert_int_equal(figure_month(day_of(2024, 12, 1), 14), day_of(2026, 2, 1));
	assert_int_equal(figure_month_end(day_of(2024, 2, 3)), day_of(2024, 2, 29));
}

static void hours_are_shared_by_days(void **state)
{
	(void)state;
	struct figure_hours year = {.establishment_id = 1, .year = 2025, .total_hours_worked = 365000};
	day today = day_of(2026, 3, 1);

	assert_int_equal(figure_hours_between(&year, day_of(2025, 1, 1), day_of(2025, 12, 31), today),
			 365000);
	assert_int_equal(figure_hours_between(&year, day_of(2025, 12, 1), day_of(2026, 1, 31), today), 31000);
	assert_int_equal(figure_hours_between(&year, day_of(2026, 1, 1), day_of(2026, 2, 1), today), 0);
	/* Hours of a running year are those until today. */
	year.total_hours_worked = 60000;
	assert_int_equal(
		figure_hours_between(&year, day_of(2025, 1, 1), day_of(2025, 12, 31), day_of(2025, 3, 1)),
		60000);
	year.total_hours_worked = NUMBER_NONE;
	assert_int_equal(figure_hours_between(&year, day_of(2025, 1, 1), day_of(2025, 12, 31), today), 0);
}

static void a_place_without_hours_has_no_rate_and_bends_none(void **state)
{
	static struct figure_case cases[] = {
		{MARCH_2025, 1, OSHA_DAYS_AWAY, 3, 41, 0},
		{MARCH_2025, 1, OSHA_RESTRICTED, 2, 0, 30},
		{MARCH_2025, 1, OSHA_OTHER, 5, 0, 0},
		{MARCH_2025, 2, OSHA_DAYS_AWAY, 50, 9, 0},
	};
	static struct figure_hours hours[] = {{1, 2025, 480000}, {2, 2025, NUMBER_NONE}};
	struct figures figures = {.cases = {cases, 4}, .hours = {hours, 2}};
	struct figure_query query = a_query();
	struct dashboard d;

	dashboard_reckon(*state, &query, &figures, day_of(2026, 6, 1), &d);
	assert_true(d.has_rates);
	assert_int_equal(d.now.rates[RATE_TRIR], 417);
	assert_int_equal(d.now.rates[RATE_DART], 208);
	assert_int_equal(d.now.rates[RATE_LTIR], 125);
	assert_int_equal(d.now.recordable, 60);
	assert_int_equal(d.now.places_without_hours, 1);
	assert_int_equal(d.places[1].trir, RATE_UNDEFINED);
	assert_int_equal(d.before.rates[RATE_TRIR], RATE_UNDEFINED);
}

static void waiting_changes_count_at_once_and_once(void **state)
{
	static struct figure_row months[] = {
		{.month_on = MARCH_2025,
		 .report_type = REPORT_INCIDENT,
		 .severity = SEVERITY_LOW,
		 .incidents = 4},
		{.month_on = MARCH_2024,
		 .report_type = REPORT_INCIDENT,
		 .severity = SEVERITY_LOW,
		 .incidents = 3},
	};
	struct figure_change changes[] = {
		{.sign = 1,
		 .occurred_at = DAYS(day_of(2025, 3, 31)) + HOURS(23),
		 .reg = REGISTER_SAFETY,
		 .report_type = REPORT_NEAR_MISS,
		 .severity = SEVERITY_HIGH,
		 .establishment_id = 2},
		{.sign = -1,
		 .occurred_at = DAYS(day_of(2025, 3, 1)),
		 .reg = REGISTER_SAFETY,
		 .report_type = REPORT_INCIDENT,
		 .severity = SEVERITY_LOW,
		 .establishment_id = 1,
		 .category_id = 7},
		{.sign = 1,
		 .occurred_at = DAYS(day_of(2025, 3, 1)),
		 .reg = REGISTER_OPERATIONS,
		 .report_type = REPORT_INCIDENT,
		 .severity = SEVERITY_LOW,
		 .establishment_id = 1},
	};
	struct figures figures = {.months = {months, 2}, .changes = {changes, 3}};
	struct figure_query query = a_query();
	struct dashboard d;

	dashboard_reckon(*state, &query, &figures, day_of(2026, 6, 1), &d);
	assert_int_equal(d.month_count, 12);
	assert_int_equal(d.months[2].by_type[REPORT_INCIDENT], 3);
	assert_int_equal(d.months[2].by_type[REPORT_NEAR_MISS], 1);
	assert_int_equal(d.now.by_type[REPORT_NONE], 4);
	assert_int_equal(d.before.by_type[REPORT_NONE], 3);
	assert_int_equal(d.now.by_severity[SEVERITY_HIGH], 1);
	/* The place with most reports stands first. */
	assert_int_equal(d.places[0].by_type[REPORT_NEAR_MISS], 1);
	query.severities = 1u << SEVERITY_HIGH;
	dashboard_reckon(*state, &query, &figures, day_of(2026, 6, 1), &d);
	assert_int_equal(d.now.by_type[REPORT_NONE], 1);
	assert_false(d.has_rates);
}

static void small_numbers_show_no_trend(void **state)
{
	(void)state;
	assert_int_equal(dashboard_trend(3, 1), TREND_UNKNOWN);
	assert_int_equal(dashboard_trend(100, 110), TREND_SAME);
	assert_int_equal(dashboard_trend(100, 150), TREND_FEWER);
	assert_int_equal(dashboard_trend(150, 100), TREND_MORE);
	/* As many cases in twice the hours is fewer. */
	assert_int_equal(dashboard_rate_trend(100, 2000000, 100, 1000000), TREND_FEWER);
	assert_int_equal(dashboard_rate_trend(200, 2000000, 100, 1000000), TREND_SAME);
	assert_int_equal(dashboard_rate_trend(50, 0, 50, 1), TREND_UNKNOWN);
}

static void periods_are_whole_months(void **state)
{
	(void)state;
	day today = day_of(2026, 11, 21);
	struct incident_filter f = incident_filter_none();

	dashboard_query_period(&f, today);
	assert_int_equal(f.from, day_of(2025, 12, 1));
	assert_int_equal(f.to, day_of(2026, 11, 30));
	f = incident_filter_none();
	dashboard_query_set(&f, STR("from"), STR("2026-05"));
	dashboard_query_set(&f, STR("to"), STR("2026-02-14"));
	dashboard_query_set(&f, STR("q"), STR("words"));
	dashboard_query_period(&f, today);
	assert_int_equal(f.from, day_of(2026, 2, 1));
	assert_int_equal(f.to, day_of(2026, 5, 31));
	assert_int_equal(f.q.len, 0);
	f = incident_filter_none();
	dashboard_query_set(&f, STR("from"), STR("1990-01"));
	dashboard_query_set(&f, STR("to"), STR("2199-01"));
	dashboard_query_period(&f, today);
	assert_int_equal(f.from, day_of(2021, 12, 1));
	assert_int_equal(f.to, day_of(2026, 11, 30));
}

static enum rc scope_of(struct arena *arena, const struct grant *grants, size_t count,
			struct incident_filter *filter, struct dashboard_scope *scope)
{
	struct viewer viewer = {.organization_id = 1, .grants = grants, .grant_count = count};

	return dashboard_scope_apply(arena, &viewer, filter, scope);
}

static void figures_stay_within_the_roles(void **state)
{
	struct dashboard_scope scope;
	struct incident_filter f = incident_filter_none();
	const struct grant employee[] = {{ROLE_EMPLOYEE, 0, 0}};
	const struct grant specialist[] = {{ROLE_EHS_SPECIALIST, 0, 0}};
	const struct grant operator[] = {{ROLE_OPERATOR, 0, 0}};
	const struct grant supervisor[] = {{ROLE_SUPERVISOR, 2, 0}, {ROLE_SUPERVISOR, 3, 9}};

	assert_int_equal(scope_of(*state, employee, 1, &f, &scope), RC_NOT_FOUND);
	f.reg = REGISTER_OPERATIONS;
	assert_int_equal(scope_of(*state, specialist, 1, &f, &scope), RC_OK);
	assert_int_equal(f.reg, REGISTER_SAFETY);
	assert_true(scope.all_places);
	f = incident_filter_none();
	assert_int_equal(scope_of(*state, operator, 1, &f, &scope), RC_OK);
	assert_int_equal(f.reg, REGISTER_OPERATIONS);
	/* Nothing chosen, or another's place: the first of one's own. */
	f = incident_filter_none();
	assert_int_equal(scope_of(*state, supervisor, 2, &f, &scope), RC_OK);
	assert_int_equal(f.establishment_id, 2);
	f.establishment_id = 7;
	assert_int_equal(scope_of(*state, supervisor, 2, &f, &scope), RC_OK);
	assert_int_equal(f.establishment_id, 2);
	assert_int_equal(scope.place_count, 2);
	/* A place of which only a department is one's own. */
	f = incident_filter_none();
	f.establishment_id = 3;
	assert_int_equal(scope_of(*state, supervisor, 2, &f, &scope), RC_OK);
	assert_int_equal(f.establishment_id, 3);
	assert_int_equal(f.department_id, 9);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(months_run_over_years),
		UNIT(hours_are_shared_by_days),
		UNIT(a_place_without_hours_has_no_rate_and_bends_none),
		UNIT(waiting_changes_count_at_once_and_once),
		UNIT(small_numbers_show_no_trend),
		UNIT(periods_are_whole_months),
		UNIT(figures_stay_within_the_roles),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
