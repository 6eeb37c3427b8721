#include "insight/dashboard_view.h"

#include <inttypes.h>

#include "insight/chart.h"
#include "insight/dashboard_filters_view.h"
#include "osha/log_data.h"
#include "view/format.h"

enum { CATEGORIES_SHOWN = 10 };

struct str dashboard_view_href(const struct dashboard_page *p, const char *path,
			       const struct incident_filter *filter)
{
	struct str query = incident_filter_query(p->rq->arena, filter, NULL, STR_NONE);

	return arena_printf(p->rq->arena, "%s?%.*s", path, STR_ARG(query));
}

static struct str list_of_type(const struct dashboard_page *p, int report_type)
{
	struct incident_filter filter = *p->filter;

	filter.report_type = report_type;
	return dashboard_view_href(p, "/incidents", &filter);
}

static struct str number(const struct dashboard_page *p, int64_t value, int places)
{
	struct text out = TEXT_IN(p->rq->arena);

	format_number(&out, value, places, true, places > 0);
	return text_str(&out);
}

static struct view *add_figure(const struct dashboard_page *p, struct view_list *figures, const char *label,
			       struct str figure, struct str href)
{
	struct view *view = view_add(figures);

	view_text(view, "label", rq_tr(p->rq, label));
	view_text(view, "figure", figure);
	view_text(view, "href", href);
	return view;
}

static void add_trend(struct view *view, struct str before, enum dashboard_trend trend)
{
	view_text(view, "before", before);
	view_flag(view, "is_more", trend == TREND_MORE);
	view_flag(view, "is_fewer", trend == TREND_FEWER);
	view_flag(view, "is_same", trend == TREND_SAME);
	view_flag(view, "is_few", trend == TREND_UNKNOWN);
}

static int64_t rate_cases(enum rate rate, const struct rate_counts *c)
{
	switch (rate) {
	case RATE_TRIR:
		return c->deaths + c->away + c->restricted + c->other;
	case RATE_DART:
		return c->away + c->restricted;
	default:
		return c->away;
	}
}

/* The incidents with the cases that a rate counts. */
static struct str list_of_cases(const struct dashboard_page *p, enum rate rate)
{
	static const unsigned counted[RATE_COUNT] = {
		[RATE_TRIR] = 1u << OSHA_DEATH | 1u << OSHA_DAYS_AWAY | 1u << OSHA_RESTRICTED | 1u << OSHA_OTHER,
		[RATE_DART] = 1u << OSHA_DAYS_AWAY | 1u << OSHA_RESTRICTED,
		[RATE_LTIR] = 1u << OSHA_DAYS_AWAY,
	};
	struct incident_filter filter = *p->filter;

	filter.outcomes = counted[rate];
	return dashboard_view_href(p, "/incidents", &filter);
}

/*
 * The band of the rate, and the comparison: where it has cases in common with the band of a year before, nobody
 * can tell the two apart.
 */
static void add_band(const struct dashboard_page *p, struct view *view, enum rate rate)
{
	const struct dashboard *d = p->dashboard;
	struct rate_band now, before;
	bool is_known = rates_band(rate, rate_cases(rate, &d->now.cases), d->now.cases.hours, &now);
	bool is_before_known = rates_band(rate, rate_cases(rate, &d->before.cases), d->before.cases.hours, &before);
	enum dashboard_trend trend = TREND_UNKNOWN;

	view_flag(view, "has_band", is_known);
	if (is_known) {
		view_text(view, "lower", rates_text(p->rq->arena, now.lower));
		view_text(view, "upper", rates_text(p->rq->arena, now.upper));
	}
	if (is_known && is_before_known && rates_are_apart(&now, &before))
		trend = now.lower > before.upper ? TREND_MORE : TREND_FEWER;
	add_trend(view, rates_text(p->rq->arena, d->before.rates[rate]), trend);
}

