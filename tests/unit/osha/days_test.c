/* Counting days: worked examples, texts of ranges, and random cases against a walk over every day. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "osha/days.h"

static int setup(void **state)
{
	*state = arena_new(0);
	return 0;
}

static int teardown(void **state)
{
	arena_free(*state);
	return 0;
}

static struct day_spans spans_of(struct arena *arena, const char *text)
{
	struct day_spans spans;
	const char *why;

	assert_int_equal(days_parse(arena, str_of(text), &spans, &why), RC_OK);
	return spans;
}

static struct days_case case_of(void)
{
	return (struct days_case){.injury_on = DAY_NONE,
				  .released_on = DAY_NONE,
				  .left_on = DAY_NONE,
				  .permanent_on = DAY_NONE,
				  .as_of = DAY_NONE};
}

static void texts_come_back(void **state)
{
	static const char *const texts[] = {
		"2026-03-03..2026-03-08",
		"2026-03-03..2026-03-08+2026-04-01..2026-04-01",
		"2026-03-03..",
		"2026-03-03..2026-03-08~",
	};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		assert_string_equal(days_text(*state, spans_of(*state, texts[i])).at, texts[i]);
	assert_string_equal(days_text(*state, spans_of(*state, " 2026-03-03 ")).at, "2026-03-03..2026-03-03");
	assert_int_equal(spans_of(*state, "none").count, 0);
	assert_int_equal(spans_of(*state, "").count, 0);
}

static void unreadable_ranges_are_refused(void **state)
{
	static const char *const texts[] = {
		"soon",
		"2026-03-08..2026-03-03",
		"2026-02-30",
		"2026-03-03...2026-03-08",
		"..2026-03-03",
		"+",
		"2026-03-03+",
		"2026-03-03..2026-03-08..2026-03-09",
		"~",
		"1899-12-31..1900-01-01",
	};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct day_spans spans;
		const char *why = NULL;
		if (days_parse(*state, str_of(texts[i]), &spans, &why) != RC_INVALID)
			fail_msg("%s was taken", texts[i]);
		assert_non_null(why);
	}
}

static void an_open_absence_runs_up_to_today(void **state)
{
	struct days_case c = case_of();

	c.injury_on = day_of(2026, 3, 2);
	c.away = spans_of(*state, "2026-03-03..");
	c.as_of = day_of(2026, 3, 12);
	struct days_count count = days_count(*state, &c);
	assert_int_equal(count.away, 10);
	assert_true(count.running && count.estimated);
	c.as_of = day_of(2027, 3, 12);
	count = days_count(*state, &c);
	assert_int_equal(count.away, DAYS_CAP);
	assert_true(count.capped);
}

static void estimates_are_told_from_facts(void **state)
{
	struct days_case c = case_of();

	c.injury_on = day_of(2026, 3, 2);
	c.away = spans_of(*state, "2026-03-03..2026-03-20");
	c.as_of = day_of(2026, 3, 12);
	struct days_count count = days_count(*state, &c);
	assert_int_equal(count.away, 18);
	assert_int_equal(count.away_so_far, 10);
	assert_true(count.estimated);
	c.as_of = day_of(2026, 3, 20);
	count = days_count(*state, &c);
	assert_false(count.estimated);
	assert_int_equal(count.away_so_far, 18);
	c.away = spans_of(*state, "2026-03-03..2026-03-10~");
	assert_true(days_count(*state, &c).estimated);
}

static void the_calendar_shows_what_was_counted(void **state)
{
	struct days_case c = case_of();

	c.injury_on = day_of(2026, 1, 5);
	c.away = spans_of(*state, "2026-01-06..2026-06-04");
	c.restricted = spans_of(*state, "2026-06-01..2026-08-03");
	struct days_count count = days_count(*state, &c);
	assert_int_equal(count.segment_count, 2);
	assert_int_equal(count.segments[0].counted, 150);
	assert_int_equal(count.segments[1].first, day_of(2026, 6, 5));
	assert_int_equal(count.segments[1].counted, 30);
	assert_int_equal(count.last_on, day_of(2026, 7, 4));
}

static void a_permanent_change_counts_one_day_within_the_cap(void **state)
{
	struct days_case c = case_of();

	c.injury_on = day_of(2026, 1, 5);
	c.away = spans_of(*state, "2026-01-06..2026-12-31");
	c.permanent_on = day_of(2027, 1, 1);
	struct days_count count = days_count(*state, &c);
	assert_int_equal(count.away, 179);
	assert_int_equal(count.restricted, 1);
	assert_true(count.least_one);
}

/* A small generator, so that a failure can be repeated. */
static uint32_t next_random(uint64_t *seed)
{
	*seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (uint32_t)(*seed >> 33);
}

