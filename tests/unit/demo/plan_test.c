/* The stories of the demonstration company: whole phrases that could have happened. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "demo/demo.h"

enum { PEOPLE = 12 };

static const char *const industries[] = {"food", "metal", "warehouse", "hospital", "construction",
					 "chemical", "retail", "water", "office"};
enum { SITES = sizeof industries / sizeof *industries };

/* A year of every industry, of people without a database. */
static int setup(void **state)
{
	struct arena *arena = arena_new(0);
	struct demo *demo = ARENA_NEW(arena, struct demo);

	*demo = (struct demo){.arena = arena, .folder = STR("sql/demo"), .random = {.state = 7}, .first_year = 2025,
			      .today = day_of(2025, 12, 31)};
	assert_int_equal(zone_find(STR("America/New_York"), &demo->zone), RC_OK);
	demo->now = zone_moment(demo->zone, day_civil(day_of(2026, 1, 1)));
	demo->sites = ARENA_ARRAY(arena, struct demo_site, SITES);
	demo->people = ARENA_ARRAY(arena, struct demo_person, PEOPLE);
	demo->site_count = SITES;
	demo->person_count = PEOPLE;
	for (size_t i = 0; i < SITES; i++)
		demo->sites[i] = (struct demo_site){.industry = str_of(industries[i]), .zone = demo->zone,
						    .employees = 2000, .trir = 600, .person_count = PEOPLE};
	for (size_t i = 0; i < PEOPLE; i++)
		demo->people[i] = (struct demo_person){.id = (int64_t)i + 1, .given_name = STR("Ada"),
						       .family_name = STR("Moss")};
	assert_int_equal(demo_words_read(arena, demo->folder, &demo->words), RC_OK);
	assert_int_equal(demo_plan_events(demo), RC_OK);
	*state = demo;
	return 0;
}

static int teardown(void **state)
{
	struct demo *demo = *state;

	arena_free(demo->arena);
	return 0;
}

static bool has(struct str text, const char *part)
{
	return str_find(text, str_of(part)) >= 0;
}

static bool is_capital(char c)
{
	return c >= 'A' && c <= 'Z';
}

static void column_f_is_one_phrase(void **state)
{
	const struct demo *demo = *state;
	size_t injuries = 0;

	for (size_t i = 0; i < demo->event_count; i++) {
		struct str injury = demo->events[i].injured.injury;
		if (!demo->events[i].report.injured_count)
			continue;
		injuries++;
		assert_true(injury.len > 10);
		assert_true(is_capital(injury.at[0]));
		for (size_t at = 1; at < injury.len; at++)
			if (is_capital(injury.at[at]) || injury.at[at] == ',' || injury.at[at] == '{')
				fail_msg("not one phrase: %.*s", STR_ARG(injury));
		if (!has(injury, " from ") && !has(injury, " by "))
			fail_msg("says not what did it: %.*s", STR_ARG(injury));
	}
	assert_true(injuries > 500);
}

static void wounds_fit_the_part(void **state)
{
	static const char *const never[] = {"Sprain of face", "Sprain of head", "Sprain of forearm", "Sprain of ribs",
					    "Fracture of neck", "Fracture of palm", "Fracture of lower back"};
	const struct demo *demo = *state;

	for (size_t i = 0; i < demo->event_count; i++)
		for (size_t n = 0; n < sizeof never / sizeof *never; n++)
			assert_false(has(demo->events[i].injured.injury, never[n]));
}

/* "On a busy Saturday: An agitated customer ..." said a weekday that was not that of the event. */
static void stories_run_on_and_name_no_day(void **state)
{
	static const char *const days[] = {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};
	const struct demo *demo = *state;
	size_t with_task = 0;

	for (size_t i = 0; i < demo->event_count; i++) {
		struct str text = demo->events[i].report.incident.description, task = demo->events[i].task;
		for (size_t d = 0; d < 7; d++)
			assert_false(has(text, days[d]));
		if (!task.len)
			continue;
		with_task++;
		assert_true(str_starts(text, task));
		assert_memory_equal(text.at + task.len, ", ", 2);
		if (is_capital(text.at[task.len + 2]))
			fail_msg("a capital within a sentence: %.*s", STR_ARG(text));
	}
	assert_true(with_task > 500);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(column_f_is_one_phrase),
		cmocka_unit_test(wounds_fit_the_part),
		cmocka_unit_test(stories_run_on_and_name_no_day),
	};
	return cmocka_run_group_tests_name("demo_plan", tests, setup, teardown);
}