static void add_rates(const struct dashboard_page *p, struct view_list *figures)
{
	static const enum rate shown[] = {RATE_TRIR, RATE_DART, RATE_LTIR};
	const struct dashboard *d = p->dashboard;
	for (size_t i = 0; i < sizeof shown / sizeof *shown; i++) {
		enum rate rate = shown[i];
		struct view *view = add_figure(p, figures, rates_name(rate),
					       rates_text(p->rq->arena, d->now.rates[rate]), list_of_cases(p, rate));
		add_band(p, view, rate);
		view_flag(view, "is_rate", d->now.cases.hours > 0);
		view_text(view, "cases", number(p, rate_cases(rate, &d->now.cases), 0));
		view_text(view, "hours", number(p, d->now.cases.hours, 0));
	}
	struct view *view =
		add_figure(p, figures, N_("Recordable cases"), number(p, d->now.recordable, 0),
			   list_of_cases(p, RATE_TRIR));
	add_trend(view, number(p, d->before.recordable, 0),
		  dashboard_trend(d->now.recordable, d->before.recordable));
}

static const struct {
	int report_type;
	const char *label;
	const char *member;
	const char *tone;
} types[] = {
	{REPORT_INCIDENT, N_("Incidents"), "incidents", "tone-1"},
	{REPORT_NEAR_MISS, N_("Near misses"), "near_misses", "tone-2"},
	{REPORT_OBSERVATION, N_("Observations"), "observations", "tone-3"},
};
enum { TYPES = sizeof types / sizeof *types };

/* Only the safety register tells reports apart. */
static size_t type_count(const struct dashboard_page *p)
{
	return p->filter->reg == REGISTER_SAFETY ? TYPES : 1;
}

/* The list of actions with this view; from and to are days on which they are due. */
static struct str actions_href(const struct dashboard_page *p, enum capa_view shown, day from, day to)
{
	struct capa_filter filter = capa_filter_none();

	filter.view = shown;
	filter.establishment_id = p->filter->establishment_id;
	filter.from = from;
	filter.to = to;
	return arena_printf(p->rq->arena, "/capas?%.*s", STR_ARG(capa_filter_query(p->rq->arena, &filter, NULL)));
}

/* Leading indicators: what is still to be done, and how much of what was due was done in time. */
static void add_actions(const struct dashboard_page *p, struct view_list *figures)
{
	const struct capa_figures *a = &p->actions;
	struct str rate = a->due ? arena_printf(p->rq->arena, "%" PRId64 "%%", (a->on_time * 100 + a->due / 2) / a->due)
				 : STR("–");
	struct view *view = add_figure(p, figures, N_("Open actions"), number(p, a->open, 0),
				       actions_href(p, CAPA_VIEW_OPEN, DAY_NONE, DAY_NONE));

	view_flag(view, "is_now", true);
	view = add_figure(p, figures, N_("Overdue actions"), number(p, a->overdue, 0),
			  actions_href(p, CAPA_VIEW_OVERDUE, DAY_NONE, DAY_NONE));
	view_flag(view, "is_now", true);
	view_flag(view, "is_warning", a->overdue > 0);
	view = add_figure(p, figures, N_("Actions closed on time"), rate,
			  actions_href(p, CAPA_VIEW_ALL, p->filter->from, p->filter->to));
	view_flag(view, "is_share", true);
	view_text(view, "part", number(p, a->on_time, 0));
	view_text(view, "whole", number(p, a->due, 0));
}

/* In whole units: cents say nothing about a company. */
static struct str money(const struct dashboard_page *p, int64_t minor_units)
{
	return number(p, minor_units / 100 + (minor_units % 100 >= 50), 0);
}

static void add_costs(const struct dashboard_page *p, struct view_list *figures)
{
	const struct dashboard_costs *costs = &p->costs;
	struct str total = arena_printf(p->rq->arena, "%.*s %.*s", STR_ARG(money(p, costs->now.actual)),
					STR_ARG(costs->currency));
	struct view *view = add_figure(p, figures, N_("Total incident cost"), total,
				       dashboard_view_href(p, "/incidents", p->filter));

	view_flag(view, "is_cost", true);
	view_text(view, "expected", money(p, costs->now.expected));
	view_text(view, "before", money(p, costs->before.actual));
	view_text(view, "costed", number(p, costs->now.incidents, 0));
}

