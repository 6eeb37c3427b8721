/* Incidence rates: the worked examples of the regulation's readers, rounding, and what cannot be told. */
#include "../unit.h"

#include "osha/rates.h"

/* A plant with 480,000 hours: ten recordable cases, of which three with days away and two with restriction.
 */
static const struct rate_counts plant = {
	.away = 3, .restricted = 2, .other = 5, .days_away = 41, .days_restricted = 30, .hours = 480000};
static const struct rate_settings usual = {0};

static void worked_examples(void **state)
{
	(void)state;
	assert_int_equal(rates_of(RATE_TRIR, &plant, &usual), 417);
	assert_int_equal(rates_of(RATE_DART, &plant, &usual), 208);
	assert_int_equal(rates_of(RATE_LTIR, &plant, &usual), 125);
	assert_int_equal(rates_of(RATE_LTIFR, &plant, &usual), 625);
	assert_int_equal(rates_of(RATE_SEVERITY, &plant, &usual), 1708);
}

static void deaths_count_as_the_settings_say(void **state)
{
	(void)state;
	struct rate_counts counts = {.deaths = 1, .away = 1, .hours = 200000};
	struct rate_settings without = {.without_deaths = true}, with = {.lost_time_with_deaths = true};

	assert_int_equal(rates_of(RATE_TRIR, &counts, &usual), 200);
	assert_int_equal(rates_of(RATE_TRIR, &counts, &without), 100);
	assert_int_equal(rates_of(RATE_DART, &counts, &usual), 100);
	assert_int_equal(rates_of(RATE_LTIFR, &counts, &usual), 500);
	assert_int_equal(rates_of(RATE_LTIFR, &counts, &with), 1000);
}

static void rounds_half_up(void **state)
{
	(void)state;
	/* 1 x 200,000 / 160,000 = 1.25; of 160,001 hours a little less; of 32,000,000 hours 0.00625. */
	assert_int_equal(rates_of(RATE_TRIR, &(struct rate_counts){.other = 1, .hours = 160000}, &usual),
			 125);
	assert_int_equal(rates_of(RATE_TRIR, &(struct rate_counts){.other = 1, .hours = 32000000}, &usual),
			 1);
	assert_int_equal(rates_of(RATE_TRIR, &(struct rate_counts){.other = 1, .hours = 40000001}, &usual),
			 0);
}

static void without_hours_there_is_no_rate(void **state)
{
	struct rate_counts counts = {.other = 3};

	assert_int_equal(rates_of(RATE_TRIR, &counts, &usual), RATE_UNDEFINED);
	assert_str(rates_text(*state, RATE_UNDEFINED), "n/a");
	assert_str(rates_text(*state, 417), "4.17");
	assert_str(rates_text(*state, 5), "0.05");
}

static void is_about(double found, double published)
{
	/* The tables give three decimals. */
	assert_true(found > published - 0.00051 && found < published + 0.00051);
}

/* Exact 95 % limits for Poisson counts as printed in tables of medical and actuarial statistics. */
static void bands_are_those_of_the_tables(void **state)
{
	static const struct {
		int64_t cases;
		double lower, upper;
	} table[] = {
		{0, 0, 3.689},     {1, 0.025, 5.572},  {2, 0.242, 7.225},   {3, 0.619, 8.767},  {5, 1.623, 11.668},
		{10, 4.795, 18.390}, {20, 12.217, 30.888}, {50, 37.111, 65.919}, {100, 81.364, 121.627},
	};
	double lower, upper;

	(void)state;
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		rates_poisson_band(table[i].cases, &lower, &upper);
		is_about(lower, table[i].lower);
		is_about(upper, table[i].upper);
	}
}

/* Where the reckoning changes its way, the ends go on without a step. */
static void large_counts_go_on_smoothly(void **state)
{
	double lower, upper, next_lower, next_upper;

	(void)state;
	rates_poisson_band(200, &lower, &upper);
	rates_poisson_band(201, &next_lower, &next_upper);
	assert_true(next_lower - lower > 0.92 && next_lower - lower < 0.95);
	assert_true(next_upper - upper > 1.05 && next_upper - upper < 1.09);
}

static void bands_of_rates(void **state)
{
	struct rate_band ten, none, thirty;

	(void)state;
	/* Ten cases in 480,000 hours: 4.795 and 18.390 cases, times 200,000 / 480,000. */
	assert_true(rates_band(RATE_TRIR, 10, 480000, &ten));
	assert_int_equal(ten.lower, 199);
	assert_int_equal(ten.upper, 767);
	assert_true(rates_band(RATE_TRIR, 0, 200000, &none));
	assert_int_equal(none.lower, 0);
	assert_int_equal(none.upper, 369);
	assert_false(rates_band(RATE_TRIR, 3, 0, &none));
	assert_true(rates_band(RATE_TRIR, 30, 480000, &thirty));
	/* 8.43 to 17.85 against 1.99 to 7.67, and against 0 to 3.69 */
	assert_true(rates_are_apart(&ten, &thirty));
	assert_true(rates_are_apart(&thirty, &ten));
	assert_true(rates_band(RATE_TRIR, 0, 200000, &none));
	assert_false(rates_are_apart(&ten, &none));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(worked_examples),
		UNIT(deaths_count_as_the_settings_say),
		UNIT(rounds_half_up),
		UNIT(without_hours_there_is_no_rate),
		UNIT(bands_are_those_of_the_tables),
		UNIT(large_counts_go_on_smoothly),
		UNIT(bands_of_rates),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
