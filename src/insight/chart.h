#ifndef INSIGHT_CHART_H
#define INSIGHT_CHART_H

#include "base/text.h"

/*
 * Charts as SVG from the server: a title and a description for those who hear them, a pattern beside each
 * colour for those who do not see colours, links on everything that can be followed. Colours come from style
 * sheets by class, so charts follow light, dark and forced colours. A table with the same figures belongs
 * beside each chart.
 */
enum { CHART_SERIES_MOST = 4, CHART_WIDTH = 1000, CHART_HEIGHT = 320 };

struct chart_bar {
	struct str label; /* below the bar; not every label is drawn when there are many */
	int64_t values[CHART_SERIES_MOST];
	struct str hrefs[CHART_SERIES_MOST]; /* STR_NONE: no link */
};

struct chart {
	const char *id; /* unique in the page, for title and patterns: "months" */
	struct str title;
	struct str description;
	struct str series[CHART_SERIES_MOST]; /* names; also the order from the bottom up */
	const char *tones[CHART_SERIES_MOST]; /* class of each: "tone-1" ... see record.css */
	size_t series_count;
	const struct chart_bar *bars;
	size_t bar_count;
};

/* Bars whose parts stand on each other, with a scale. */
struct str chart_stacked(struct arena *arena, const struct chart *chart);
/* One bar of 100 %, divided among the series of the first bar. */
struct str chart_share(struct arena *arena, const struct chart *chart);

/* A round number at least as large as the largest value, and the distance of the lines below it. */
int64_t chart_scale(int64_t largest, int64_t *step);

#endif
