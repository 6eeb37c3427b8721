#include "report/sheet_private.h"

enum { DEFAULT_WIDTH = 480, DEFAULT_HEIGHT = 288 };

static const uint8_t chart_types[] = {
	[SHEET_BARS] = LXW_CHART_BAR,
	[SHEET_COLUMNS] = LXW_CHART_COLUMN,
	[SHEET_STACKED_COLUMNS] = LXW_CHART_COLUMN_STACKED,
	[SHEET_LINE] = LXW_CHART_LINE,
	[SHEET_PIE] = LXW_CHART_PIE,
};

static void add_series(lxw_chart *chart, const struct sheet_chart *wanted, const struct sheet_series *data)
{
	lxw_chart_series *series = chart_add_series(chart, NULL, NULL);
	if (!series)
		return;
	const lxw_row_t first = (lxw_row_t)wanted->first_row, last = (lxw_row_t)wanted->last_row;
	const lxw_col_t labels = (lxw_col_t)wanted->category_column, values = (lxw_col_t)data->column;

	chart_series_set_categories(series, wanted->data->name, first, labels, last, labels);
	chart_series_set_values(series, wanted->data->name, first, values, last, values);
	if (data->name)
		chart_series_set_name(series, data->name);
	if (data->colour && wanted->kind == SHEET_LINE) {
		lxw_chart_line line = {.color = data->colour, .width = 2.25f};

		chart_series_set_line(series, &line);
	} else if (data->colour && wanted->kind != SHEET_PIE) {
		lxw_chart_fill fill = {.color = data->colour};

		chart_series_set_fill(series, &fill);
	}
	if (wanted->kind == SHEET_PIE) {
		chart_series_set_labels(series);
		chart_series_set_labels_percentage(series);
	}
}

void sheet_add_chart(struct sheet *sheet, const struct sheet_chart *wanted)
{
	struct sheet_book *book = sheet->book;

	if (book->failed || !sheet->worksheet || !wanted->data->worksheet)
		return;
	lxw_chart *chart = workbook_add_chart(book->workbook, chart_types[wanted->kind]);
	if (!chart) {
		sheet_check(book, LXW_ERROR_MEMORY_MALLOC_FAILED, "chart");
		return;
	}
	for (int i = 0; i < wanted->series_count; i++)
		add_series(chart, wanted, &wanted->series[i]);
	if (wanted->title)
		chart_title_set_name(chart, wanted->title);
	if (wanted->kind != SHEET_PIE && wanted->category_label)
		chart_axis_set_name(chart->x_axis, wanted->category_label);
	if (wanted->kind != SHEET_PIE && wanted->value_label)
		chart_axis_set_name(chart->y_axis, wanted->value_label);
	if (wanted->series_count < 2 && wanted->kind != SHEET_PIE)
		chart_legend_set_position(chart, LXW_CHART_LEGEND_NONE);
	else
		chart_legend_set_position(chart, LXW_CHART_LEGEND_BOTTOM);

	lxw_chart_options options = {
		.x_scale = (wanted->width > 0 ? wanted->width : DEFAULT_WIDTH) / DEFAULT_WIDTH,
		.y_scale = (wanted->height > 0 ? wanted->height : DEFAULT_HEIGHT) / DEFAULT_HEIGHT,
		.description = wanted->description ? sheet_own(book->arena, wanted->description) : NULL,
	};
	sheet_check(book,
		    worksheet_insert_chart_opt(sheet->worksheet, (lxw_row_t)wanted->row,
					       (lxw_col_t)wanted->column, chart, &options),
		    "chart");
}
