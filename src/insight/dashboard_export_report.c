#include "insight/cost_query.h"
#include "insight/dashboard_export.h"

#include "insight/dashboard.h"
#include "insight/dashboard_query.h"
#include "report/sheet.h"

static const struct sheet_setup setup = {.freeze_rows = 1};

struct workbook {
	struct export_job *job;
	const struct dashboard *d;
	const struct figure_query *query;
	struct sheet_book *book;
	struct figure_open open;
	struct dashboard_costs costs;
};

static const struct {
	int report_type;
	const char *label;
	unsigned colour;
} types[] = {
	{REPORT_INCIDENT, "Incidents", 0x0b5d4e},
	{REPORT_NEAR_MISS, "Near misses", 0xc77700},
	{REPORT_OBSERVATION, "Observations", 0x1d5478},
};
enum { TYPES = sizeof types / sizeof *types };

static void put_rate(struct sheet *sheet, int row, int column, int64_t hundredths)
{
	if (hundredths == RATE_UNDEFINED)
		sheet_cstr(sheet, row, column, SHEET_MUTED, "n/a");
	else
		sheet_decimal(sheet, row, column, SHEET_PLAIN, (double)hundredths / 100);
}

static void put_line(struct sheet *sheet, int row, const char *label, int64_t now, int64_t before)
{
	sheet_cstr(sheet, row, 0, SHEET_PLAIN, label);
	sheet_int(sheet, row, 1, SHEET_PLAIN, now);
	sheet_int(sheet, row, 2, SHEET_PLAIN, before);
}

static void add_summary(const struct workbook *w)
{
	static const struct sheet_column headers[] = {{"Figure", 34}, {"Period", 14}, {"A year before", 16}};
	static const enum rate rates[] = {RATE_TRIR, RATE_DART, RATE_LTIR};
	struct sheet *sheet = sheet_add(w->book, "Figures", &setup);
	const struct dashboard_sum *now = &w->d->now, *before = &w->d->before;
	int row = 1;

	sheet_header(sheet, 0, headers, 3);
	sheet_cstr(sheet, row, 0, SHEET_PLAIN, "First month");
	sheet_day(sheet, row, 1, SHEET_PLAIN, w->query->from);
	sheet_day(sheet, row++, 2, SHEET_PLAIN, figure_month(w->query->from, -12));
	sheet_cstr(sheet, row, 0, SHEET_PLAIN, "Last month");
	sheet_day(sheet, row, 1, SHEET_PLAIN, w->query->to);
	sheet_day(sheet, row++, 2, SHEET_PLAIN, figure_month(w->query->to, -12));
	for (size_t i = 0; w->d->has_rates && i < sizeof rates / sizeof *rates; i++, row++) {
		sheet_cstr(sheet, row, 0, SHEET_PLAIN, rates_name(rates[i]));
		put_rate(sheet, row, 1, now->rates[rates[i]]);
		put_rate(sheet, row, 2, before->rates[rates[i]]);
	}
	if (w->d->has_rates) {
		put_line(sheet, row++, "Recordable cases", now->recordable, before->recordable);
		put_line(sheet, row++, "Hours worked", now->cases.hours, before->cases.hours);
	}
	sheet_cstr(sheet, row, 0, SHEET_PLAIN, "Open now");
	sheet_int(sheet, row++, 1, SHEET_PLAIN, w->open.open);
	sheet_cstr(sheet, row, 0, SHEET_PLAIN, "Overdue now");
	sheet_int(sheet, row++, 1, SHEET_PLAIN, w->open.overdue);
	sheet_cstr(sheet, row, 0, SHEET_PLAIN,
		   arena_printf(w->job->arena, "Total incident cost, %.*s", STR_ARG(w->costs.currency)).at);
	sheet_int(sheet, row, 1, SHEET_PLAIN, w->costs.now.actual / 100);
	sheet_int(sheet, row++, 2, SHEET_PLAIN, w->costs.before.actual / 100);
	for (size_t s = 0; s < TYPES; s++)
		put_line(sheet, row++, types[s].label, now->by_type[types[s].report_type],
			 before->by_type[types[s].report_type]);
}

static void add_months(const struct workbook *w)
{
	static const struct sheet_column headers[] = {
		{"Month", 12}, {"Incidents", 12}, {"Near misses", 13}, {"Observations", 14}};
	struct sheet *sheet = sheet_add(w->book, "Months", &setup);
	struct sheet_series series[TYPES];
	int count = (int)w->d->month_count;

	sheet_header(sheet, 0, headers, 1 + TYPES);
	for (int i = 0; i < count; i++) {
		/* As text, so that the chart names the months as they are. */
		sheet_text(sheet, i + 1, 0, SHEET_PLAIN,
			   str_slice(day_text(w->job->arena, w->d->months[i].month_on), 0, 7));
		for (int s = 0; s < TYPES; s++)
			sheet_int(sheet, i + 1, 1 + s, SHEET_PLAIN,
				  w->d->months[i].by_type[types[s].report_type]);
	}
	for (int s = 0; s < TYPES; s++)
		series[s] = (struct sheet_series){
			.column = 1 + s, .name = types[s].label, .colour = types[s].colour};
	const struct sheet_chart chart = {
		.kind = SHEET_STACKED_COLUMNS,
		.title = "Reports per month",
		.category_label = "Month",
		.value_label = "Reports",
		.description = "One column for each month; the figures stand beside it.",
		.data = sheet,
		.category_column = 0,
		.first_row = 1,
		.last_row = count,
		.series = series,
		.series_count = TYPES,
		.row = 1,
		.column = 5,
		.width = 720,
		.height = 360,
	};
	sheet_add_chart(sheet, &chart);
}

