#include "capa/capa_report_program.h"
#include "report/pdf.h"
#include "report/sheet.h"

/* The body of the CAPA status report: landscape pages with a table, or a workbook of the same columns. */

enum column { NUMBER, ACTION, PLACE, STRENGTH, PRIORITY, STATUS, RESPONSIBLE, DUE, COMPLETED, COLUMNS };
static const struct {
	const char *label;
	double x, width; /* on the page */
} columns[COLUMNS] = {
	[NUMBER] = {"Number", 36, 74},          [ACTION] = {"Action", 114, 196},
	[PLACE] = {"Establishment", 314, 92},   [STRENGTH] = {"Strength of control", 410, 78},
	[PRIORITY] = {"Priority", 492, 40},     [STATUS] = {"Status", 534, 58},
	[RESPONSIBLE] = {"Responsible", 594, 76}, [DUE] = {"Due", 672, 44},
	[COMPLETED] = {"Completed", 717, 44},
};
enum { TOP = 540, BOTTOM = 46, LEFT = 36, RIGHT = 756, INK_LATE = 0xA31621, INK_QUIET = 0x4D5C57, INK_BAND = 0xEAEFED };

static struct str cell(const struct capa_report *report, const struct capa_line *line, enum column column)
{
	switch (column) {
	case NUMBER:
		return line->number;
	case ACTION:
		return line->title;
	case PLACE:
		return line->establishment;
	case STRENGTH:
		return str_of(codes_label(&capa_strength_codes, line->strength));
	case PRIORITY:
		return str_of(codes_label(&capa_priority_codes, line->priority));
	case STATUS:
		return line->is_overdue ? STR("OVERDUE") : str_of(codes_label(&capa_status_codes, line->status));
	case RESPONSIBLE:
		return line->responsible;
	case DUE:
		return day_text(report->arena, line->due_on);
	default:
		return line->completed_at == MOMENT_NONE
			       ? STR("")
			       : day_text(report->arena, zone_day(report->zone, line->completed_at));
	}
}

/* --- PDF --- */

static void put_head(struct pdf *pdf, double y)
{
	const struct pdf_style style = {.face = PDF_SANS_BOLD, .size = 7.5};

	pdf_fill(pdf, (struct pdf_box){LEFT - 2, y - 4, RIGHT + 8, y + 10}, INK_BAND);
	for (int i = 0; i < COLUMNS; i++)
		pdf_cstr(pdf, &style, columns[i].x, y, columns[i].label);
}

static void put_total(struct pdf *pdf, double x, double y, const char *label, size_t count, unsigned ink)
{
	const struct pdf_style large = {.face = PDF_SANS_BOLD, .size = 13, .ink = ink},
			       small = {.face = PDF_SANS, .size = 7.5, .ink = INK_QUIET};

	pdf_text(pdf, &large, x, y, arena_printf(pdf_arena(pdf), "%zu", count));
	pdf_cstr(pdf, &small, x, y - 10, label);
}

/* Title, what it is about, totals by state and by strength. Returns where the table begins. */
static double put_opening(struct pdf *pdf, const struct capa_report *report)
{
	const struct pdf_style title = {.face = PDF_SANS_BOLD, .size = 17}, plain = {.face = PDF_TEXT, .size = 9},
			       small = {.face = PDF_SANS_BOLD, .size = 8};
	const struct civil now = zone_civil(report->zone, report->now);
	double x = LEFT;

	pdf_cstr(pdf, &title, LEFT, TOP + 20, "CAPA status report");
	pdf_text(pdf, &plain, LEFT, TOP + 5, report->organization.name);
	pdf_text(pdf, &plain, LEFT, TOP - 8,
		 arena_printf(report->arena, "As of %04d-%02d-%02d %02d:%02d · %.*s", now.year, now.month, now.day, now.hour,
			      now.minute, STR_ARG(report->filters.len ? report->filters : STR("all actions"))));
	pdf_cstr(pdf, &small, LEFT, TOP - 30, "By status");
	put_total(pdf, x, TOP - 47, "Overdue", report->overdue, report->overdue ? INK_LATE : PDF_BLACK);
	for (int i = 1; i < CAPA_STATUS_COUNT; i++)
		put_total(pdf, x += 56, TOP - 47, codes_label(&capa_status_codes, i), report->by_status[i], PDF_BLACK);
	x = 384;
	pdf_cstr(pdf, &small, x, TOP - 30, "By strength of control, without cancelled ones");
	for (int i = 1; i < STRENGTH_COUNT; i++, x += 78)
		put_total(pdf, x, TOP - 47, codes_label(&capa_strength_codes, i), report->by_strength[i], PDF_BLACK);
	return TOP - 82;
}

