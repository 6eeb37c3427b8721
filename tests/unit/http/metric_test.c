#include "../unit.h"

#include <math.h>

#include "http/metric.h"

static enum rc read_two(const struct metric_call *call, struct metric_out *out)
{
	metric_add(out, 3, METRIC_LABELS({"severity", STR("high")}, {"place", STR("a\"b\\c\nd")}));
	metric_add_age(out, call->now, call->now - SECONDS(3) / 2, NO_LABELS);
	metric_add_age(out, call->now, MOMENT_NONE, NO_LABELS);
	return RC_OK;
}

static enum rc read_half(const struct metric_call *call, struct metric_out *out)
{
	(void)call;
	metric_add(out, 1, NO_LABELS);
	return RC_UNAVAILABLE;
}

static enum rc read_none(const struct metric_call *call, struct metric_out *out)
{
	(void)call;
	(void)out;
	return RC_OK;
}

static const struct metric_source sources[] = {
	{"muster_two", METRIC_GAUGE, "Two of them.", read_two},
	{"muster_half_total", METRIC_COUNTER, "Fails half-way.", read_half},
	{"muster_none", METRIC_GAUGE, "Has nothing to say.", read_none},
	METRIC_END,
};

static void figures_are_text(void **state)
{
	static const struct metric_source *const tables[] = {sources, NULL};
	struct text text = TEXT_IN(*state);
	const struct metric_call call = {.arena = *state, .now = DAYS(1)};

	metric_write(&text, &call, tables);
	assert_str(text_str(&text), "# HELP muster_two Two of them.\n"
				    "# TYPE muster_two gauge\n"
				    "muster_two{severity=\"high\",place=\"a\\\"b\\\\c\\nd\"} 3\n"
				    "muster_two 1.5\n"
				    "# HELP muster_metric_failed Figures that could not be read this time.\n"
				    "# TYPE muster_metric_failed gauge\n"
				    "muster_metric_failed{name=\"muster_half_total\"} 1\n");
}

static void numbers_are_those_of_the_format(void **state)
{
	struct text text = TEXT_IN(*state);

	metric_line(&text, "a", INFINITY, NO_LABELS);
	metric_line(&text, "b", -INFINITY, NO_LABELS);
	metric_line(&text, "c", NAN, NO_LABELS);
	metric_line(&text, "d", 1234567890123, NO_LABELS);
	metric_line(&text, "e", 0.0025, NO_LABELS);
	assert_str(text_str(&text), "a +Inf\nb -Inf\nc NaN\nd 1234567890123\ne 0.0025\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(figures_are_text),
		UNIT(numbers_are_those_of_the_format),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