static void add_severities(const struct workbook *w)
{
	static const struct sheet_column headers[] = {{"Severity", 14}, {"Reports", 12}};
	static const struct sheet_series series = {.column = 1, .name = "Reports"};
	struct sheet *sheet = sheet_add(w->book, "Severity", &setup);
	int row = 1;

	sheet_header(sheet, 0, headers, 2);
	for (int severity = SEVERITY_CRITICAL; severity > SEVERITY_NONE; severity--, row++) {
		sheet_cstr(sheet, row, 0, SHEET_PLAIN, codes_label(&severity_codes, severity));
		sheet_int(sheet, row, 1, SHEET_PLAIN, w->d->now.by_severity[severity]);
	}
	const struct sheet_chart chart = {
		.kind = SHEET_PIE,
		.title = "Share of each severity",
		.description = "The figures stand beside it.",
		.data = sheet,
		.first_row = 1,
		.last_row = row - 1,
		.series = &series,
		.series_count = 1,
		.row = 1,
		.column = 3,
	};
	sheet_add_chart(sheet, &chart);
}

static void add_categories(const struct workbook *w)
{
	static const struct sheet_column headers[] = {{"Category", 40}, {"Reports", 12}};
	static const struct sheet_series series = {.column = 1, .name = "Reports", .colour = 0x0b5d4e};
	struct sheet *sheet = sheet_add(w->book, "Categories", &setup);
	int count = (int)w->d->category_count;

	sheet_header(sheet, 0, headers, 2);
	for (int i = 0; i < count; i++) {
		const struct dashboard_category *category = &w->d->categories[i];
		struct str name =
			category->category_id == FIGURE_NONE_GIVEN
				? STR("None given")
				: lookup_name(w->job->lookup, LOOKUP_CATEGORY, category->category_id);
		sheet_text(sheet, i + 1, 0, SHEET_PLAIN, name);
		sheet_int(sheet, i + 1, 1, SHEET_PLAIN, category->incidents);
	}
	if (count == 0)
		return;
	sheet_filter(sheet, 0, count, 2);
	const struct sheet_chart chart = {
		.kind = SHEET_BARS,
		.title = "Categories",
		.value_label = "Reports",
		.description = "The figures stand beside it.",
		.data = sheet,
		.first_row = 1,
		.last_row = count < 12 ? count : 12,
		.series = &series,
		.series_count = 1,
		.row = 1,
		.column = 3,
		.width = 640,
		.height = 420,
	};
	sheet_add_chart(sheet, &chart);
}

static void add_places(const struct workbook *w)
{
	static const struct sheet_column headers[] = {
		{"Establishment", 40},    {"Incidents", 11},    {"Near misses", 13}, {"Observations", 14},
		{"Recordable cases", 17}, {"Hours worked", 15}, {"TRIR", 9}};
	struct sheet *sheet = sheet_add(w->book, "Establishments", &setup);
	int count = (int)w->d->place_count;

	sheet_header(sheet, 0, headers, w->d->has_rates ? 7 : 4);
	for (int i = 0; i < count; i++) {
		const struct dashboard_place *place = &w->d->places[i];
		const struct rate_counts *c = &place->cases;
		sheet_text(sheet, i + 1, 0, SHEET_PLAIN,
			   lookup_name(w->job->lookup, LOOKUP_ESTABLISHMENT, place->establishment_id));
		for (int s = 0; s < TYPES; s++)
			sheet_int(sheet, i + 1, 1 + s, SHEET_PLAIN, place->by_type[types[s].report_type]);
		if (!w->d->has_rates)
			continue;
		sheet_int(sheet, i + 1, 4, SHEET_PLAIN, c->deaths + c->away + c->restricted + c->other);
		if (c->hours)
			sheet_int(sheet, i + 1, 5, SHEET_PLAIN, c->hours);
		put_rate(sheet, i + 1, 6, place->is_small ? RATE_UNDEFINED : place->trir);
	}
	if (count)
		sheet_filter(sheet, 0, count, w->d->has_rates ? 7 : 4);
}

static enum rc write_sheet(struct export_job *job)
{
	const struct sheet_info info = {.title = "Dashboard",
					.author = arena_cstr(job->arena, job->organization.name),
					.created_at = job->now};
	struct dashboard_scope scope;
	struct dashboard dashboard;
	struct figures figures = {0};
	struct dashboard_costs costs;

	dashboard_query_period(&job->filter, job->today);
	enum rc rc = dashboard_scope_apply(job->arena, &job->viewer, &job->filter, &scope);
	if (rc != RC_OK)
		return rc;
	struct figure_query query = dashboard_query_figures(job->arena, &job->viewer, job->zone, &job->filter,
							    &scope, job->lookup, job->today);
	rc = figure_collect(job->db, job->arena, &query, &figures);
	if (rc == RC_OK)
		rc = cost_query_figures(job->db, job->arena, &query, &costs);
	if (rc != RC_OK)
		return rc;
	dashboard_reckon(job->arena, &query, &figures, job->today, &dashboard);
	const struct workbook w = {job, &dashboard, &query, sheet_book_new(job->arena, &info), figures.open, costs};
	add_summary(&w);
	add_months(&w);
	add_severities(&w);
	add_categories(&w);
	add_places(&w);
	job->rows = dashboard.now.by_type[REPORT_NONE];
	return sheet_write(w.book, job->fd);
}

static const struct export_format formats[] = {{"xlsx", write_sheet}, {NULL, NULL}};

const struct export_program dashboard_export_program = {
	.name = "dashboard-export",
	.help = "Writes the dashboard as xlsx, with charts that follow its cells. Filters are those of"
		" its address:"
		" register=safety establishment=CODE department=ID severity=high from=2026-01 to=2026-12.",
	.formats = formats,
	.set = dashboard_query_set,
};
