#include "insight/dashboard.h"

#include <stdlib.h>

#include "osha/log_data.h"

enum { FEW = 5 }; /* in both years together: no trend is told */

enum dashboard_trend dashboard_rate_trend(int64_t now, int64_t hours_now, int64_t before,
					  int64_t hours_before)
{
	if (now + before < FEW || hours_now <= 0 || hours_before <= 0)
		return TREND_UNKNOWN;
	/* Given all cases, those of now follow the share of the hours; twice the standard deviation is beyond
	 * chance. */
	double share = (double)hours_now / ((double)hours_now + (double)hours_before);
	double all = (double)(now + before), difference = (double)now - all * share;
	if (difference * difference <= 4 * all * share * (1 - share))
		return TREND_SAME;
	return difference > 0 ? TREND_MORE : TREND_FEWER;
}

enum dashboard_trend dashboard_trend(int64_t now, int64_t before)
{
	return dashboard_rate_trend(now, 1, before, 1);
}

static void add_months(struct dashboard *d, const struct figure_query *q, const struct figure_row *row)
{
	if (q->severities && !(q->severities & (1u << row->severity)))
		return;
	struct dashboard_sum *sum = row->month_on >= q->from ? &d->now : &d->before;
	/* Only the same months a year before, also where the period is short. */
	if (sum == &d->before && row->month_on > figure_month(q->to, -12))
		return;
	if (row->month_on > q->to)
		return;
	sum->by_type[row->report_type] += row->incidents;
	sum->by_type[REPORT_NONE] += row->incidents;
	sum->by_severity[row->severity] += row->incidents;
	for (size_t i = 0; sum == &d->now && i < d->month_count; i++)
		if (d->months[i].month_on == row->month_on) {
			d->months[i].by_type[row->report_type] += row->incidents;
			d->months[i].by_type[REPORT_NONE] += row->incidents;
		}
}

static void add_category(struct dashboard *d, const struct figure_query *q, const struct figure_row *row)
{
	size_t i = 0;

	if (q->severities && !(q->severities & (1u << row->severity)))
		return;
	while (i < d->category_count && d->categories[i].category_id != row->category_id)
		i++;
	if (i == d->category_count)
		d->categories[d->category_count++] =
			(struct dashboard_category){.category_id = row->category_id};
	d->categories[i].incidents += row->incidents;
}

static struct dashboard_place *place_of(struct dashboard *d, int64_t establishment_id)
{
	for (size_t i = 0; i < d->place_count; i++)
		if (d->places[i].establishment_id == establishment_id)
			return &d->places[i];
	return NULL;
}

static void add_place(struct dashboard *d, const struct figure_query *q, const struct figure_row *row)
{
	struct dashboard_place *place = place_of(d, row->establishment_id);

	if (!place || (q->severities && !(q->severities & (1u << row->severity))))
		return;
	place->by_type[row->report_type] += row->incidents;
	place->by_type[REPORT_NONE] += row->incidents;
}

static void add_place_sums(struct dashboard *d, const struct figure_place *sums)
{
	struct dashboard_place *place = place_of(d, sums->establishment_id);

	for (int type = REPORT_INCIDENT; place && type < DASHBOARD_TYPES; type++) {
		place->by_type[type] += sums->by_type[type];
		place->by_type[REPORT_NONE] += sums->by_type[type];
	}
}

/* Rows of changes that were not added up: the same as rows of sums. */
static void add_changes(struct dashboard *d, const struct figure_query *q, const struct rows *changes)
{
	for (size_t i = 0; i < changes->count; i++) {
		const struct figure_change *change = ROW(struct figure_change, *changes, i);
		struct figure_row row = {
			.month_on = figure_month(zone_day(q->zone, change->occurred_at), 0),
			.establishment_id = change->establishment_id,
			.category_id = change->category_id ? change->category_id : FIGURE_NONE_GIVEN,
			.report_type = change->report_type,
			.severity = change->severity,
			.incidents = change->sign,
		};
		struct figure_query everywhere = *q;
		everywhere.establishment_id = 0;
		if (!figure_fits(&everywhere, change) || row.month_on < figure_month(q->from, -12) ||
		    row.month_on > q->to)
			continue;
		if (row.month_on >= q->from)
			add_place(d, q, &row);
		if (!figure_fits(q, change))
			continue;
		add_months(d, q, &row);
		if (row.month_on >= q->from)
			add_category(d, q, &row);
	}
}

static void count_case(struct rate_counts *counts, const struct figure_case *c)
{
	switch (c->outcome) {
	case OSHA_DEATH:
		counts->deaths += c->cases;
		break;
	case OSHA_DAYS_AWAY:
		counts->away += c->cases;
		break;
	case OSHA_RESTRICTED:
		counts->restricted += c->cases;
		break;
	default:
		counts->other += c->cases;
	}
	counts->days_away += c->days_away;
	counts->days_restricted += c->days_restricted;
}

static int64_t recordable(const struct rate_counts *c)
{
	return c->deaths + c->away + c->restricted + c->other;
}

