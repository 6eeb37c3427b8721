/* Charts: scales, geometry, links, and nothing that a browser would have to be trusted with. */
#include "../unit.h"

#include <stdio.h>
#include <stdlib.h>

#include "insight/chart.h"

static void scales_are_round_and_hold_the_largest(void **state)
{
	(void)state;
	for (int64_t largest = 0; largest < 5000; largest += 7) {
		int64_t step, most = chart_scale(largest, &step);
		assert_true(most >= largest && most > 0);
		assert_int_equal(most % step, 0);
		assert_true(most / step <= 5);
		while (step % 10 == 0)
			step /= 10;
		assert_true(step == 1 || step == 2 || step == 5);
	}
}

/* The number behind the nth occurrence of an attribute. */
static double attribute(struct str svg, const char *name, int nth)
{
	struct str wanted = str_of(name);

	for (;; nth--) {
		ptrdiff_t at = str_find(svg, wanted);
		assert_true(at >= 0);
		svg = str_slice(svg, (size_t)at + wanted.len, svg.len);
		if (nth == 0)
			return strtod(svg.at, NULL);
	}
}

static struct chart a_chart(struct chart_bar *bars, size_t count)
{
	return (struct chart){
		.id = "months",
		.title = STR("Reports <per> month"),
		.description = STR("The table has the figures."),
		.series = {STR("Incidents"), STR("Near misses")},
		.tones = {"tone-1", "tone-2"},
		.series_count = 2,
		.bars = bars,
		.bar_count = count,
	};
}

static void heights_follow_the_values(void **state)
{
	struct chart_bar bars[2] = {
		{.label = STR("Jan"), .values = {10, 30}},
		{.label = STR("Feb"), .values = {20, 0}},
	};
	struct chart chart = a_chart(bars, 2);
	struct str svg = chart_stacked(*state, &chart);
	struct str parts = str_slice(svg, (size_t)str_find(svg, STR("chart-part")), svg.len);
	double first = attribute(parts, "height=\"", 0), second = attribute(parts, "height=\"", 1),
	       third = attribute(parts, "height=\"", 2);

	assert_true(second > 2.9 * first && second < 3.1 * first);
	assert_true(third > 1.9 * first && third < 2.1 * first);
	/* The second stands on the first. */
	double gap = attribute(parts, " y=\"", 0) - attribute(parts, " y=\"", 1) - second;
	assert_true(gap > -0.2 && gap < 0.2);
	/* What is not there is not drawn. */
	assert_int_equal(str_find(svg, STR("Feb, Near misses")), -1);
}

static void shares_fill_the_width(void **state)
{
	struct chart_bar bar = {.label = STR("Severity"), .values = {25, 75}};
	struct chart chart = a_chart(&bar, 1);
	struct str svg = chart_share(*state, &chart);
	struct str parts = str_slice(svg, (size_t)str_find(svg, STR("chart-part")), svg.len);

	assert_int_equal((int)attribute(parts, "width=\"", 0), CHART_WIDTH / 4);
	assert_int_equal((int)attribute(parts, "width=\"", 1), CHART_WIDTH * 3 / 4);
}

static void texts_are_escaped_and_styles_stay_outside(void **state)
{
	struct chart_bar bar = {
		.label = STR("\"A&B\""), .values = {1}, .hrefs = {STR("/incidents?a=1&b=\"2\"")}};
	struct chart chart = a_chart(&bar, 1);
	struct str svg = chart_stacked(*state, &chart);

	assert_true(str_find(svg, STR("Reports &lt;per&gt; month")) > 0);
	assert_true(str_find(svg, STR("href=\"/incidents?a=1&amp;b=&quot;2&quot;\"")) > 0);
	assert_true(str_find(svg, STR("aria-label=\"&quot;A&amp;B&quot;, Incidents: 1\"")) > 0);
	assert_true(str_find(svg, STR("<title id=\"months-title\">")) > 0 && str_find(svg, STR("<desc")) > 0);
	assert_int_equal(str_find(svg, STR("style=")), -1);
	assert_int_equal(str_find(svg, STR("<script")), -1);
}

static void nothing_at_all_is_a_chart_too(void **state)
{
	struct chart_bar bar = {.label = STR("Jan")};
	struct chart chart = a_chart(&bar, 1);

	assert_int_equal(str_find(chart_share(*state, &chart), STR("chart-part")), -1);
	chart.bar_count = 0;
	assert_true(str_ends(chart_stacked(*state, &chart), STR("</svg>")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(scales_are_round_and_hold_the_largest),
		UNIT(heights_follow_the_values),
		UNIT(shares_fill_the_width),
		UNIT(texts_are_escaped_and_styles_stay_outside),
		UNIT(nothing_at_all_is_a_chart_too),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
