#include "insight/chart.h"

#include <inttypes.h>

/* Places in the drawing, in its own units. */
enum { LEFT = 64, RIGHT = 8, TOP = 16, BOTTOM = 48, LABELS_MOST = 13, SHARE_HEIGHT = 80 };

int64_t chart_scale(int64_t largest, int64_t *step)
{
	static const int steps[] = {1, 2, 5};
	int64_t power = 1;

	if (largest < 1)
		largest = 1;
	for (;; power *= 10)
		for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
			*step = steps[i] * power;
			if ((largest + *step - 1) / *step <= 5)
				return (largest + *step - 1) / *step * *step;
		}
}

static int64_t height_of(const struct chart *chart, const struct chart_bar *bar)
{
	int64_t sum = 0;

	for (size_t s = 0; s < chart->series_count; s++)
		sum += bar->values[s];
	return sum;
}

/* Stripes, dots and crosses over the colour. */
static void add_patterns(struct text *out, const struct chart *chart)
{
	static const char *const marks[CHART_SERIES_MOST] = {"", "<path d=\"M0 6L6 0\"/>",
							     "<circle cx=\"3\" cy=\"3\" r=\"1.2\"/>",
							     "<path d=\"M0 3H6M3 0V6\"/>"};

	text_cstr(out, "<defs>");
	for (size_t s = 0; s < chart->series_count; s++)
		text_printf(
			out,
			"<pattern id=\"%s-%zu\" class=\"%s\" width=\"6\" height=\"6\""
			" patternUnits=\"userSpaceOnUse\">"
			"<rect width=\"6\" height=\"6\"/>%s</pattern>",
			chart->id, s, chart->tones[s], marks[s]);
	text_cstr(out, "</defs>");
}

static void begin(struct text *out, const struct chart *chart, int height)
{
	text_printf(
		out,
		"<svg class=\"chart\" viewBox=\"0 0 %d %d\" role=\"group\" aria-labelledby=\"%s-title"
		" %s-desc\">",
		CHART_WIDTH, height, chart->id, chart->id);
	text_printf(out, "<title id=\"%s-title\">", chart->id);
	text_html(out, chart->title);
	text_printf(out, "</title><desc id=\"%s-desc\">", chart->id);
	text_html(out, chart->description);
	text_cstr(out, "</desc>");
	add_patterns(out, chart);
}

/* One part: a rectangle that says what it is, and leads to the list behind it. */
static void add_part(struct text *out, const struct chart *chart, size_t bar, size_t series, double x,
		     double y, double width, double height)
{
	const struct chart_bar *b = &chart->bars[bar];
	bool is_link = b->hrefs[series].len > 0;

	if (is_link) {
		text_cstr(out, "<a href=\"");
		text_html(out, b->hrefs[series]);
		text_cstr(out, "\" aria-label=\"");
		text_html(out, b->label);
		text_printf(out, ", ");
		text_html(out, chart->series[series]);
		text_printf(out, ": %" PRId64 "\">", b->values[series]);
	}
	text_printf(
		out,
		"<rect class=\"chart-part\" fill=\"url(#%s-%zu)\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\""
		" height=\"%.1f\"><title>",
		chart->id, series, x, y, width, height);
	text_html(out, b->label);
	text_cstr(out, ", ");
	text_html(out, chart->series[series]);
	text_printf(out, ": %" PRId64 "</title></rect>", b->values[series]);
	if (is_link)
		text_cstr(out, "</a>");
}

static void add_scale(struct text *out, int64_t most, int64_t step)
{
	int plot = CHART_HEIGHT - TOP - BOTTOM;

	for (int64_t value = 0; value <= most; value += step) {
		double y = TOP + plot - (double)plot * (double)value / (double)most;
		text_printf(out, "<path class=\"chart-line\" d=\"M%d %.1fH%d\"/>", LEFT, y,
			    CHART_WIDTH - RIGHT);
		text_printf(
			out,
			"<text class=\"chart-tick\" aria-hidden=\"true\" x=\"%d\" y=\"%.1f\""
			" text-anchor=\"end\">%" PRId64
			"</text>",
			LEFT - 6, y + 4, value);
	}
}

struct str chart_stacked(struct arena *arena, const struct chart *chart)
{
	struct text out = TEXT_IN(arena);
	int64_t largest = 0, step;
	int plot = CHART_HEIGHT - TOP - BOTTOM;

	for (size_t i = 0; i < chart->bar_count; i++)
		if (height_of(chart, &chart->bars[i]) > largest)
			largest = height_of(chart, &chart->bars[i]);
	int64_t most = chart_scale(largest, &step);
	double slot =
		(double)(CHART_WIDTH - LEFT - RIGHT) / (double)(chart->bar_count ? chart->bar_count : 1);
	size_t every = (chart->bar_count + LABELS_MOST - 1) / LABELS_MOST;

	begin(&out, chart, CHART_HEIGHT);
	add_scale(&out, most, step);
	for (size_t i = 0; i < chart->bar_count; i++) {
		double y = TOP + plot, x = LEFT + slot * (double)i + slot * 0.14;
		for (size_t s = 0; s < chart->series_count; s++) {
			double height = (double)plot * (double)chart->bars[i].values[s] / (double)most;
			if (chart->bars[i].values[s] <= 0)
				continue;
			y -= height;
			add_part(&out, chart, i, s, x, y, slot * 0.72, height);
		}
		if (i % every)
			continue;
		text_printf(
			&out,
			"<text class=\"chart-tick%s\" aria-hidden=\"true\" x=\"%.1f\" y=\"%d\""
			" text-anchor=\"middle\">",
			i / every % 3 ? " chart-minor" : "", LEFT + slot * ((double)i + 0.5),
			CHART_HEIGHT - BOTTOM + 30);
		text_html(&out, chart->bars[i].label);
		text_cstr(&out, "</text>");
	}
	text_cstr(&out, "</svg>");
	return text_str(&out);
}

struct str chart_share(struct arena *arena, const struct chart *chart)
{
	struct text out = TEXT_IN(arena);
	int64_t sum = height_of(chart, &chart->bars[0]);
	double x = 0;

	begin(&out, chart, SHARE_HEIGHT);
	for (size_t s = 0; sum > 0 && s < chart->series_count; s++) {
		double width = (double)CHART_WIDTH * (double)chart->bars[0].values[s] / (double)sum;
		if (chart->bars[0].values[s] > 0)
			add_part(&out, chart, 0, s, x, 0, width, SHARE_HEIGHT);
		x += width;
	}
	text_cstr(&out, "</svg>");
	return text_str(&out);
}