/* One action; its height is that of its longest cell. Returns the baseline of the next. */
static double put_line(struct pdf *pdf, const struct capa_report *report, const struct capa_line *line, double y)
{
	const struct str *texts[COLUMNS];
	int counts[COLUMNS], most = 1;

	for (int i = 0; i < COLUMNS; i++) {
		const struct pdf_style style = {.face = PDF_TEXT, .size = 8};
		counts[i] = pdf_wrap(pdf, &style, columns[i].width, cell(report, line, (enum column)i), &texts[i]);
		most = counts[i] > most ? counts[i] : most;
	}
	if (y - (most + 1) * 10 < BOTTOM) {
		pdf_page(pdf, PDF_LETTER_LANDSCAPE, NULL);
		put_head(pdf, TOP + 20);
		y = TOP + 4;
	}
	for (int i = 0; i < COLUMNS; i++) {
		bool is_late = line->is_overdue && (i == STATUS || i == DUE);
		const struct pdf_style style = {.face = is_late ? PDF_TEXT_BOLD : PDF_TEXT,
						.size = 8,
						.ink = is_late ? INK_LATE : PDF_BLACK};
		for (int n = 0; n < counts[i]; n++)
			pdf_text(pdf, &style, columns[i].x, y - n * 10, texts[i][n]);
	}
	if (line->incident_number.len || line->flag_count) {
		const struct pdf_style quiet = {.face = PDF_TEXT_ITALIC, .size = 7, .ink = INK_QUIET};
		pdf_text(pdf, &quiet, columns[ACTION].x, y - counts[ACTION] * 10,
			 arena_printf(report->arena, "%.*s%s%s", STR_ARG(line->incident_number),
				      line->incident_number.len && line->flag_count ? " · " : "",
				      line->flag_count ? "possibly ineffective" : ""));
		most = counts[ACTION] + 1 > most ? counts[ACTION] + 1 : most;
	}
	pdf_line(pdf, LEFT - 2, y - most * 10 + 5, RIGHT + 8, y - most * 10 + 5, 0.3);
	return y - most * 10 - 5;
}

static void put_feet(struct pdf *pdf, const struct capa_report *report)
{
	const struct pdf_style left = {.face = PDF_TEXT, .size = 7.5, .ink = INK_QUIET},
			       right = {.face = PDF_TEXT, .size = 7.5, .ink = INK_QUIET, .align = PDF_RIGHT};
	const int pages = pdf_pages(pdf);

	for (int page = 1; page <= pages; page++) {
		pdf_revisit(pdf, page);
		pdf_text(pdf, &left, LEFT, 26, arena_printf(report->arena, "%.*s · CAPA status report",
							    STR_ARG(report->organization.name)));
		pdf_text(pdf, &right, RIGHT + 8, 26, arena_printf(report->arena, "Page %d of %d", page, pages));
	}
}

enum rc capa_report_pdf(const struct capa_report *report, struct str *bytes)
{
	const struct pdf_info info = {
		.title = "CAPA status report",
		.subject = "Corrective and preventive actions",
		.author = arena_cstr(report->arena, report->organization.name),
		.created_at = report->now,
	};
	const struct pdf_style plain = {.face = PDF_TEXT, .size = 10};
	struct pdf *pdf = pdf_new(report->arena, &info);

	pdf_page(pdf, PDF_LETTER_LANDSCAPE, NULL);
	double y = put_opening(pdf, report);
	put_head(pdf, y);
	y -= 16;
	for (size_t i = 0; i < report->count; i++)
		y = put_line(pdf, report, &report->lines[i], y);
	if (report->count == 0)
		pdf_cstr(pdf, &plain, LEFT, y - 6, "No action fits.");
	put_feet(pdf, report);
	return pdf_save(pdf, bytes);
}

/* --- workbook --- */

