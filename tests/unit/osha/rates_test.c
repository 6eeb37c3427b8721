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

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(worked_examples),
		UNIT(deaths_count_as_the_settings_say),
		UNIT(rounds_half_up),
		UNIT(without_hours_there_is_no_rate),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