static int64_t hours_of(const struct figures *f, int64_t establishment_id, day from, day to, day today)
{
	int64_t hours = 0;

	for (size_t i = 0; i < f->hours.count; i++) {
		const struct figure_hours *row = ROW(struct figure_hours, f->hours, i);
		day begin = from > day_of((int)row->year, 1, 1) ? from : day_of((int)row->year, 1, 1);
		day end = to < day_of((int)row->year, 12, 31) ? to : day_of((int)row->year, 12, 31);
		if (row->establishment_id != establishment_id || begin > end || begin > today)
			continue;
		int64_t part = figure_hours_between(row, from, to, today);
		/* A year without hours leaves the whole stretch without a rate: part of the hours would
		 * flatter it. */
		if (part == 0)
			return 0;
		hours += part;
	}
	return hours;
}

/* Cases and hours of one place in a stretch of time. */
static struct rate_counts counts_of(const struct figures *f, int64_t establishment_id, day from, day to,
				    day today)
{
	struct rate_counts counts = {.hours = hours_of(f, establishment_id, from, to, today)};

	for (size_t i = 0; i < f->cases.count; i++) {
		const struct figure_case *c = ROW(struct figure_case, f->cases, i);
		if (c->establishment_id == establishment_id && c->month_on >= from && c->month_on <= to)
			count_case(&counts, c);
	}
	return counts;
}

static void add_counts(struct dashboard_sum *sum, const struct rate_counts *c)
{
	sum->recordable += recordable(c);
	if (c->hours == 0) {
		sum->places_without_hours += recordable(c) > 0;
		return;
	}
	sum->cases.deaths += c->deaths;
	sum->cases.away += c->away;
	sum->cases.restricted += c->restricted;
	sum->cases.other += c->other;
	sum->cases.days_away += c->days_away;
	sum->cases.days_restricted += c->days_restricted;
	sum->cases.hours += c->hours;
}

static void reckon_rates(struct dashboard *d, const struct figure_query *q, const struct figures *f,
			 day today)
{
	static const struct rate_settings settings = {0};
	day to = figure_month_end(q->to);

	for (size_t i = 0; i < d->place_count; i++) {
		struct dashboard_place *place = &d->places[i];
		bool is_asked = !q->establishment_id || q->establishment_id == place->establishment_id;
		struct rate_counts before = counts_of(f, place->establishment_id, figure_month(q->from, -12),
						      figure_month_end(figure_month(q->to, -12)), today);
		place->cases = counts_of(f, place->establishment_id, q->from, to, today);
		place->trir = rates_of(RATE_TRIR, &place->cases, &settings);
		place->is_small = place->cases.hours < DASHBOARD_HOURS_LEAST;
		if (!is_asked)
			continue;
		add_counts(&d->now, &place->cases);
		add_counts(&d->before, &before);
	}
	for (int rate = 0; rate < RATE_COUNT; rate++) {
		d->now.rates[rate] = rates_of((enum rate)rate, &d->now.cases, &settings);
		d->before.rates[rate] = rates_of((enum rate)rate, &d->before.cases, &settings);
	}
}

static int by_incidents(const void *a, const void *b)
{
	const struct dashboard_category *x = a, *y = b;

	if (x->incidents != y->incidents)
		return x->incidents > y->incidents ? -1 : 1;
	return (x->category_id > y->category_id) - (x->category_id < y->category_id);
}

/* The place with most reports first, as its figures are read; those alike in the order in which they were made. */
static int by_reports(const void *a, const void *b)
{
	const struct dashboard_place *x = a, *y = b;

	if (x->by_type[REPORT_NONE] != y->by_type[REPORT_NONE])
		return x->by_type[REPORT_NONE] > y->by_type[REPORT_NONE] ? -1 : 1;
	return (x->establishment_id > y->establishment_id) - (x->establishment_id < y->establishment_id);
}

void dashboard_reckon(struct arena *arena, const struct figure_query *q, const struct figures *f, day today,
		      struct dashboard *d)
{
	*d = (struct dashboard){.is_behind = f->is_behind,
				.has_rates =
					q->reg == REGISTER_SAFETY && !q->department_id && !q->severities};
	d->months = ARENA_ARRAY(arena, struct dashboard_month, DASHBOARD_MONTHS_MOST);
	for (day m = q->from; m <= q->to && d->month_count < DASHBOARD_MONTHS_MOST; m = figure_month(m, 1))
		d->months[d->month_count++].month_on = m;
	d->categories = ARENA_ARRAY(arena, struct dashboard_category, f->categories.count + f->changes.count);
	d->places = ARENA_ARRAY(arena, struct dashboard_place, q->place_count);
	for (size_t i = 0; i < q->place_count; i++)
		d->places[d->place_count++].establishment_id = q->places[i];
	for (size_t i = 0; i < f->months.count; i++)
		add_months(d, q, ROW(struct figure_row, f->months, i));
	for (size_t i = 0; i < f->categories.count; i++)
		add_category(d, q, ROW(struct figure_row, f->categories, i));
	for (size_t i = 0; i < f->places.count; i++)
		add_place_sums(d, ROW(struct figure_place, f->places, i));
	add_changes(d, q, &f->changes);
	reckon_rates(d, q, f, today);
	qsort(d->categories, d->category_count, sizeof *d->categories, by_incidents);
	qsort(d->places, d->place_count, sizeof *d->places, by_reports);
	while (d->category_count && d->categories[d->category_count - 1].incidents <= 0)
		d->category_count--;
}