static int below(uint64_t *seed, int limit)
{
	return (int)(next_random(seed) % (uint32_t)limit);
}

enum { WINDOW = 500, SPANS = 5 };

static size_t random_spans(uint64_t *seed, struct day_span *spans)
{
	size_t count = (size_t)below(seed, SPANS + 1);
	int longest = below(seed, 2) ? 20 : 250;

	for (size_t i = 0; i < count; i++) {
		spans[i].first = below(seed, WINDOW) - 50;
		spans[i].last = below(seed, 12) == 0 ? DAY_NONE : spans[i].first + below(seed, longest);
		spans[i].estimated = below(seed, 8) == 0;
	}
	return count;
}

static day random_stop(uint64_t *seed)
{
	return below(seed, 3) == 0 ? below(seed, WINDOW) : DAY_NONE;
}

static bool covers(const struct days_case *c, struct day_spans spans, day d)
{
	for (size_t i = 0; i < spans.count; i++) {
		const struct day_span *s = &spans.at[i];
		day last = s->last;
		if (last == DAY_NONE)
			last = c->as_of != DAY_NONE && c->as_of > s->first ? c->as_of : s->first;
		if (d >= s->first && d <= last)
			return true;
	}
	return false;
}

static bool before(day d, day stop)
{
	return stop == DAY_NONE || d < stop;
}

/* The rule as the regulation tells it: day by day. */
static void walk(const struct days_case *c, struct days_count *out)
{
	int used = 0;

	for (day d = -100; d < 2 * WINDOW && used < DAYS_CAP; d++) {
		if ((c->injury_on != DAY_NONE && d <= c->injury_on) || !before(d, c->released_on) ||
		    !before(d, c->left_on))
			continue;
		bool so_far = c->as_of == DAY_NONE || d <= c->as_of;
		if (covers(c, c->away, d)) {
			out->away++;
			out->away_so_far += so_far;
			used++;
		} else if (covers(c, c->restricted, d) && before(d, c->permanent_on)) {
			out->restricted++;
			out->restricted_so_far += so_far;
			used++;
		}
	}
	if (c->permanent_on != DAY_NONE && out->restricted == 0) {
		out->restricted = out->restricted_so_far = 1;
		out->away -= out->away == DAYS_CAP;
		out->away_so_far -= out->away_so_far == DAYS_CAP;
	}
}

static void counting_agrees_with_walking(void **state)
{
	uint64_t seed = 1904;

	for (int round = 0; round < 20000; round++) {
		struct day_span away[SPANS], restricted[SPANS];
		struct days_case c = case_of();
		struct days_count walked = {0};

		c.injury_on = below(&seed, 10) == 0 ? DAY_NONE : below(&seed, 60);
		c.away = (struct day_spans){away, random_spans(&seed, away)};
		c.restricted = (struct day_spans){restricted, random_spans(&seed, restricted)};
		c.released_on = random_stop(&seed);
		c.left_on = random_stop(&seed);
		c.permanent_on = random_stop(&seed);
		c.as_of = random_stop(&seed);
		walk(&c, &walked);
		struct days_count counted = days_count(*state, &c);
		if (counted.away != walked.away || counted.restricted != walked.restricted ||
		    counted.away_so_far != walked.away_so_far ||
		    counted.restricted_so_far != walked.restricted_so_far)
			fail_msg("round %d: counted %d+%d (%d+%d), walked %d+%d (%d+%d)", round, counted.away,
				 counted.restricted, counted.away_so_far, counted.restricted_so_far,
				 walked.away, walked.restricted, walked.away_so_far,
				 walked.restricted_so_far);
		assert_true(counted.away + counted.restricted <= DAYS_CAP);
		arena_reset(*state);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(texts_come_back, setup, teardown),
		cmocka_unit_test_setup_teardown(unreadable_ranges_are_refused, setup, teardown),
		cmocka_unit_test_setup_teardown(an_open_absence_runs_up_to_today, setup, teardown),
		cmocka_unit_test_setup_teardown(estimates_are_told_from_facts, setup, teardown),
		cmocka_unit_test_setup_teardown(the_calendar_shows_what_was_counted, setup, teardown),
		cmocka_unit_test_setup_teardown(a_permanent_change_counts_one_day_within_the_cap, setup,
						teardown),
		cmocka_unit_test_setup_teardown(counting_agrees_with_walking, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