static const struct sheet_column sheet_columns[] = {
	{"Number", 17},      {"Action", 50},          {"Type", 12},        {"Strength of control", 22}, {"Priority", 10},
	{"Status", 13},      {"Overdue", 9},          {"Due", 12},         {"Completed", 17},
	{"Effectiveness check", 12}, {"Effectiveness", 14}, {"Responsible", 26}, {"Establishment", 32},
	{"Incident", 20},    {"Possibly ineffective", 12}, {"Reopened", 10},
};
enum { ROW_CELLS = sizeof sheet_columns / sizeof *sheet_columns };

static void put_row(struct sheet *sheet, const struct capa_report *report, const struct capa_line *line, int row)
{
	int column = 0;

	sheet_text(sheet, row, column++, SHEET_PLAIN, line->number);
	sheet_text(sheet, row, column++, SHEET_WRAP, line->title);
	sheet_cstr(sheet, row, column++, SHEET_PLAIN, codes_label(&capa_type_codes, line->type));
	sheet_cstr(sheet, row, column++, SHEET_PLAIN, codes_label(&capa_strength_codes, line->strength));
	sheet_cstr(sheet, row, column++, SHEET_PLAIN, codes_label(&capa_priority_codes, line->priority));
	sheet_cstr(sheet, row, column++, SHEET_PLAIN, codes_label(&capa_status_codes, line->status));
	sheet_cstr(sheet, row, column++, line->is_overdue ? SHEET_BOLD : SHEET_PLAIN, line->is_overdue ? "yes" : "no");
	sheet_day(sheet, row, column++, SHEET_PLAIN, line->due_on);
	sheet_moment(sheet, row, column++, SHEET_PLAIN, report->zone, line->completed_at);
	sheet_day(sheet, row, column++, SHEET_PLAIN, line->effectiveness_check_on);
	sheet_cstr(sheet, row, column++, SHEET_PLAIN, codes_label(&capa_effectiveness_codes, line->effectiveness));
	sheet_text(sheet, row, column++, SHEET_PLAIN, line->responsible);
	sheet_text(sheet, row, column++, SHEET_PLAIN, line->establishment);
	sheet_text(sheet, row, column++, SHEET_PLAIN, line->incident_number);
	sheet_cstr(sheet, row, column++, SHEET_PLAIN, line->flag_count ? "yes" : "no");
	sheet_int(sheet, row, column, SHEET_PLAIN, line->reopened_count);
}

static int put_sums(struct sheet *sheet, int row, const char *title, const struct codes *codes, const size_t *counts)
{
	sheet_cstr(sheet, row++, 0, SHEET_BOLD, title);
	for (int i = 1; i < codes_count(codes); i++, row++) {
		sheet_cstr(sheet, row, 0, SHEET_PLAIN, codes_label(codes, i));
		sheet_int(sheet, row, 1, SHEET_PLAIN, (int64_t)counts[i]);
	}
	return row + 1;
}

enum rc capa_report_sheet(const struct capa_report *report, struct str *bytes)
{
	const struct sheet_info info = {
		.title = "CAPA status report",
		.author = arena_cstr(report->arena, report->organization.name),
		.created_at = report->now,
	};
	const struct sheet_setup table = {.footer = "CAPA status report", .freeze_rows = 1, .freeze_columns = 1},
				 sums = {.footer = "CAPA status report", .portrait = true};
	struct sheet_book *book = sheet_book_new(report->arena, &info);
	struct sheet *actions = sheet_add(book, "Actions", &table), *totals = sheet_add(book, "Totals", &sums);

	sheet_header(actions, 0, sheet_columns, ROW_CELLS);
	for (size_t i = 0; i < report->count; i++)
		put_row(actions, report, &report->lines[i], (int)i + 1);
	sheet_filter(actions, 0, (int)report->count, ROW_CELLS);
	sheet_width(totals, 0, 0, 28);
	sheet_cstr(totals, 0, 0, SHEET_TITLE, "CAPA status report");
	sheet_text(totals, 1, 0, SHEET_MUTED, report->filters.len ? report->filters : STR("All actions"));
	sheet_cstr(totals, 3, 0, SHEET_BOLD, "Overdue");
	sheet_int(totals, 3, 1, SHEET_BOLD, (int64_t)report->overdue);
	int row = put_sums(totals, 5, "By status", &capa_status_codes, report->by_status);
	put_sums(totals, row, "By strength, without cancelled", &capa_strength_codes, report->by_strength);
	return sheet_save(book, bytes);
}