static void add_figures(const struct dashboard_page *p, struct view *page)
{
	const struct dashboard *d = p->dashboard;
	struct view_list *figures = view_list(page, "figures");
	struct incident_filter open = *p->filter;

	if (d->has_rates)
		add_rates(p, figures);
	for (size_t i = 0; i < type_count(p); i++) {
		int type = types[i].report_type;
		struct view *view = add_figure(p, figures, types[i].label, number(p, d->now.by_type[type], 0),
					       list_of_type(p, type));
		add_trend(view, number(p, d->before.by_type[type], 0),
			  dashboard_trend(d->now.by_type[type], d->before.by_type[type]));
	}
	open.from = open.to = DAY_NONE;
	open.is_open = true;
	struct view *view = add_figure(p, figures, N_("Open now"), number(p, p->open.open, 0),
				       dashboard_view_href(p, "/incidents", &open));
	view_flag(view, "is_now", true);
	open.is_open = false;
	open.is_overdue = true;
	view = add_figure(p, figures, N_("Overdue now"), number(p, p->open.overdue, 0),
			  dashboard_view_href(p, "/incidents", &open));
	view_flag(view, "is_now", true);
	view_flag(view, "is_warning", p->open.overdue > 0);
	add_costs(p, figures);
	if (p->filter->reg == REGISTER_SAFETY)
		add_actions(p, figures);
}

struct str dashboard_view_month(const struct dashboard_page *p, day month)
{
	struct text out = TEXT_IN(p->rq->arena);
	struct view_style style = {.zone = p->rq->zone, .catalogue = p->rq->catalogue};

	format_day(&out, &style, month);
	struct str words = text_str(&out);
	ptrdiff_t blank = str_find(words, STR(" "));
	return str_slice(words, (size_t)(blank + 1), words.len);
}

static struct incident_filter month_filter(const struct dashboard_page *p, day month, int report_type)
{
	struct incident_filter filter = *p->filter;

	filter.report_type = report_type;
	filter.from = month;
	filter.to = figure_month_end(month);
	return filter;
}

static void add_months(const struct dashboard_page *p, struct view *page)
{
	const struct dashboard *d = p->dashboard;
	struct chart_bar *bars = ARENA_ARRAY(p->rq->arena, struct chart_bar, d->month_count);
	struct view_list *rows = view_list(page, "months");
	struct chart chart = {
		.id = "months",
		.title = rq_tr(p->rq, N_("Reports per month")),
		.description =
			rq_tr(p->rq, N_("One bar for each month; the table below has the same figures.")),
		.series_count = type_count(p),
		.bars = bars,
		.bar_count = d->month_count};

	for (size_t s = 0; s < chart.series_count; s++) {
		chart.series[s] = rq_tr(p->rq, types[s].label);
		chart.tones[s] = types[s].tone;
	}
	for (size_t i = 0; i < d->month_count; i++) {
		const struct dashboard_month *month = &d->months[i];
		struct view *row = view_add(rows);
		view_text(row, "month", dashboard_view_month(p, month->month_on));
		struct view_list *cells = view_list(row, "cells");
		bars[i].label = dashboard_view_month(p, month->month_on);
		for (size_t s = 0; s < chart.series_count; s++) {
			struct incident_filter filter =
				month_filter(p, month->month_on, types[s].report_type);
			struct view *cell = view_add(cells);
			bars[i].values[s] = month->by_type[types[s].report_type];
			bars[i].hrefs[s] = dashboard_view_href(p, "/incidents", &filter);
			view_text(cell, "figure", number(p, bars[i].values[s], 0));
			view_text(cell, "href", bars[i].hrefs[s]);
			view_text(cell, "label", chart.series[s]);
		}
	}
	struct view_list *series = view_list(page, "series");
	for (size_t s = 0; s < chart.series_count; s++) {
		struct view *entry = view_add(series);
		view_text(entry, "label", chart.series[s]);
		view_cstr(entry, "tone", chart.tones[s]);
	}
	view_html(page, "months_svg", chart_stacked(p->rq->arena, &chart));
}

static void add_severities(const struct dashboard_page *p, struct view *page)
{
	static const char *const tones[DASHBOARD_SEVERITIES] = {"", "tone-low", "tone-medium", "tone-high",
								"tone-critical"};
	const struct dashboard *d = p->dashboard;
	struct chart_bar bar = {.label = rq_tr(p->rq, N_("Severity"))};
	struct chart chart = {
		.id = "severity",
		.title = rq_tr(p->rq, N_("Share of each severity")),
		.description = rq_tr(
			p->rq, N_("One bar divided by severity; the table below has the same figures.")),
		.bars = &bar,
		.bar_count = 1};
	struct view_list *rows = view_list(page, "severities");
	int64_t sum = d->now.by_type[REPORT_NONE];

	for (int severity = SEVERITY_CRITICAL; severity > SEVERITY_NONE; severity--) {
		struct incident_filter filter = *p->filter;
		struct view *row = view_add(rows);
		size_t s = chart.series_count++;
		filter.severities = 1u << severity;
		chart.series[s] = rq_tr(p->rq, codes_label(&severity_codes, severity));
		chart.tones[s] = tones[severity];
		bar.values[s] = d->now.by_severity[severity];
		bar.hrefs[s] = dashboard_view_href(p, "/incidents", &filter);
		view_code(row, "severity", &severity_codes, severity);
		view_cstr(row, "tone", tones[severity]);
		view_text(row, "figure", number(p, bar.values[s], 0));
		view_text(row, "href", bar.hrefs[s]);
		view_printf(row, "percent", "%" PRId64, sum > 0 ? (bar.values[s] * 100 + sum / 2) / sum : 0);
	}
	view_html(page, "severity_svg", chart_share(p->rq->arena, &chart));
}

static void add_categories(const struct dashboard_page *p, struct view *page)
{
	const struct dashboard *d = p->dashboard;
	struct view_list *rows = view_list(page, "categories");
	int64_t most = d->category_count ? d->categories[0].incidents : 1;

	for (size_t i = 0; i < d->category_count && i < CATEGORIES_SHOWN; i++) {
		const struct dashboard_category *category = &d->categories[i];
		struct incident_filter filter = *p->filter;
		struct view *row = view_add(rows);
		bool is_known = category->category_id != FIGURE_NONE_GIVEN;
		filter.category_id = category->category_id;
		view_text(row, "name",
			  is_known ? lookup_name(p->lookup, LOOKUP_CATEGORY, category->category_id)
				   : rq_tr(p->rq, N_("None given")));
		view_text(row, "figure", number(p, category->incidents, 0));
		view_text(row, "href", is_known ? dashboard_view_href(p, "/incidents", &filter) : STR_NONE);
		view_int(row, "percent", category->incidents * 100 / most);
	}
}

static void add_places(const struct dashboard_page *p, struct view *page)
{
	const struct dashboard *d = p->dashboard;
	struct view_list *rows = view_list(page, "places");

	for (size_t i = 0; i < d->place_count; i++) {
		const struct dashboard_place *place = &d->places[i];
		const struct rate_counts *c = &place->cases;
		struct incident_filter filter = *p->filter;
		struct view *row = view_add(rows);
		filter.establishment_id = place->establishment_id;
		view_text(row, "name", lookup_name(p->lookup, LOOKUP_ESTABLISHMENT, place->establishment_id));
		view_text(row, "href", dashboard_view_href(p, "/dashboards", &filter));
		struct view_list *cells = view_list(row, "cells");
		for (size_t s = 0; s < type_count(p); s++) {
			struct view *cell = view_add(cells);
			filter.report_type = types[s].report_type;
			view_text(cell, "label", rq_tr(p->rq, types[s].label));
			view_text(cell, "figure", number(p, place->by_type[types[s].report_type], 0));
			view_text(cell, "href", dashboard_view_href(p, "/incidents", &filter));
		}
		view_text(row, "recordable", number(p, rate_cases(RATE_TRIR, c), 0));
		view_text(row, "hours", c->hours ? number(p, c->hours, 0) : STR_NONE);
		view_text(row, "trir", rates_text(p->rq->arena, place->trir));
		view_flag(row, "is_small", place->is_small);
	}
}

void dashboard_view_fill(const struct dashboard_page *p, struct view *page)
{
	dashboard_filters_view_fill(p, page);
	add_figures(p, page);
	add_months(p, page);
	add_severities(p, page);
	add_categories(p, page);
	add_places(p, page);
	view_text(page, "period_from", dashboard_view_month(p, p->filter->from));
	view_text(page, "period_to", dashboard_view_month(p, p->filter->to));
	view_text(page, "query", incident_filter_query(p->rq->arena, p->filter, NULL, STR_NONE));
	view_flag(page, "is_safety", p->filter->reg == REGISTER_SAFETY);
	view_flag(page, "has_rates", p->dashboard->has_rates);
	view_flag(page, "is_behind", p->dashboard->is_behind);
	view_flag(page, "is_running", p->filter->to >= p->today);
	view_int(page, "places_without_hours", (int64_t)p->dashboard->now.places_without_hours);
	view_flag(page, "has_reports", p->dashboard->now.by_type[REPORT_NONE] > 0);
}
